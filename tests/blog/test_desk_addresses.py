"""Every address of the desk, and what it answers to whom. One that is added without a row here fails the suite."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from accounts import invitations
from accounts.models import AuditEntry, Invitation
from accounts.roles import Role
from blog import bulk
from blog.bulk import Operation, Wish
from blog.discussion.models import Note, ShareLink
from blog.models import Autosave, Event, SiteSettings, Tag, Verb
from blog.notices.models import Notice
from blog.redirects.models import Redirect
from blog.series.models import Series
from blog.tagcare import merging, renaming
from blog.tagcare.models import Apart, Change
from tests.factories import make_draft, make_user
from tests.factories_media import make_image


def addresses(patterns=None, prefix="") -> list[str]:
    """Return the routes below /admin/, as the URL configuration has them."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, route)
        elif route.startswith("admin/"):
            found.append(route)
    return found


TABLE = Path(__file__).with_suffix(".txt")
WHO = ["nobody", "cora", "otto", "alma", "edith", "ada"]  # Alma wrote what is asked for; Cora and Otto are strangers


@pytest.fixture
def things(alma, edith, ada):
    """What the numbers in the addresses stand for: as far as it is somebody's, Alma's."""
    invitation = Invitation(email="new@example.org", name="New", role=Role.AUTHOR)
    invitations.invite(invitation, by=ada)
    SiteSettings.load().save()
    draft = make_draft(by=alma, tags=("sea",))
    make_draft(draft.post, by=alma, title="Second")
    renaming.rename(Tag.objects.create(name="pnod"), name="pond", slug="", by=edith)
    change = Change.objects.get(tag__name="pond")
    now = timezone.now()
    event = Event.objects.create(post=draft.post, verb=Verb.ASKED, actor=edith, actor_name="Edith")
    return {
        "admin/blog/post/unsaved/": Autosave.objects.create(user=alma, post=draft.post, form=uuid4()),
        "admin/blog/post/bulk/": bulk.perform([draft.post], Wish(operation=Operation.TAG, tags=("x",)), by=alma),
        "admin/blog/post/": draft.post,
        "admin/blog/tag/": Tag.objects.get(key="sea"),
        "admin/blog/tag/changes/": change,
        "admin/blog/tag/look-alikes/": Apart.objects.create(),
        "admin/blog/tag/merges/": merging.merge(
            [Tag.objects.create(name="lake")], Tag.objects.create(name="water"), by=edith
        ),
        "admin/blog/sitesettings/": SiteSettings.load(),
        "admin/discussion/links/": ShareLink.objects.create(
            post=draft.post, made_by=alma, label="A friend", token_hash="x", expires_at=now + timezone.timedelta(1)
        ),
        "admin/discussion/notes/": Note.objects.create(post=draft.post, author=alma, author_name="Alma", text="Hm."),
        "admin/discussion/": draft.post,
        "admin/planning/": draft.post,
        "admin/series/series/": Series.objects.create(title="Tides", owner=alma),
        "admin/notices/": Notice.objects.create(event=event, user=alma),
        "admin/media/image/": make_image(by=alma),
        "admin/redirects/redirect/": Redirect.objects.create(path="/old", target="/new/"),
        "admin/accounts/author/": alma.author,
        "admin/accounts/user/": make_user("Rita", role=None),
        "admin/accounts/invitation/": invitation,
        "admin/accounts/auditentry/": AuditEntry.objects.first(),
    }


PARTS = {"year": "2026", "month": "11", "day": "3", "number": "1"}
# What pages without a model ask for.
GIVEN = {
    "admin/(?P<url>.*)$": "admin/nowhere",
    "admin/blog/post/bulk/": "admin/blog/post/bulk/?operation=trash&post={post}",
    "admin/blog/tag/merge/": "admin/blog/tag/merge/?tag={tags[0]}&tag={tags[1]}",
    "admin/blog/post/<int:pk>/compare/": "admin/blog/post/{post}/compare/?a=1&b=2",
}


def filled(route: str, things: dict) -> str:
    """Return ``route`` with numbers in it."""
    prefix = max((prefix for prefix in things if route.startswith(prefix)), key=len, default=None)
    number = str(things[prefix].pk) if prefix else "1"
    if "app_label" in route:
        return "/admin/blog/"
    address = GIVEN.get(route, route).format(
        post=things["admin/blog/post/"].pk, tags=Tag.objects.filter(same_as=None).values_list("pk", flat=True)
    )
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: PARTS.get(found[1], number), address)


def answers(client, method: str, address: str, people: dict) -> list[int]:
    """Return the status codes for all of WHO; nothing of what was done lasts."""
    codes = []
    for user in people.values():
        client.logout()
        if user:
            client.force_login(user)
        with transaction.atomic():
            sent = {"form": uuid4()} if method == "post" else {}
            response = getattr(client, method)(address, sent)
            b"".join(response)  # to its end, where a file that is sent is closed
            codes.append(response.status_code)
            transaction.set_rollback(True)
    return codes


def table(client, things: dict, people: dict) -> str:
    lines = []
    for route in dict.fromkeys(addresses()):
        for method in ("get", "post"):
            codes = answers(client, method, filled(route, things), people)
            if set(codes[1:]) != {405}:
                lines.append(f"{method.upper():4} {route:75} {' '.join(map(str, codes))}\n")
    return "".join(lines)


def test_every_address_answers_everybody_as_the_table_says(client, things, request):
    people = {who: None if who == "nobody" else request.getfixturevalue(who) for who in WHO}

    found = table(client, things, people)
    head, _empty, known = TABLE.read_text().partition("\n\n")

    if found != known:
        TABLE.write_text(f"{head}\n\n{found}")
        pytest.fail(f"Who gets what has changed. {TABLE.name} is written anew: read its diff, commit what is meant.")
