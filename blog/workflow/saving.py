"""An explicit save: one new revision, whole, with its authors, tags and pictures."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Author
from accounts.names import in_one_line, without_controls
from accounts.slugs import normal_slug
from blog import markup, permissions
from blog.models import (
    Byline,
    ImagePlacement,
    LinkPlacement,
    Post,
    Revision,
    SiteSettings,
    State,
    Tag,
    TagPlacement,
    Verb,
)
from blog.models.languages import normal_tag, validate_tag
from blog.models.tags import key_of, validate_name
from blog.workflow.addresses import refuse_unusable
from blog.workflow.steps import Conflict, Refused, follow, lock, not_allowed, record
from media.models import Image

FIRST_YEAR, LAST_YEAR = 1000, 9998  # of a post


@dataclass(frozen=True, kw_only=True)
class Text:
    """Everything an author decides about a post; two equal ones say the same."""

    title: str
    body: str = ""
    summary: str = ""
    slug: str = ""
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    listed: bool = True
    cover: Image | None = None
    cover_alt: str | None = None
    cover_caption: str | None = None
    date_given: datetime | None = None
    language: str = ""
    canonical_url: str = ""
    seo_title: str = ""
    seo_description: str = ""

    RELATED: ClassVar = frozenset({"authors", "tags"})

    @classmethod
    def of(cls, revision: Revision) -> "Text":
        """Return what ``revision`` says."""
        return cls(
            **{name: getattr(revision, name) for name in cls.columns()},
            authors=tuple(byline.author for byline in revision.bylines.select_related("author")),
            tags=tuple(revision.tags.order_by("placements__pk").values_list("name", flat=True)),
        )

    @classmethod
    def columns(cls) -> list[str]:
        return [field.name for field in fields(cls) if field.name not in cls.RELATED]

    def cleaned(self) -> "Text":
        """Return it as it is kept: markup through the allow-list, address in its normal form, no trashed cover."""
        return replace(
            self,
            title=in_one_line(self.title),
            summary=without_controls(self.summary),
            seo_title=in_one_line(self.seo_title),
            seo_description=in_one_line(self.seo_description),
            body=markup.clean(self.body),
            cover=None if self.cover and self.cover.trashed_at else self.cover,
            slug=normal_slug(self.slug),
            language=normal_tag(self.language),
            authors=tuple(self.authors),
            tags=tuple(self.tags),
        )


@transaction.atomic
def save(
    post: Post | None, text: Text, *, by, seen: int = 0, leaving: bool = False, uid: UUID | None = None
) -> Revision:
    """Keep ``text`` as the newest revision of ``post`` (None: a new one) and return it.

    ``uid`` is what a new post will be known by: whoever sends it again means the post that they have made with it.
    ``seen`` is the number of the revision that ``by`` had opened. Raises Conflict when somebody has saved since
    then, and Refused when ``by`` may not edit, when there is no title or author, or when the address cannot be
    used; also when it would take the post out of the hands of ``by``, unless they are ``leaving`` it. The same text
    again makes no new revision.
    """
    if post is None:
        if not permissions.can_add(by):
            raise not_allowed(_("You may not write posts here. Ask an administrator for a role."))
        post, is_new = Post.objects.get_or_create(uid=uid or uuid4(), defaults={"created_by": by})
    else:
        is_new = False
    if not is_new:
        post = lock(post)
        if not permissions.can_edit(by, post):
            raise not_allowed(_("You may not change “%s”.") % post)
    text = text.cleaned()
    if not text.title:
        raise Refused(_("A post needs a title, even while it is a draft."), code="no_title", field="title")
    if not text.authors:
        raise Refused(_("A post needs at least one author."), code="no_author", field="authors")

    _refuse_language(text)
    _refuse_tags(text, by=by)
    _refuse_date(text)

    latest = post.latest
    says_the_same = latest is not None and Text.of(latest) == _resolved(text)
    if latest and seen != latest.number:
        if says_the_same and latest.created_by_id == by.pk:  # a doubled click, a slow network
            return latest
        raise Conflict(latest)
    if says_the_same and latest.state != State.SUPERSEDED:
        return latest
    if text.slug:
        refuse_unusable(text.slug, post, by=by)
    if latest and not leaving and _would_leave(post, text, by):
        message = _("Without your name on it you can neither see nor change this post any more. Say that you mean it.")
        raise Refused(message, code="leaving", field="leaving")
    state = _state_after_save(post, by)
    was_submitted = post.open_state in (State.IN_REVIEW, State.APPROVED)
    revision = _insert(post, text, by=by, state=state)
    if was_submitted and state == State.DRAFT:
        record(post, Verb.TOOK_BACK, by=by, revision=revision, note=_("by changing the text"))
    return revision


def _refuse_language(text: Text) -> None:
    try:
        if text.language:
            validate_tag(text.language)
    except ValidationError as error:
        raise Refused(error.messages[0], code=error.code, field="language") from None


def _refuse_date(text: Text) -> None:
    """Refuse a year that some time zone pushes out of every calendar, and that is a slip of the finger anyway."""
    if text.date_given and not FIRST_YEAR <= text.date_given.year <= LAST_YEAR:
        words = _("A post is dated between the years %(first)d and %(last)d. Is a digit missing, or one too many?")
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused(words % years, code="no_such_year", field="date_given")


def _refuse_tags(text: Text, *, by) -> None:
    """Refuse names that no tag can have, and new ones by who may not make them: their words stay on the screen."""
    try:
        for name in text.tags:
            validate_name(name)
    except ValidationError as error:
        raise Refused(error.messages[0], code=error.code, field="tags") from None
    if permissions.can_add_tags(by):
        return
    names = {key_of(name): name for name in text.tags if key_of(name)}
    names = {
        key: names[key] for key in names.keys() - set(Tag.objects.filter(key__in=names).values_list("key", flat=True))
    }
    if names:
        likes = [tag for _key, tag in Tag.objects.looking_like(names)]
        message = _(
            "There is no tag %s yet, and only authors and editors make new ones. Take it away, or ask one of them."
        )
        message %= ", ".join(f"“{name}”" for name in sorted(names.values()))
        if likes:
            message += " " + _("There is: %s.") % ", ".join(f"“{tag}”" for tag in likes)
        raise Refused(message, code="new_tag", field="tags")


def _would_leave(post: Post, text: Text, by) -> bool:
    """Whether ``text`` takes away what lets ``by`` see ``post``: their own byline, the only one of theirs on it."""
    if permissions.edits_any(by) or any(author.user_id == by.pk for author in text.authors):
        return False
    still_theirs = post.revisions.current().exclude(pk=post.latest_id).filter(bylines__author__user=by)
    never_published = not post.revisions.filter(live_from__isnull=False).exists()
    return not still_theirs.exists() and not (never_published and post.created_by_id == by.pk)


def _resolved(text: Text) -> Text:
    """Return ``text`` with its tags under the names they are kept by."""
    return replace(text, tags=tuple(tag.name for tag in Tag.objects.named(text.tags)))


def _state_after_save(post: Post, by) -> State:
    """What was approved is one exact text: another one is a draft. Who may approve corrects what is in review."""
    state = State(post.open_state or State.DRAFT)
    if state == State.APPROVED or (state == State.IN_REVIEW and not permissions.can_approve(by, post)):
        return State.DRAFT
    return state


def _insert(post: Post, text: Text, *, by, state: State) -> Revision:
    newest = post.revisions.order_by("-number").first()
    post.revisions.open().update(state=State.SUPERSEDED, html="")
    images = markup.images_in(text.body)
    usual = SiteSettings.load().language
    direction = markup.direction_of(text.title, text.body, text.language)
    revision = Revision(
        post=post,
        number=newest.number + 1 if newest else 1,
        base=post.latest,
        state=state,
        created_by=by,
        direction=direction,
        word_count=markup.count_words(text.body),
        excerpt=markup.excerpt(text.body),
        html=markup.render(
            text.body,
            images,
            language=text.language or usual,
            otherwise=usual,
            direction=direction,
            eager=text.cover is None,
        ),
        markup_version=markup.VERSION,
        **{name: getattr(text, name) for name in Text.columns()},
    )
    revision.save(force_insert=True)
    Byline.objects.bulk_create(
        Byline(revision=revision, author=author, position=position, post=post)
        for position, author in enumerate(dict.fromkeys(text.authors))
    )
    _place_tags(revision, text.tags)
    # What lies in the trash counts as well: it may be taken back, and must not be removed for good while it is named.
    placed = Image.objects.filter(pk__in=markup.image_ids(text.body)).values_list("pk", flat=True)
    figures = markup.figures(text.body)
    ImagePlacement.objects.bulk_create(
        ImagePlacement(
            revision=revision,
            image_id=pk,
            inherits_alt=any(number == pk and alt is None for number, alt, _caption in figures),
            inherits_caption=any(number == pk and caption is None for number, _alt, caption in figures),
        )
        for pk in placed
    )
    LinkPlacement.objects.bulk_create(
        LinkPlacement(revision=revision, slug=slug, post=post) for slug in markup.linked_slugs(text.body)
    )
    follow(post, revision)
    return revision


def _place_tags(revision: Revision, names: tuple[str, ...]) -> None:
    """Put the tags with ``names`` on ``revision``, in order."""
    tags = Tag.objects.named(names)
    while _held_synonym(tags):
        tags = Tag.objects.named(names)
    TagPlacement.objects.bulk_create(
        TagPlacement(content_object=revision, tag=tag, post_id=revision.post_id) for tag in tags
    )


def _held_synonym(tags: list[Tag]) -> bool:
    """Keep ``tags`` from being merged until the transaction ends; return whether one has been, since it was found.

    On SQLite nobody writes at the same time. Elsewhere Django’s keys are checked, and lock, only at the end.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        numbers = [tag.pk for tag in tags]
        cursor.execute("SELECT same_as_id FROM blog_tag WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [numbers])
        return any(same_as for (same_as,) in cursor.fetchall())


def restore(revision: Revision, *, by, seen: int) -> Revision:
    """Say again what ``revision`` said, as a new revision on top of the one numbered ``seen``."""
    with transaction.atomic():
        restored = save(revision.post, Text.of(revision), by=by, seen=seen)
        note = _("from number %d") % revision.number
        record(restored.post, Verb.RESTORED, by=by, revision=restored, note=note)
    return restored
