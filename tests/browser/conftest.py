"""Chromium, and pages that fail their test when the browser had something to complain about."""

import pytest
from django.core.cache import cache
from django.test import override_settings

from tests.chromium import SECONDS_TO_WAIT
from tests.factories import PASSWORD

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${location.pathname} ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def nothing_collected(tmp_path_factory):
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session")
def live_server(nothing_collected, django_db_setup, live_server):
    """pytest-django's, with scripts from the tree: WhiteNoise would prefer what an earlier start has collected.

    The database is there before it starts: told that it is in memory, it would share the test's own connection.
    """
    return live_server


@pytest.fixture
def open_page(chromium, live_server, settings):
    """Return a function that opens a window of its own: ``open_page(width=390, color_scheme="dark", …)``."""
    settings.BYLINE_URL = live_server.url
    contexts, complaints = [], []

    def open_one(*, width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS_TO_WAIT * 1000)
        if options.get("java_script_enabled", True):
            page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    open_one.complaints = complaints
    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def sign_in(transactional_db):
    """Return a function that signs somebody in by the form, as they would."""
    cache.clear()  # of how many have signed in from here within a minute, in other tests

    def fill(page, user, *, then="/admin/"):
        page.goto(f"/accounts/login/?next={then}")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{then}")
        return page

    return fill


@pytest.fixture
def desk(page, sign_in, alma):
    """Return a function that opens a post of Alma's in the editor and gives back its text box."""
    sign_in(page, alma)

    def open_post(post=None):
        page.goto(f"/admin/blog/post/{post.pk}/change/" if post else "/admin/blog/post/add/")
        page.locator("[role=toolbar]").wait_for()
        if post is None:
            page.get_by_role("textbox", name="Title", exact=True).fill("A post")
        return page.get_by_role("textbox", name="Text", exact=True)

    return open_post
