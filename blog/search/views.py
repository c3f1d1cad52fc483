"""The search page of readers, its suggestions while they type, its feeds, and what tells a browser of it."""

from dataclasses import dataclass
from itertools import starmap

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Author
from blog import counts, feed_formats, feeds, letters
from blog.cards import Card, Link, columns, links
from blog.models import Revision, SiteSettings, Tag
from blog.paging import Page
from blog.reading import require_safe
from blog.search import asking, guessing, naming, query, results
from blog.views import show

MOST_SUGGESTED = 6
MOST_COMMON = 12  # tags that a page without a question offers
MOST_LED_TO = 3
KINDS = {Author: "author", Tag: "tag", Link: "post"}
NARROWED_BY = ("tag", "author", "year")


@dataclass(frozen=True)
class Question:
    """What an address asks: words, and what the results are narrowed down by."""

    query: query.Query
    languages: set[str]
    chosen: dict[str, str]
    narrowing: asking.Narrowing
    narrowed_by: tuple[str, ...]  # names of what is chosen

    @property
    def title(self) -> str:
        """What it is called: “night (cities, 2026)”."""
        return self.query.text + (f" ({', '.join(self.narrowed_by)})" if self.narrowed_by else "")

    @property
    def parameters(self) -> dict[str, str]:
        return {"q": self.query.text} | self.chosen


def _question(request, site: SiteSettings) -> Question:
    spoken, is_waiting = asking.languages_and_waiting(site)
    chosen = {name: value[:200] for name in NARROWED_BY if (value := request.GET.get(name, ""))}
    marks, names = [], dict(chosen)
    for name, model in (("tag", Tag), ("author", Author)):
        if slug := chosen.get(name):
            one = _at(model, slug)
            marks.append(f"{name[0]}{one.pk if one else 0}")
            names[name] = str(one or slug)
    bounds = results.year_bounds(chosen["year"], site) if "year" in chosen else None
    if bounds is None:
        chosen.pop("year", None)
        names.pop("year", None)
    narrowing = asking.Narrowing(tuple(marks), *(bounds or (None, None)), is_waiting)
    return Question(query.parse(request.GET.get("q", ""), spoken), spoken, chosen, narrowing, tuple(names.values()))


def _at(model: type[Author] | type[Tag], slug: str) -> Author | Tag | None:
    """Return whom or what its page shows there; None where none is, as far as readers know."""
    try:
        one = model.objects.at(slug)
    except model.DoesNotExist:
        return None
    return one if model is Author or one.is_seen else None


@require_safe
def search(request):
    """What is asked, found: the best first, or the newest. Without a question, a place to ask."""
    site = SiteSettings.load()
    question = _question(request, site)
    is_newest = request.GET.get("order") == "newest"
    find = asking.live if is_newest else asking.best_first
    found = find(question.query, question.narrowing)
    page = _page(request.GET.get("page", "1"), len(found))
    named = [] if question.chosen else naming.called(question.query.text, is_typing=not found)[:MOST_LED_TO]
    better = None
    if question.query and not question.chosen and not found and not named:
        better = guessing.better(question.query, question.languages)
    context = {
        "asked": request.GET.get("q", "")[: query.LONGEST],
        "question": question,
        "feed_query": _encoded(question.parameters),
        "shown": found and _shown(found, question, site, page),
        "is_newest": is_newest,
        "better": better,
        "people": [each for each in named if isinstance(each, Author)],
        "tags": [each for each in named if isinstance(each, Tag)],
        "is_first": True,
    }
    if context["asked"] or question.chosen:
        context["is_answer"] = True  # one of endlessly many, and no result for a search engine
    else:
        context["common"] = _common_tags()
    return show(request, "search/search.html", context, site=site)


def _common_tags() -> list[Tag]:
    """The tags that most live posts carry, the most used first."""
    posts = {pk: number for pk, number in counts.by_tag().most_common(MOST_COMMON) if number > 0}
    tags = sorted(Tag.objects.filter(pk__in=posts), key=lambda tag: (-posts[tag.pk], tag.key))
    for tag in tags:
        tag.posts = posts[tag.pk]
    letters.weigh(tags)
    return tags


def _shown(found: list[asking.Found], question: Question, site: SiteSettings, page: int) -> results.Results:
    narrowed = {"marks": question.narrowing.marks, "year": question.chosen.get("year")}
    return results.show(found, question.query, site, page=page, **narrowed)


def _page(number: str, found: int) -> int:
    """Return which page of so many results is asked for; 1 for what is no page."""
    last = max(1, -(-min(found, results.MOST_COUNTED) // results.PER_PAGE))
    return min(int(number[:6]), last) if number.isascii() and number.isdecimal() and int(number[:6]) else 1


@require_safe
def suggest(request):
    """Authors and tags whose name begins like what is being typed, and titles that say it, of what is live. JSON."""
    asked = query.parse(request.GET.get("q", ""), set(), is_typing=True)
    found = asking.live(asked.literal(), most=MOST_SUGGESTED, in_titles=True)
    live = links(Revision.objects.live().filter(pk__in=[each.revision_id for each in found]))
    posts = {post.pk: post for post in starmap(Link, live)}
    named = sorted(naming.called(asked.text, is_typing=True)[:MOST_SUGGESTED], key=lambda each: isinstance(each, Tag))
    suggested = [*named, *(posts[each.revision_id] for each in found if each.revision_id in posts)]
    suggestions = [
        {"label": str(each), "url": each.get_absolute_url(), "kind": KINDS[type(each)]} for each in suggested
    ]
    response = JsonResponse({"suggestions": suggestions})
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def feed(request, format):
    """The newest posts that a search finds, whole."""
    site = SiteSettings.load()
    question = _question(request, site)
    if not question.query:
        raise Http404("A feed of a search needs words to search for.")
    before = _before(request.GET.get("before"))
    found = asking.live(question.query, question.narrowing, most=feeds.POSTS + 1, **before)
    kept = [each.revision_id for each in found[: feeds.POSTS]]
    live = columns(Revision.objects.live().listed().filter(pk__in=kept), whole=True)
    posts = {post.pk: post for post in starmap(Card, live)}
    older = str(found[feeds.POSTS - 1].place) if len(found) > feeds.POSTS else None
    shown = Page([posts[pk] for pk in kept if pk in posts], older)
    address = f"{reverse('blog:search')}?{_encoded(question.parameters)}"
    title = f"{site.name}: {question.title}"
    return feeds.answer(request, format, feeds.Channel(site, title, "", address, shown, question.parameters))


def _before(place: str | None) -> dict[str, int]:
    if place is None:
        return {}
    if not (place.isascii() and place.isdecimal() and len(place) < 20):
        raise Http404("No list ends there.")
    return {"before": int(place)}


def _encoded(parameters: dict[str, str]) -> str:
    asked = QueryDict(mutable=True)
    asked.update(parameters)
    return asked.urlencode()


@require_safe
def opensearch(request):
    """How a browser searches here from its address bar (OpenSearch 1.1)."""
    site = SiteSettings.load()
    with override(site.language):
        named = {"name": feed_formats.writable(site.name), "base": settings.BYLINE_URL}
        xml = render_to_string("search/opensearch.xml", named)
    return HttpResponse(xml, content_type="application/opensearchdescription+xml")
