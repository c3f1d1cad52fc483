"""What texts take from the library and the settings, and giving them new HTML when it changes: so many at once."""

from django.db import transaction
from django.db.models import Q

from blog import markup
from blog.models import Revision, SiteSettings
from blog.spoken import LANGUAGES
from media.models import Image

# A picture may stand in ten thousand texts. Whoever changes its caption waits for as many as this: about a second.
AT_ONCE = 200

# The fields of an image that a text may have words of its own for, and which placements then follow the library's.
FOLLOWS = {
    "alt": Q(image_placements__inherits_alt=True),
    "decorative": Q(image_placements__inherits_alt=True),
    "caption": Q(image_placements__inherits_caption=True),
}


def following(image: Image, changed: list[str] | None):
    """Return the revisions whose HTML is another one when ``image`` changes in these fields (None: in any)."""
    concerned = Q()
    if changed is not None and set(changed) <= FOLLOWS.keys():
        for name in changed:
            concerned |= FOLLOWS[name]
    return Revision.objects.filter(concerned, image_placements__image=image)


def without_language():
    """Return the revisions around which our words are in whatever language the publication is in."""
    return Revision.objects.exclude(language__in=LANGUAGES).exclude(html="")


def render_newest(texts) -> bool:
    """Render ``texts`` anew, live ones first, then what is open or scheduled, the newest of each first.

    Returns whether that were too many, and the rest is left.
    """
    numbers: dict[int, None] = {}
    for some in (texts.live(), texts.current(), texts):
        numbers |= dict.fromkeys(some.order_by("-pk").values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(numbers) > AT_ONCE:
            break
    render(Revision.objects.filter(pk__in=list(numbers)[:AT_ONCE]))
    return len(numbers) > AT_ONCE


@transaction.atomic
def render(texts) -> None:
    """Render ``texts`` anew, one after another; ``body`` stays as it is."""
    language = SiteSettings.load().language
    # In one order, so that two changes at once wait for one another rather than for ever.
    for revision in texts.exclude(html="").order_by("pk").select_for_update(of=("self",)).iterator(chunk_size=20):
        markup.render_revision(revision, language=language)
