"""Reader pages. They ask for no cookie, no account and no token, so that one copy serves everybody."""

from itertools import starmap

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.encoding import escape_uri_path
from django.utils.http import urlencode

from accounts.models import Author
from accounts.slugs import normal_slug
from blog import counts, letters, snapshots
from blog.cards import Card, Named, Shown, columns, most_often
from blog.models import Address, Byline, Post, Revision, SiteSettings, Tag, TagPlacement
from blog.models.tags import key_of
from blog.paging import of_author, of_tag, page_of
from blog.prepared import prepared
from blog.reading import require_safe
from blog.signals import nothing_found

SUBJECTS_SHOWN = 6
POSTS_ASKED_FOR_SUBJECTS = 50


def show(request, template: str, context: dict, *, site: SiteSettings | None = None, status: int = 200):
    """Render a reader page in the publication's language and time zone."""
    site = site or SiteSettings.load()
    context = {"site": site, "canonical": settings.BYLINE_URL + escape_uri_path(request.path), **context}
    with translation.override(site.language), timezone.override(site.tzinfo):
        response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-cache"  # keep it, but ask each time: nobody is shown a stale page
    return response


def show_list(request, template: str, entries, *of, via: str = "", context: dict):
    """Render a page of those ``entries`` that are live, with a way to the older ones.

    ``entries`` and ``of`` are as ``page_of`` has them.
    """
    site = SiteSettings.load()
    page = page_of(entries, *of, size=site.posts_per_page, before=request.GET.get("before", ""), via=via)
    shown = {"page": page, "is_first": "before" not in request.GET}
    return show(request, template, {**shown, **context}, site=site)


@require_safe
def home(request):
    return show_list(request, "blog/home.html", Revision.objects.listed, context={})


@require_safe
def authors(request):
    """Everybody of whom something is live, by name."""
    return show(request, "blog/authors.html", {"authors": with_live_posts().select_related("portrait")})


def with_live_posts():
    """Return the authors who stand over a live post, each asked for one of theirs."""
    bylines = Byline.objects.filter(author=OuterRef("pk"), live_from__isnull=False)
    return Author.objects.filter(Exists(bylines.live()))


@prepared
def _authors(slug):
    return Author.objects.reached(slug)


@prepared
def _authors_for_page(slug):
    return Author.objects.select_related("portrait").reached(slug)


def author_at(slug: str, find=_authors) -> Author:
    """Return whom readers find at ``slug``, as ``Author.objects.at`` has it. Raises Http404."""
    for found in find(normal_slug(slug)):
        return found
    raise Http404("No author has, or had, this address.")


@require_safe
def author(request, slug):
    """The posts of one author; an earlier address of theirs leads there."""
    who = author_at(slug, _authors_for_page)
    if who.slug != slug:
        return list_moved(request, who.get_absolute_url())
    context = {"author": who, "subjects": subjects_of(who)}
    return show_list(request, "blog/author.html", of_author, who.pk, via="revision", context=context)


def subjects_of(who: Author) -> list[Named]:
    """Return the tags on most of the newest live posts of ``who``, the most used first; none that is there once."""
    return [Named("blog:tag", *row) for row in _subjects_of(who.pk)]


@prepared
def _subjects_of(who):
    bylines = of_author(who).live().newest_first()
    newest = Subquery(bylines.values("revision")[:POSTS_ASKED_FOR_SUBJECTS])
    return most_often(TagPlacement.objects.filter(content_object__in=newest), at_least=2)[:SUBJECTS_SHOWN]


@require_safe
def tags(request):
    """Every tag with live posts, by letter or, with ``?by=weight``, the most used first."""
    site, posts = SiteSettings.load(), counts.by_tag()
    shown = [tag for tag in Tag.objects.filter(same_as=None).only("name", "slug", "key") if posts[tag.pk] > 0]
    for tag in shown:
        tag.posts = posts[tag.pk]
    letters.weigh(shown)
    if request.GET.get("by") == "weight":
        shown.sort(key=lambda tag: (-tag.posts, tag.key))
        return show(request, "blog/tags.html", {"tags": shown, "robots": "noindex, follow"}, site=site)
    by_letter = letters.by_letter(shown, site.language)
    return show(request, "blog/tags.html", {"tags": shown, "letters": by_letter}, site=site)


@prepared
def _tags(slug, key):
    return Tag.objects.reached(slug, key)


@prepared
def _tags_for_page(slug, key):
    return Tag.objects.with_synonyms().annotate(posts=counts.posts_of_tag()).reached(slug, key)


def tag_at(slug: str, find=_tags) -> Tag:
    """Return what readers find at ``slug``, as ``Tag.objects.at`` has it. Raises Http404."""
    wanted = normal_slug(slug)
    for found in find(wanted, key_of(wanted)):
        return seen(found.same_as or found)
    raise Http404("No tag has, or had, this address.")


def seen(tag: Tag) -> Tag:
    """Return ``tag``. Raises Http404 where readers cannot know of it."""
    if not tag.is_seen:
        raise Http404("No post that readers know has this tag.")
    return tag


@require_safe
def tag(request, slug):
    """The posts of one tag; an earlier address of it leads there, and a synonym to the tag it is the same as.

    One whose posts are all gone may have some again: it stays, with its feeds, for who follows it, and search
    engines let go of it meanwhile.
    """
    which = tag_at(slug, _tags_for_page)
    if which.slug != slug:
        return list_moved(request, which.get_absolute_url())
    context = {"tag": which, "robots": "" if which.posts else "noindex, follow"}
    return show_list(request, "blog/tag.html", of_tag, which.pk, via="content_object", context=context)


@require_safe
def post(request, slug):
    """One post, as it is live now; an earlier address of it redirects, a withdrawn one is gone."""
    wanted = normal_slug(slug)
    revision = next(starmap(Card, _live_at(wanted)), None)
    if revision is None:
        address = get_object_or_404(Address.objects.known().select_related("post"), slug=wanted)
        return gone(request, address.post)
    if revision.slug != slug:
        return moved(revision.get_absolute_url())
    return show_post(request, revision)


@prepared
def _live_at(slug):
    at_address = {"post__addresses__slug": slug, "post__addresses__since__lte": snapshots.now()}
    return columns(Revision.objects.live().filter(**at_address), has_page=True)


def show_post(request, revision: Shown):
    """Render ``revision`` as readers see it; also what the desk's preview shows."""
    canonical = revision.canonical_url or settings.BYLINE_URL + (revision.slug and revision.get_absolute_url())
    return show(request, "blog/post.html", {"revision": revision, "canonical": canonical})


def gone(request, withdrawn: Post):
    """A withdrawn post: where an editor sends its readers, else that it was here and is no more."""
    if withdrawn.moved_to:
        return moved(withdrawn.moved_to)
    return elsewhere(request) or show(request, "410.html", {}, status=410)


def not_found(request, exception):
    """Nothing is here, unless a listener knows better."""
    return elsewhere(request) or show(request, "404.html", {}, status=404)


def elsewhere(request) -> HttpResponse | None:
    """Return what a listener says of an address at which no page is, if one knows it."""
    said = (response for _listener, response in nothing_found.send(sender=None, request=request))
    return next((response for response in said if response is not None), None)


def moved(address: str) -> HttpResponse:
    """A permanent redirect that browsers forget soon, because an address can come back."""
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = "max-age=300"
    return response


def list_moved(request, address: str) -> HttpResponse:
    """As ``moved``; whoever asks for an older page of the list is led to that page."""
    before = request.GET.get("before")
    return moved(f"{address}?{urlencode({'before': before})}" if before else address)
