"""Sends the card of a live post. Only what a page of ours names at this moment is drawn, and that once."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from blog.models import Revision, SiteSettings
from blog.socialcards import cards

YEAR = 365 * 24 * 3600  # seconds


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def social_card(request, post, digest):
    """The card that ``post`` has now; any other, an earlier one and one still to come, is a wrong address."""
    revision = Revision.objects.live().filter(post=post).for_page().first()
    words = revision and not revision.cover and cards.words_of(revision, SiteSettings.load())
    if not words or words.digest != digest:
        raise Http404("No post has this card.")
    response = HttpResponse(cards.fetch(revision.post_id, words), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response
