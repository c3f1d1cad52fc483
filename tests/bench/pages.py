"""Every list of the publication, each as a page somebody asks for, and the budget it is held to."""

from dataclasses import dataclass

from django.db.models import Count

from blog.models import LinkPlacement, Revision, Tag
from blog.paging import cursor
from blog.redirects.models import Redirect
from media.models import Image


@dataclass(frozen=True)
class Budget:
    """``growth`` is how often as much a page may cost among many posts as among few; ``bare``: as an empty view."""

    growth: float
    bare: float | None = None

    def __str__(self):
        return f"≤ {self.growth}" + (f", ≤ {self.bare:.0f} bare" if self.bare else "")

    def is_kept(self, growth: float, bare: float) -> bool:
        return growth <= self.growth and (self.bare is None or bare <= self.bare)


LIST = Budget(1.3)
PAGE = Budget(1.3, bare=14)
POST = Budget(1.3, bare=9)
FEED = Budget(1.3, bare=10)
SEARCH = Budget(4, bare=40)
DESK_SEARCH = Budget(4)
FILLING = Budget(4)  # what among few posts has not so many entries yet as it shows, counts or looks at, at most


@dataclass(frozen=True)
class Page:
    """``who`` asks: a role at the desk; a reader where it is none."""

    name: str
    address: str
    budget: Budget = LIST
    who: str = ""
    status: int = 200


