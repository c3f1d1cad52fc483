"""Where a post can be passed on to, as plain links."""

from urllib.parse import quote

from django import template
from django.conf import settings

from blog.cards import Shown

register = template.Library()


@register.inclusion_tag("sharing/_links.html")
def share_links(revision: Shown, mark: str = "") -> dict:
    """What is not live, or stands in no list, is not passed on."""
    if not (revision.listed and revision.is_live):
        return {}
    address = settings.BYLINE_URL + revision.get_absolute_url()
    title, both, alone = (quote(words, safe="") for words in (revision.title, f"{revision.title} {address}", address))
    places = {
        "Mastodon": f"https://share.joinmastodon.org/#text={both}",
        "Bluesky": f"https://bsky.app/intent/compose?text={both}",
        "LinkedIn": f"https://www.linkedin.com/sharing/share-offsite/?url={alone}",
    }
    return {
        "address": address,
        "mark": mark,
        "title": revision.title,
        "mail": f"mailto:?subject={title}&body={alone}",
        "places": places.items(),
    }
