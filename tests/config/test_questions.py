"""What stands after the question mark of an address breaks no page of the desk, whatever it is."""

import itertools
import logging
from urllib.parse import urlencode

import pytest

from accounts.models import User
from blog.admin.posts import PostAdmin
from tests.factories import PASSWORD, make_post

NOTHING_LIKE_IT = ["abc", "a\0", "%%00", "-1", "0", "0-0", "9" * 20, "9" * 5000, "9999-1", "1-" + "9" * 20, "²", "'"]
AUTOCOMPLETE = "/admin/autocomplete/?app_label=%s&model_name=%s&field_name=%s"
ASKED = {
    "/admin/": "q",
    "/admin/blog/post/": "q p o all state author tag month _facets _to_field _changelist_filters id latest latest__in "
    "created_by open_state moved_to uid changed_at__year changed_at__gte trashed_at__isnull claimed_by__id__exact",
    "/admin/blog/post/add/": "unsaved title cover tags authors",
    "/admin/blog/post/bulk/": "post action _selected_action",
    "/admin/blog/post/suggest/authors/": "q",
    "/admin/blog/post/suggest/tags/": "q",
    "/admin/blog/post/{post}/change/": "unsaved",
    "/admin/blog/post/{post}/compare/": "a b",
    "/admin/blog/post/{post}/history/": "before",
    "/admin/blog/tag/": "q use id name same_as id__in",
    "/admin/blog/tag/add/": "name same_as",
    "/admin/blog/tag/merge/": "tag tags _selected_action",
    "/admin/accounts/author/": "q user slug portrait",
    "/admin/accounts/auditentry/": "person verb verb__exact",
    "/admin/accounts/user/": "q is_active__exact groups groups__id__exact last_login__gte",
    "/admin/discussion/{post}/": "page resolved",
    "/admin/media/image/": "q before trash by month",
    "/admin/media/image/choose/": "q before",
    "/admin/notices/": "before",
    "/admin/planning/": "shelf whose",
    "/admin/redirects/redirect/": "q path changed_at__year",
    "/admin/series/series/": "q owner",
    AUTOCOMPLETE % ("accounts", "author", "user"): "term page",
    AUTOCOMPLETE % ("series", "part", "post"): "term page",
    AUTOCOMPLETE % ("blog", "tag", "same_as"): "term page",
}


@pytest.fixture
def root(client, db):
    """A client that may ask for everything."""
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD, name="Root"))
    return client


@pytest.mark.parametrize("address", ASKED)
def test_no_page_of_the_desk_breaks_of_what_it_is_asked(address, root, caplog):
    caplog.set_level(logging.CRITICAL, logger="config.questions")
    names = ASKED[address].split()
    address = address.format(post=make_post(tags=("Birds",)).pk)

    for name, value in itertools.product(names, NOTHING_LIKE_IT):
        response = root.get(f"{address}{'&' if '?' in address else '?'}{urlencode({name: value})}")
        assert response.status_code < 500, (name, value)


def test_a_page_that_cannot_be_asked_that_is_shown_without_it_and_says_so(root):
    response = root.get("/admin/blog/post/?changed_at__year=0&state=draft", follow=True)

    assert response.redirect_chain == [("/admin/blog/post/", 302)]
    assert "asked for something that cannot be looked for" in response.text


@pytest.mark.parametrize(("method", "address"), [("get", "/admin/blog/post/"), ("post", "/admin/blog/post/?q=x")])
def test_what_nobody_asked_for_is_an_error_as_ever(method, address, root, monkeypatch):
    monkeypatch.setattr(PostAdmin, "get_queryset", lambda *args: int("a mistake of ours"))

    with pytest.raises(ValueError, match="a mistake of ours"):
        getattr(root, method)(address, {})
