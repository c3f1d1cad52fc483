"""Two people and one piece: Cora submits it, Edith sees that at her desk and opens it, and Cora sees that she has."""

import pytest
from playwright.sync_api import expect

from blog import workflow
from blog.notices.models import Notice
from tests.browser.test_accessibility import WINDOWS, problems
from tests.factories import make_draft


def test_a_submission_is_told_and_its_opening_is_seen(open_page, sign_in, cora, edith):
    draft = make_draft(by=cora, title="Tides")
    address = f"/admin/blog/post/{draft.post_id}/change/"
    coras, ediths = sign_in(open_page(), cora), sign_in(open_page(width=390, color_scheme="dark"), edith)

    coras.goto(address)
    coras.get_by_role("button", name="Submit for review").click()
    expect(coras.get_by_text("Told: Edith")).to_be_visible()
    ediths.reload()
    ediths.get_by_role("link", name="Notices 1 not opened").click()
    ediths.get_by_role("link", name="Cora has submitted “Tides” for review.").click()

    ediths.wait_for_url(f"**{address}")
    expect(ediths.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    coras.reload()
    expect(coras.get_by_text("Told: Edith — opened")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_the_pages_about_notices(width, scheme, open_page, sign_in, cora, edith):
    draft = make_draft(by=cora, title="A very long title of many syllables " * 5)
    workflow.submit(draft, by=cora)
    Notice.objects.update(failed_at=draft.created_at, error="550 5.1.1 No such mailbox: averylongwordwithoutanend" * 3)
    workflow.take_back(draft, by=cora)
    page = sign_in(open_page(width=width, color_scheme=scheme), edith)

    for address in ["/admin/notices/", f"/admin/blog/post/{draft.post_id}/history/", "/admin/notices/"]:
        page.goto(address)

        assert problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_choice_of_mail_is_made_by_keyboard(page, sign_in, cora):
    sign_in(page, cora, then="/admin/notices/")

    page.get_by_role("button", name="Do not mail me").press("Enter")

    expect(page.get_by_text("You get no mail from now on.")).to_be_visible()
    page.get_by_role("button", name="Mail me").press("Enter")
    expect(page.get_by_text("Every notice is also mailed to cora@example.org.")).to_be_visible()
