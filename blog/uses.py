"""Where posts use pictures: in the text of a revision or as its cover. The image library asks."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.models import ImagePlacement, Post, Revision, SiteSettings, State
from media.models import Image
from media.uses import Source, Use


def find(image: Image, user, most: int) -> list[Use]:
    """Return the revisions that show ``image``, those that count first, then the newest."""
    revisions = _showing(image).select_related("post").defer("body", "html").order_by("-pk")
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


def _use(revision: Revision, *, holds: bool, is_visible: bool) -> Use:
    state, label = revision.state, revision.get_state_display()
    if revision.is_live:
        state, label = "live", _("Live")
    elif revision.is_scheduled:
        state, label = "scheduled", _("Scheduled")
    elif state == State.PUBLISHED:
        state, label = State.SUPERSEDED, _("Withdrawn")
    about = {"state": state, "state_label": label, "holds": holds}
    if is_visible:
        address = reverse("admin:blog_post_preview_of", args=[revision.post_id, revision.number])
        if revision.pk == revision.post.latest_id:
            address = reverse("admin:blog_post_change", args=[revision.post_id])
        return Use(revision.title, url=address, detail=_("number %d") % revision.number, **about)
    if revision.is_live:
        return Use(revision.title, url=revision.get_absolute_url(), **about)
    return Use(_("A post that is not yours"), **about)


SOURCE = Source(find=find, used=used, holds=holds)


def find_logo(image: Image, user, most: int) -> list[Use]:
    url = reverse("admin:blog_sitesettings_changelist") if user.has_perm("blog.change_sitesettings") else "/"
    sites = SiteSettings.objects.filter(logo=image)[:most]
    return [Use(str(site), "live", _("Live"), holds=True, url=url, detail=_("logo")) for site in sites]


LOGO = Source(
    find=find_logo,
    used=lambda: Q(Exists(SiteSettings.objects.filter(logo=OuterRef("pk")))),
    holds=lambda image: SiteSettings.objects.filter(logo=image).exists(),
)
