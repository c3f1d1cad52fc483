"""Where posts use pictures: in the text of a revision or as its cover. The image library asks."""

from collections import Counter

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.inheriting import AT_ONCE
from blog.models import ImagePlacement, Post, Revision, SiteSettings, State
from media.models import Image
from media.uses import Effect, Source, Use


def find(image: Image, user, most: int) -> list[Use]:
    """Return the revisions that show ``image``, those that count first, then the newest."""
    revisions = _showing(image).annotate(**_taking(image)).select_related("post").defer("body", "html").order_by("-pk")
    current = list(revisions.current()[:most])
    earlier = list(revisions.exclude(pk__in=[revision.pk for revision in current])[: most - len(current)])
    posts = {revision.post_id for revision in current + earlier}
    visible = set(Post.objects.visible_to(user).filter(pk__in=posts).values_list("pk", flat=True))
    return [
        _use(revision, holds=number < len(current), is_visible=revision.post_id in visible)
        for number, revision in enumerate(current + earlier)
    ]


def used() -> Q:
    placed = ImagePlacement.objects.filter(image=OuterRef("pk"))
    return Q(Exists(placed)) | Q(Exists(Revision.objects.filter(cover=OuterRef("pk"))))


def holds(image: Image) -> bool:
    return _showing(image).current().exists()


def _showing(image: Image):
    placed = ImagePlacement.objects.filter(image=image).values("revision")
    return Revision.objects.filter(pk__in=placed.union(Revision.objects.filter(cover=image).values("pk")))


def effects(image: Image) -> dict[str, Effect]:
    """Return how many open, live and scheduled texts take alternative text and caption from ``image``."""
    begun = Q(state=State.PUBLISHED, live_from__lte=timezone.now())
    state = Case(
        When(begun, Value("live")), When(state=State.PUBLISHED, then=Value("scheduled")), default=Value("open")
    )
    texts = _showing(image).current().order_by().annotate(**_taking(image))
    found: dict[str, Counter] = {"alt": Counter(at_once=AT_ONCE), "caption": Counter(at_once=AT_ONCE)}
    for in_state, *takes, texts_counted in texts.values_list(state, *found).annotate(Count("pk")):
        for counter, is_taken in zip(found.values(), takes, strict=True):
            counter[in_state if is_taken else "own"] += texts_counted
    return {name: Effect(**counter) for name, counter in found.items()}


def _taking(image: Image) -> dict[str, Q]:
    """Return, by field, the condition on a revision that it takes the words of ``image`` somewhere."""
    here = ImagePlacement.objects.filter(image=image, revision=OuterRef("pk"))
    return {
        "alt": Q(Exists(here.filter(inherits_alt=True))) | Q(cover=image, cover_alt=None),
        "caption": Q(Exists(here.filter(inherits_caption=True))) | Q(cover=image, cover_caption=None),
    }


def _use(revision: Revision, *, holds: bool, is_visible: bool) -> Use:
    state, label = revision.state, revision.get_state_display()
    if revision.is_live:
        state, label = "live", _("Live")
    elif revision.is_scheduled:
        state, label = "scheduled", _("Scheduled")
    elif state == State.PUBLISHED:
        state, label = State.SUPERSEDED, _("Withdrawn")
    own = frozenset({name for name in ("alt", "caption") if not getattr(revision, name)})
    about = {"state": state, "state_label": label, "holds": holds, "own": own}
    if is_visible:
        address = reverse("admin:blog_post_preview_of", args=[revision.post_id, revision.number])
        if revision.pk == revision.post.latest_id:
            address = reverse("admin:blog_post_change", args=[revision.post_id])
        return Use(revision.title, url=address, detail=_("number %d") % revision.number, **about)
    if revision.is_live:
        return Use(revision.title, url=revision.get_absolute_url(), **about)
    return Use(_("A post that is not yours"), **about)


SOURCE = Source(find=find, used=used, holds=holds, effects=effects)


def find_logo(image: Image, user, most: int) -> list[Use]:
    url = reverse("admin:blog_sitesettings_changelist") if user.has_perm("blog.change_sitesettings") else "/"
    sites = SiteSettings.objects.filter(logo=image)[:most]
    return [Use(str(site), "live", _("Live"), holds=True, url=url, detail=_("logo")) for site in sites]


LOGO = Source(
    find=find_logo,
    used=lambda: Q(Exists(SiteSettings.objects.filter(logo=OuterRef("pk")))),
    holds=lambda image: SiteSettings.objects.filter(logo=image).exists(),
)
