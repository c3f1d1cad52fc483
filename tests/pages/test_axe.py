"""axe-core finds nothing on any kind of page, at any width, in either scheme, with scripts and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages.serving import AT_DESK, kinds


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing(width, scheme, scripts, site, session, chromium):
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    if not scripts:  # axe is one itself, so those of the page are kept from it
        page.route("**/*.js", lambda route: route.abort())
    found = {}
    for kind, path in (kinds(site) | AT_DESK).items():
        page.goto(site + path)
        # Without its preload, which would bring the @imported sheets in as a <style> that the page refuses.
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if violations or too_wide:
            found[kind] = [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in violations], too_wide
    page.close()

    assert found == {}
