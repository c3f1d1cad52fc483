"""What lists, feeds and links show of posts, read without the models around them."""

import json
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONArray, JSONObject
from django.utils.html import escape
from django.utils.safestring import SafeString

from accounts.slugs import address_of
from blog import kept
from blog.models import Byline, Revision, Tag, TagPlacement
from blog.models.tags import ListOf
from media.models import Image

IN_VIEW = 2  # posts of a list, also on a phone

OF_A_PICTURE = (
    *("original", "recipe", "width", "height", "is_animated", "tone", "focal_x", "focal_y"),
    *("alt", "caption", "credit", "licence", "source_url"),
)
OF_ITS_FILES = ("renditions", "cards")


class Link(NamedTuple):
    """A revision, as far as a link to it says which that is."""

    pk: int
    post_id: int
    slug: str
    title: str
    language: str
    direction: str
    dated_at: datetime | None

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("blog:post", self.slug)


def links(revisions: QuerySet) -> QuerySet:
    """Return ``revisions`` as rows that are a ``Link`` each."""
    return revisions.values_list(*Link._fields)


class Named(NamedTuple):
    """An author or a tag, as far as a link to their page says who that is; the page of a post says more of authors."""

    route: str
    pk: int
    name: str
    slug: str
    key: str = ""  # of a tag
    bio: str = ""
    portrait_json: str | dict | None = None

    @property
    def portrait(self) -> Image | None:
        return _picture_of(self.portrait_json)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of(self.route, self.slug)


def most_often(placements: QuerySet, *, at_least: int = 1) -> QuerySet:
    """Return the tags of ``placements`` that are there ``at_least`` so often, the most frequent first.

    As rows that are a ``Named`` each, but for its route.
    """
    counted = placements.order_by().values("tag_id").annotate(times=Count("pk")).filter(times__gte=at_least)
    # Only those that are left are asked for their names: joined, every placement would be.
    tag = Tag.objects.filter(pk=OuterRef("tag_id")).order_by()
    names = (Subquery(tag.values(name)) for name in ("name", "slug"))
    return counted.order_by("-times", "tag_id").values_list("tag_id", *names)


class Card(NamedTuple):
    """A live revision as a list shows it; feeds show more of it, and its own page most.

    All of it is what the database says, so that two which are equal look the same.
    """

    pk: int
    post_id: int
    slug: str
    title: str
    summary: str
    excerpt: str
    language: str
    direction: str
    word_count: int
    dated_at: datetime
    revised_at: datetime | None
    authors_json: str | None
    tags_json: str | None
    cover_json: str | None
    html: str | None = None
    uid: UUID | None = None
    cover_alt: str | None = None
    cover_caption: str | None = None
    listed: bool = True
    canonical_url: str = ""
    seo_title: str = ""
    seo_description: str = ""

    is_live = True

    def get_absolute_url(self):
        return address_of("blog:post", self.slug)

    @property
    def teaser(self) -> str:
        """As a revision’s."""
        return self.summary or self.excerpt

    @property
    def written_by(self) -> list[Named]:
        """Its authors, in order."""
        return [Named("blog:author", *row) for _place, *row in sorted(json.loads(self.authors_json or "[]"))]

    @property
    def tagged(self) -> list[Named]:
        """Its tags, in order."""
        return [Named("blog:tag", *row) for _place, *row in sorted(json.loads(self.tags_json or "[]"))]

    @property
    def cover(self) -> Image | None:
        """Its picture, which can be shown and not be saved."""
        return _picture_of(self.cover_json)

    @property
    def cover_caption_html(self) -> str | None:
        """As a revision’s."""
        return None if self.cover_caption is None else escape(self.cover_caption)


Shown = Revision | Card  # what the page of a post is made of: for readers a card, at the desk what may be a draft


def columns(entries: QuerySet, via: str = "", *, whole: bool = False, has_page: bool = False) -> QuerySet:
    """Return ``entries``, revisions or what leads to them by its attribute ``via``, as rows that are a ``Card`` each.

    ``whole`` ones bring what feeds show; one that ``has_page`` what that shows as well.
    """
    path = f"{via}__" if via else ""
    first, of_feeds, of_pages = (Card._fields.index(name) for name in ("authors_json", "html", "listed"))
    bylines = Byline.objects.filter(revision=OuterRef(f"{path}pk")).order_by().values("revision")
    tags = TagPlacement.objects.filter(content_object=OuterRef(f"{path}pk")).order_by().values("content_object")
    author = ["position", "author_id", "author__name", "author__slug"]
    if has_page:
        author += [Value(""), "author__bio", _facts_of("author__portrait")]
    more = Card._fields[of_feeds : None if has_page else of_pages] if whole or has_page else ()
    return entries.values_list(
        *(f"{path}{name}" for name in Card._fields[:first]),
        _list_of(bylines, *author),
        _list_of(tags, "pk", "tag_id", "tag__name", "tag__slug", "tag__key"),
        _facts_of(f"{path}cover"),
        *(f"{path}{'post__uid' if name == 'uid' else name}" for name in more),
    )


def _list_of(rows: QuerySet, *columns) -> Subquery:
    """Return the text of the JSON of these columns of ``rows``, in no order; NULL for none."""
    listed = ListOf(JSONArray(*columns), output_field=TextField())
    return Subquery(rows.annotate(listed=listed).values("listed"))


def _facts_of(picture: str) -> Subquery:
    """Return the text of the JSON of what is shown of the picture that this key leads to; NULL for none."""
    facts = {name: name for name in OF_A_PICTURE} | {name: Cast(name, TextField()) for name in OF_ITS_FILES}
    pictures = Image.objects.filter(pk=OuterRef(picture)).order_by()
    return Subquery(pictures.values_list(JSONObject(**facts)), output_field=TextField())


def _picture_of(facts: str | dict | None) -> Image | None:
    """Return the picture that ``_facts_of`` says; within other JSON, SQLite nests what PostgreSQL quotes."""
    if not facts:
        return None
    said = json.loads(facts) if isinstance(facts, str) else facts
    return Image(**said | {name: json.loads(said[name]) for name in OF_ITS_FILES})


def rendered(
    posts: list[Card], *, has_lead: bool = False, of: int | None = None, is_under_picture: bool = False
) -> list[SafeString]:
    """Return each of ``posts`` as a list shows it, in the active language.

    Where it ``has_lead``, the first one leads. ``of`` is the author whose page it is. The picture loads at once that is
    seen first: of the posts in every view, that of the first that has one, where the list is not under a picture.
    """
    pictured = (post.pk for post in posts[:IN_VIEW] if post.cover_json and not is_under_picture)
    hastened = next(pictured, None)
    return [
        kept.rendered(
            "blog/_card.html", post=post, of=of, is_lead=has_lead and not place, is_waited_for=post.pk == hastened
        )
        for place, post in enumerate(posts)
    ]