def all_pages(posts: int, people, tags, picture: Image, cast: dict, *, with_search: bool) -> list[Page]:
    oldest_first = Revision.objects.live().order_by("dated_at")
    deep, middle = oldest_first[posts // 20], oldest_first[posts // 2]
    searches = _search(tags, deep) if with_search else ()
    return [
        *_lists(people, tags, deep, middle, cast["key"]),
        *_desk(people, tags, deep),
        *_care(tags, cast),
        *_library(posts, picture),
        *searches,
    ]


def _lists(people, tags, deep, middle, key):
    before, half = (cursor(revision.dated_at, revision.post_id) for revision in (deep, middle))
    biggest, beside, apart = (tag.slug for tag in tags[:3])
    author = people[0].slug
    links = LinkPlacement.objects.values("slug").annotate(links=Count("pk")).order_by("-links")
    yield Page("home", "/", PAGE)
    yield Page("home, its last twentieth", f"/?before={before}", PAGE)
    yield Page("biggest tag", f"/tags/{biggest}/", PAGE)
    yield Page("biggest tag, its last twentieth", f"/tags/{biggest}/?before={before}", PAGE)
    yield Page("two tags, often together", f"/tags/{biggest}+{beside}/", PAGE)
    yield Page("two tags, never together", f"/tags/{biggest}+{apart}/", FILLING)
    yield Page("one tag without another", f"/tags/{beside}+!{biggest}/", FILLING)
    yield Page("a rare tag with the biggest", f"/tags/{biggest}+{_rare().slug}/", FILLING)
    yield Page("author", f"/authors/{author}/", PAGE)
    yield Page("author, the last half", f"/authors/{author}/?before={half}", PAGE)
    yield Page("authors", "/authors/")
    yield Page("post", f"/{deep.slug}/", POST)
    yield Page("post, much linked to", f"/{links[0]['slug']}/", POST)
    yield Page("post, of a series", f"/{_of_series().slug}/", POST)
    yield Page("2,000 tags", "/tags/", FILLING)
    yield Page("archive", "/archive/", PAGE)
    yield Page("archive, a year", f"/archive/{deep.dated_at:%Y}/", PAGE)
    yield Page("archive, a month", f"/archive/{deep.dated_at:%Y/%m}/", PAGE)
    yield Page("all series", "/series/")
    yield Page("series", "/series/series-1/")
    yield Page("feed", "/feed.atom", FEED)
    yield Page("feed, its last twentieth", f"/feed.atom?before={before}", FEED)
    yield Page("feed of the biggest tag", f"/tags/{biggest}/feed.xml", FEED)
    yield Page("feed of two tags", f"/tags/{biggest}+{beside}/feed.xml", FEED)
    yield Page("feed of an author", f"/authors/{author}/feed.json", FEED)
    yield Page("feed of a series", "/series/series-1/feed.xml", FEED)
    yield Page("feed of the calendar", f"/planning/{key}.ics", FILLING)
    yield Page("sitemap, its parts", "/sitemap.xml", FILLING)
    yield Page("sitemap of lists", "/sitemap/lists.xml", FILLING)
    yield Page("sitemap of posts, a part", "/sitemap/posts-0.xml", FILLING)
    yield Page("an address of an earlier site", Redirect.objects.order_by("pk")[0].path, status=301)
    yield Page("an address of nothing", "/nothing-is-here/", status=404)


def _rare() -> Tag:
    return Tag.objects.filter(count__posts__gt=0).order_by("count__posts", "pk")[0]


def _of_series() -> Revision:
    return Revision.objects.live().filter(post__part__isnull=False).order_by("pk").first()


def _desk(people, tags, deep):
    listed = "/admin/blog/post/"
    yield Page("desk: first page", "/admin/", who="editor")
    yield Page("desk: list", listed, who="editor")
    yield Page("desk: list of drafts", f"{listed}?state=draft", who="editor")
    yield Page("desk: list of live posts", f"{listed}?state=live", who="editor")
    yield Page("desk: list of scheduled posts", f"{listed}?state=scheduled", FILLING, who="editor")
    yield Page("desk: list of the trash", f"{listed}?state=trash", who="editor")
    yield Page("desk: list of an author", f"{listed}?author={people[0].pk}", who="editor")
    yield Page("desk: list of the biggest tag", f"{listed}?tag={tags[0].pk}", who="editor")
    yield Page("desk: list of a rare tag", f"{listed}?tag={_rare().pk}", FILLING, who="editor")
    yield Page("desk: list of a month", f"{listed}?month={deep.dated_at:%Y-%m}", FILLING, who="editor")
    yield Page("desk: list, its tenth page", f"{listed}?p=10", who="editor")
    yield Page("desk: list of a writer", listed, FILLING, who="author")
    yield Page("desk: first page of a writer", "/admin/", who="author")
    yield Page("desk: form", f"{listed}{deep.post_id}/change/", who="editor")
    yield Page("desk: history", f"{listed}{deep.post_id}/history/", who="editor")
    yield Page("desk: notes on a post", f"/admin/discussion/{deep.post_id}/", who="editor")
    yield Page("desk: calendar", "/admin/planning/", FILLING, who="editor")
    yield Page("desk: calendar of a writer", "/admin/planning/", FILLING, who="author")
    yield Page("desk: notices", "/admin/notices/", who="editor")
    yield Page("desk: authors suggested", f"{listed}suggest/authors/?q=auth", who="editor")
    yield Page("desk: tags suggested", f"{listed}suggest/tags/?q=tag", who="editor")


def _care(tags, cast):
    """The desk's other lists: Django's own, of what an editor or an administrator cares for."""
    yield Page("tags", "/admin/blog/tag/", who="editor")
    yield Page("tags, unused", "/admin/blog/tag/?use=unused", who="editor")
    yield Page("tags, hardly used", "/admin/blog/tag/?use=rare", who="editor")
    yield Page("tags, search", "/admin/blog/tag/?q=tag+19", who="editor")
    yield Page("tags that look alike", "/admin/blog/tag/look-alikes/", who="editor")
    yield Page("a tag", f"/admin/blog/tag/{tags[0].pk}/change/", who="editor")
    yield Page("redirects", "/admin/redirects/redirect/", who="editor")
    yield Page("redirects, search", "/admin/redirects/redirect/?q=20", who="editor")
    yield Page("series at the desk", "/admin/series/series/", who="editor")
    yield Page("a series at the desk", f"/admin/series/series/{cast['series'].pk}/change/", who="editor")
    yield Page("authors at the desk", "/admin/accounts/author/", who="editor")
    yield Page("audit log", "/admin/accounts/auditentry/", who="administrator")
    yield Page("audit log, of a person", f"/admin/accounts/auditentry/?person={cast['editor'].pk}", who="administrator")
    yield Page("audit log, one kind", "/admin/accounts/auditentry/?verb__exact=signed_in", who="administrator")
    yield Page("people", "/admin/accounts/user/", who="administrator")
    yield Page("invitations", "/admin/accounts/invitation/", who="administrator")


def _library(posts, picture):
    every = "/admin/media/image/"
    last = Image.objects.order_by("uploaded_at")[posts // 20]
    place = f"{last.uploaded_at:%Y-%m-%dT%H:%M:%S}Z_{last.pk}"
    yield Page("library", every, who="editor")
    yield Page("library, its last twentieth", f"{every}?before={place}", who="editor")
    yield Page("library: a person’s", f"{every}?by={picture.uploaded_by_id}", who="editor")
    yield Page("library: a month", f"{every}?month={picture.uploaded_at:%Y-%m}", who="editor")
    yield Page("library: not used", f"{every}?use=unused", who="editor")
    yield Page("library: without text", f"{every}?missing=alt", who="editor")
    yield Page("library: a picture, where used", f"{every}{picture.pk}/change/", who="editor")
    yield Page("library: chooser", f"{every}choose/", who="editor")
    yield Page("library: one word of all", f"{every}?q=harbour", DESK_SEARCH, who="editor")
    yield Page("library: two words of one", f"{every}?q=img+{posts // 2}", DESK_SEARCH, who="editor")
    yield Page("library: chooser, search", f"{every}choose/?q=harbour+boats", DESK_SEARCH, who="editor")


def _search(tags, deep):
    word_of_one = deep.slug.removeprefix("post-")
    asked = {
        "a word of all": "?q=ordinary",
        "two words of all, newest": "?q=ordinary+length&order=newest",
        "a phrase of all": "?q=%22ordinary+length%22",
        "a word of one": f"?q={word_of_one}",
        "a word of all, a word of one": f"?q=ordinary+{word_of_one}",
        "a word of none": "?q=xylophone",
        "a word of all but another": "?q=ordinary+-length",
        "what begins a word of all": "?q=ordi*",
        "more of a word of all": "?q=ordina*",
        "narrowed to biggest tag": f"?q=ordinary&tag={tags[0].slug}",
        "narrowed to a rare tag": f"?q=ordinary&tag={_rare().slug}",
        "narrowed to a year": f"?q=ordinary&year={deep.dated_at:%Y}",
        "a mistyped word": "?q=ordinaryy+lentgh",
        "suggestions": "suggest/?q=pos",
        "feed": "feed.atom?q=ordinary",
    }
    for what, address in asked.items():
        yield Page(f"search, {what}", f"/search/{address}", SEARCH)
    yield Page("desk: search", "/admin/blog/post/?q=ordinary", DESK_SEARCH, who="editor")
    yield Page("desk: search of a writer", "/admin/blog/post/?q=ordinary", DESK_SEARCH, who="author")
