"""What an author can write: the editor's schema, from which the allow-list of ``blog.markup.clean`` follows.

Read by the settings, so nothing here may import a model.
"""

from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import EXTENSION_MAPPING, add_tags_and_attributes, html_tags
from js_asset import static_lazy

# How wide pictures may stand: beyond the text on both sides, or from one edge of the window to the other.
LAYOUTS = ("wide", "full")


def _picture(config, allowed) -> None:
    """A figure names its picture; alt text and caption are present where the author has typed them."""
    add_tags_and_attributes(
        allowed, ["figure", "img", "figcaption"], {"figure": ["data-image-id", "data-layout"], "img": ["alt"]}
    )


def _gallery(config, allowed) -> None:
    """Figures in a figure, in their order; its caption is the whole one's."""
    add_tags_and_attributes(allowed, ["figure", "figcaption"], {"figure": ["data-gallery", "data-layout"]})


def _footnote(config, allowed) -> None:
    add_tags_and_attributes(allowed, ["sup"], {"sup": ["data-footnote"]})


def _embed(config, allowed) -> None:
    """Something at another place, by its address, with a caption."""
    add_tags_and_attributes(allowed, ["figure", "figcaption"], {"figure": ["data-embed"]})


_nothing = html_tags([])

BODY = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Code": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "CodeBlock": {"languageClassPrefix": "language-"},
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"], "defaultProtocol": "https"},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HTML": True,
    "Fullscreen": True,
    "Placeholder": {"placeholder": _("Write, drop pictures, or paste the address of a video or a post…")},
    "NoSpellCheck": False,
    "Picture": True,
    "PictureCaption": True,
    "Gallery": True,
    "GalleryCaption": True,
    "PictureUpload": True,
    "PictureChooser": True,
    "Footnote": True,
    "Embed": True,
    "EmbedCaption": True,
    "Typography": True,
    "PasteClean": True,
    "MarkdownPaste": True,
    "Accessible": True,
}


def _script(name: str, **extensions) -> dict:
    """What the script ``name`` brings: extensions, and what each of them lets through the sanitiser."""
    return {"js": [static_lazy(f"blog/desk/{name}.js")], "extensions": extensions}


EXTENSIONS = [
    _script("picture", Picture=_picture, PictureCaption=_nothing),
    _script("gallery", Gallery=_gallery, GalleryCaption=_nothing),
    _script("picture-upload", PictureUpload=_nothing),
    _script("picture-chooser", PictureChooser=_nothing),
    _script("footnote", Footnote=_footnote),
    _script("embed", Embed=_embed, EmbedCaption=_nothing),
    _script("typography", Typography=_nothing),
    _script("paste-clean", PasteClean=_nothing),
    _script("markdown-paste", MarkdownPaste=_nothing),
    _script("accessible", Accessible=_nothing),
    # In place of the editor's own of the same name.
    _script("code-block", CodeBlock=EXTENSION_MAPPING["CodeBlock"]),
    _script("link", Link=EXTENSION_MAPPING["Link"]),
    _script("numbered-list", OrderedList=html_tags(["ol"], {"ol": ["start", "type"]})),
    # In the editor, but unknown to its own list of what is let through.
    {"js": [], "extensions": {"Fullscreen": _nothing}},
]

# Every block is a button of its own: the editor's drop-down cannot be opened from the keyboard.
# What is used most stands first: a telephone shows ten of them.
MENU_GROUPS = [
    {"group": "headings"},
    {"group": "pictures"},
    {"group": "link"},
    {"group": "marks"},
    {"group": "blockType -headings -lists"},
    {"group": "lists"},
    {"group": "nodes -blockType -lists"},
    {"group": "table"},
    {"group": "history"},
    {"group": "utility"},
]
