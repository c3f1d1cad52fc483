"""The whole life of a piece, with five people signed in side by side; readers see only what is live."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import Post, Revision, SiteSettings
from tests.browser.writing import press
from tests.factories import make_user

STEPS = "Save and publish"


class Person:
    """Somebody at the desk in a window of their own."""

    def __init__(self, page, name):
        self.page, self.name = page, name

    def opens(self, post) -> "Person":
        self.page.goto(f"/admin/blog/post/{post.pk}/change/")
        self.page.locator("[role=toolbar]").wait_for()
        return self

    def presses(self, button: str, *, says: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).press("Enter")  # by keyboard, every step of it
        expect(self.page.locator(".messagelist")).to_contain_text(says)

    def has_no(self, *buttons: str) -> None:
        for button in buttons:
            expect(self.page.get_by_role("button", name=button, exact=True)).to_have_count(0)

    def types(self, words: str) -> None:
        self.page.get_by_role("textbox", name="Text", exact=True).click()
        press(self.page, "Control+End")
        self.page.keyboard.type(words)

    def desk_says(self, pile: str, words: str) -> None:
        self.page.goto("/admin/")
        expect(self.page.get_by_role("region", name=pile, exact=True)).to_contain_text(words)

    def does_not_find(self, post) -> None:
        assert self.page.request.get(f"/admin/blog/post/{post.pk}/change/").status == 404


@pytest.fixture
def five(open_page, sign_in, cora, edith, otto, ada):
    SiteSettings(four_eyes=True).save()
    ben = make_user("Ben", role="editor")
    people = [(cora, 390), (edith, 1280), (otto, 1280), (ada, 1280), (ben, 390)]
    return [Person(sign_in(open_page(width=width), user), user.name) for user, width in people]


def test_from_the_first_word_to_withdrawal(five, open_page, cora):
    cora_, edith_, otto_, ada_, ben_ = five
    reader = open_page()

    def reads(status: int, words: str = ""):
        response = reader.goto("/tides/")
        assert response.status == status
        if words:
            expect(reader.locator("article")).to_contain_text(words)
        reader.goto("/")
        assert ("Tides" in reader.content()) == (status == 200)

    # Cora writes and submits; she cannot publish.
    page = cora_.page
    page.goto("/admin/blog/post/add/")
    page.locator("[role=toolbar]").wait_for()
    page.get_by_role("textbox", name="Title", exact=True).fill("Tides")
    cora_.types("The sea comes in.")
    cora_.has_no("Publish now", "Schedule", "Approve")
    cora_.presses("Submit for review", says="Submitted")
    post = Post.objects.get()
    reads(404)
    cora_.desk_says("You are working on", "waits for an editor to read it")
    otto_.does_not_find(post)

    # Edith takes it on and asks for changes, which takes a note.
    edith_.desk_says("Waiting for you", "Tides")
    edith_.opens(post).presses("I’m on it", says="yours to look after")
    ben_.page.goto("/admin/")
    expect(ben_.page.get_by_role("region", name="Waiting for you")).to_contain_text("Nothing is waiting for you.")
    edith_.opens(post)
    edith_.page.get_by_role("button", name="Ask for changes").press("Enter")
    expect(edith_.page.get_by_role("alert")).to_contain_text("Say what is to be changed")
    edith_.page.get_by_label("Note to the authors").fill("Say when it goes out.")
    edith_.presses("Ask for changes", says="Sent back to its authors")

    # Cora sees the note, changes the text and submits again.
    cora_.desk_says("Waiting for you", "Tides")
    cora_.page.goto(f"/admin/blog/post/{post.pk}/history/")
    expect(cora_.page.get_by_text("Say when it goes out.")).to_be_visible()
    cora_.opens(post).types(" Then it goes out.")
    cora_.presses("Submit for review", says="Submitted")
    edith_.page.goto(f"/admin/blog/post/{post.pk}/history/")
    edith_.page.get_by_role("link", name="What 2 changed").click()
    expect(edith_.page.locator("ins")).to_contain_text("Then it goes out.")

    # Somebody else approves: Ben, on his telephone. A changed text would need another approval.
    ben_.opens(post).presses("Approve", says="Approved")
    reads(404)
    cora_.desk_says("You are working on", "waits to be published")

    # Ada schedules it.
    at = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    ada_.opens(post).page.get_by_label("Publish at").fill(at)
    ada_.presses("Schedule", says="Scheduled for")
    reads(404)
    cora_.desk_says("Scheduled", "Tides")

    # Its time comes.
    moment = timezone.now() - timedelta(minutes=5)
    scheduled = Revision.objects.scheduled()
    scheduled.get().post.addresses.update(since=moment)
    scheduled.update(live_from=moment, dated_at=moment)
    reads(200, "Then it goes out.")
    cora_.desk_says("Published last", "Tides")

    # It is edited while it is live: readers see nothing of it.
    edith_.opens(post).types(" Twice a day.")
    edith_.presses("Save draft", says="Saved")
    reads(200, "Then it goes out.")
    assert "Twice a day" not in reader.content()
    edith_.desk_says("Live, with changes that readers do not see yet", "Tides")

    # The update is scheduled, and then readers see it.
    edith_.opens(post).page.get_by_label("Publish at").fill(at)
    edith_.presses("Schedule", says="Scheduled for")
    reads(200, "Then it goes out.")
    Revision.objects.live().update(live_until=moment + timedelta(minutes=2))
    Revision.objects.scheduled().update(live_from=moment + timedelta(minutes=2))
    reads(200, "Twice a day.")

    # It is withdrawn.
    ben_.opens(post).page.get_by_text("Withdraw or delete").click()
    ben_.presses("Withdraw from readers", says="Withdrawn")
    reads(410)
    otto_.does_not_find(post)
    allowed = ("404", "410")
    open_page.complaints[:] = [text for text in open_page.complaints if not any(code in text for code in allowed)]
