"""Sends the card of a live post or the publication. Only what a page names at this moment is drawn, and that once."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from blog.models import Revision, SiteSettings
from blog.reading import require_safe
from blog.socialcards import cards

YEAR = 365 * 24 * 3600  # seconds


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def social_card(request, number, digest):
    """The card that a post has now; any other, an earlier one and one still to come, is a wrong address."""
    words = _words(int(number))
    if words is None or words.digest != digest:
        raise Http404("No page has this card.")
    response = HttpResponse(cards.fetch(int(number), words), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _words(number: int) -> cards.Words | None:
    site = SiteSettings.load()
    if number == cards.PUBLICATION:
        return cards.words_of(None, site)
    revision = Revision.objects.live().filter(post=number).for_page().first()
    return cards.words_of(revision, site) if revision and not revision.cover else None
