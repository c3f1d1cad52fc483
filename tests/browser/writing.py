"""What an author does at the desk, in words that the browser tests share."""

from base64 import b64encode

from playwright.sync_api import expect

from blog import markup
from blog.models import Post
from tests.factories_media import make_bytes

TRANSFER = """([target, kind, files, texts]) => {
  const transfer = new DataTransfer()
  for (const { name, type, bytes } of files)
    transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }))
  for (const [type, text] of Object.entries(texts)) transfer.setData(type, text)
  const { left, bottom } = target.getBoundingClientRect()
  const options = { bubbles: true, cancelable: true, clientX: left + 20, clientY: bottom - 20 }
  const event = kind === "drop"
    ? new DragEvent(kind, { ...options, dataTransfer: transfer })
    : new ClipboardEvent(kind, { ...options, clipboardData: transfer })
  target.dispatchEvent(event)
}"""


def picture_file(name: str, content: bytes | None = None, *, mime_type: str = "image/jpeg") -> dict:
    """A file as ``drop`` and ``paste`` take it; a small picture of its own, or ``content``."""
    content = make_bytes((300, 200), comment=name.encode()) if content is None else content
    return {"name": name, "type": mime_type, "bytes": b64encode(content).decode()}


def drop(text, *files: dict) -> None:
    text.page.evaluate(TRANSFER, [text.element_handle(), "drop", files, {}])


def paste(text, *files: dict, **texts: str) -> None:
    """Paste ``files`` and what is given as ``html`` or ``plain``."""
    typed = {f"text/{kind}": content for kind, content in texts.items()}
    text.page.evaluate(TRANSFER, [text.element_handle(), "paste", files, typed])


def body_of(page) -> str:
    """Return what would be kept if it was saved now."""
    return markup.clean(page.locator("textarea[name=body]").evaluate("(field) => field.value"))


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def press_save(page) -> None:
    page.get_by_role("group", name="Save and publish").get_by_role("button", name="Save draft").click()


def save(page):
    """Save, and return the revision that was made."""
    press_save(page)
    expect(page.get_by_text("Saved. Readers see nothing of it")).to_be_visible()
    return Post.objects.latest("changed_at").latest
