"""Making the demo publication through the same doors as people do: the library, the workflow, the roles."""

import importlib
import re
import secrets
from collections.abc import Callable
from datetime import datetime, time, timedelta
from io import BytesIO

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import Author, User
from accounts.roles import Role, give_role
from blog import counts, workflow
from blog.demo import reading
from blog.demo.models import Made
from blog.models import Post, Revision, SiteSettings, Tag
from blog.workflow import Text
from media import library
from media.models import Image


class Demo:
    """One loading of the demo. ``accounts`` lists role, e-mail address and password of who may sign in."""

    def __init__(self):
        self.accounts: list[tuple[str, str, str]] = []
        self._images: dict[str, Image] = {}
        self._authors: dict[str, Author] = {}
        self._posts: dict[str, Post] = {}
        self._editor: User | None = None

    def load(self, progress: Callable[[str], None] = lambda line: None) -> None:
        """Make everything, or nothing. Pictures are decoded before the transaction that writes the rest."""
        try:
            self._load(progress)
        except BaseException:
            remove()
            raise

    def _load(self, progress: Callable[[str], None]) -> None:
        for picture in reading.table("pictures")["pictures"]:
            progress(f"picture: {picture['key']}")
            self._images[picture["key"]] = self._picture(picture)
        with transaction.atomic(), workflow.quietly():
            self._publication()
            for person in reading.table("people")["people"]:
                self._authors[person["key"]] = self._person(person)
            for tag in reading.table("tags")["tags"]:
                _made(Tag.objects.create(name=tag["name"], description=tag["description"]))
            for piece in reading.pieces():
                progress(f"post: {piece.head['title']}")
                self._post(piece)
            self._features()

    def _picture(self, picture: dict) -> Image:
        if drawing := picture.get("drawing"):
            file = ContentFile(_drawn(drawing), name=f"{picture['key']}.png")
        else:
            file = ContentFile((reading.PICTURES / picture["file"]).read_bytes(), name=picture["file"])
        words = {name: picture.get(name, "") for name in ("alt", "caption", "credit", "licence", "source_url")}
        focus = {axis: picture[axis] for axis in ("focal_x", "focal_y") if axis in picture}
        return _made(library.add(file, **words, **focus))

    def _publication(self) -> None:
        site = SiteSettings.load()
        for name, value in reading.table("site").items():
            setattr(site, name, value)
        site.save()
        _made(site)

    def _person(self, person: dict) -> Author:
        about = {
            "name": person["name"],
            "slug": person.get("slug", ""),
            "bio": person["bio"],
            "links": person.get("links", []),
            "portrait": self._images.get(person.get("portrait")),
        }
        if not person.get("role"):
            return _made(Author.objects.create(**about))
        email, password = f"{person['key']}@example.org", secrets.token_urlsafe(9)
        user = _made(User.objects.create_user(email, password, name=person["name"]))
        give_role(user, person["role"])
        self.accounts.append((person["role"], email, password))
        if person["role"] == Role.EDITOR:
            self._editor = User.objects.get(pk=user.pk)
        author = user.author
        for name, value in about.items():
            setattr(author, name, value)
        author.save()
        return _made(author)

    def _post(self, piece: reading.Piece) -> None:
        head, by = piece.head, self._editor
        text = {
            "title": head["title"],
            "slug": head.get("slug", ""),
            "summary": head.get("summary", ""),
            "body": re.sub(
                r'data-image="([\w-]+)"', lambda key: f'data-image-id="{self._images[key[1]].pk}"', piece.body
            ),
            "authors": tuple(self._authors[key] for key in head["authors"]),
            "tags": tuple(head.get("tags", ())),
            "cover": self._images.get(head.get("cover")),
            "date_given": self._date(head),
            "language": head.get("language", ""),
            "listed": head.get("listed", True),
        }
        draft = workflow.save(None, Text(**text), by=by)
        self._posts[draft.title] = _made(draft.post)
        _bring_to(head.get("state", "live"), draft, head.get("changes", {}), by)

    def _features(self) -> None:
        """Let every feature with a ``demo()`` make what a table of its name tells of, from posts by their titles."""
        for app in apps.get_app_configs():
            if hasattr(app, "demo"):
                for thing in app.demo(reading.table(app.label), self._posts):
                    _made(thing)

    def _date(self, head: dict) -> datetime | None:
        if "date" not in head or head.get("state") == "scheduled":
            return None
        day = datetime.fromisoformat(str(head["date"])).date()
        noon = datetime.combine(day, time(12), tzinfo=SiteSettings.load().tzinfo)
        return min(noon, timezone.now())  # on a machine whose clock is behind


def _drawn(name: str) -> bytes:
    # Imported by name and only here: drawing is needed once in the life of a publication.
    picture = getattr(importlib.import_module("blog.demo.drawings"), name)()
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _bring_to(state: str, draft: Revision, changes: dict, by: User) -> None:
    """Take ``draft`` through the workflow until its post stands where the demo wants it."""
    if state in ("in_review", "changes_requested", "approved"):
        workflow.submit(draft, by=by)
    match state:
        case "changes_requested":
            workflow.ask_for_changes(draft, by=by, note="A lovely start. Could the ending say what became of it?")
        case "approved":
            workflow.approve(draft, by=by)
        case "scheduled":
            workflow.publish(draft, by=by, at=timezone.now() + timedelta(days=7))
        case "trashed":
            workflow.trash(draft.post, by=by)
        case "live" | "live_with_changes" | "scheduled_update" | "withdrawn":
            workflow.publish(draft, by=by)
    if state == "withdrawn":
        workflow.withdraw(draft.post, by=by)
    if state in ("live_with_changes", "scheduled_update"):
        before = Text.of(draft)
        said = {name: getattr(before, name) for name in [*Text.columns(), *Text.RELATED]}
        said |= {"title": changes.get("title", draft.title), "body": draft.body + changes.get("addition", "")}
        update = workflow.save(draft.post, Text(**said), by=by, seen=draft.number)
        if state == "scheduled_update":
            workflow.publish(update, by=by, at=timezone.now() + timedelta(days=3))


def _made(thing):
    Made.objects.get_or_create(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)
    return thing


@transaction.atomic
def remove() -> dict[str, int]:
    """Remove what the demo made and nothing else; return how many of what were kept because others use them."""
    kept: dict[str, int] = {}
    ours = (Post, Tag, User, Author, Image, SiteSettings)
    all_made = ContentType.objects.filter(pk__in=Made.objects.values("content_type"))
    features = [kind.model_class() for kind in all_made if kind.model_class() not in ours]
    for model in (*features, *ours):
        made = Made.objects.filter(content_type=ContentType.objects.get_for_model(model))
        for thing in model.objects.filter(pk__in=made.values("object_id")):
            try:
                with transaction.atomic():
                    thing.delete()
            except ProtectedError:
                name = str(model._meta.verbose_name_plural)
                kept[name] = kept.get(name, 0) + 1
    Made.objects.all().delete()
    counts.rebuild()
    return kept
