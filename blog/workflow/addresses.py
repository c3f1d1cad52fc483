"""Which post holds which address. A draft reserves nothing: an address is taken when its post is published."""

from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.slugs import free_slug, normal_slug
from blog import permissions
from blog.models import Address, Post, Revision
from blog.workflow.steps import Refused


def refuse_unusable(slug: str, post: Post, *, by) -> None:
    """Raise Refused, beside the field, when ``post`` cannot have the address ``slug``."""
    if slug in Address.RESERVED:
        message = _("/%s/ is a page of the publication itself. Choose another address.") % slug
        raise Refused(message, code="address_reserved", field="slug")
    held = Address.objects.filter(slug=slug).exclude(post=post).select_related("post__latest").first()
    if held and not _may_take_over(held, by):
        message = _("“%(post)s” is at /%(slug)s/ already. Choose another address.")
        raise Refused(message % {"post": held.post, "slug": slug}, code="address_taken", field="slug")


def _may_take_over(held: Address, by) -> bool:
    """An editor may, once the post that holds the address is read at another one."""
    now_at = set(held.post.revisions.current().values_list("slug", flat=True))
    return permissions.edits_any(by) and bool(now_at) and held.slug not in now_at


def choose(revision: Revision) -> str:
    """Return the address ``revision`` asks for, or a free one made from its title."""
    if revision.slug:
        return revision.slug
    wish = normal_slug(slugify(revision.title, allow_unicode=True))[:180].strip("-_") or f"post-{revision.post_id}"
    return free_slug(wish, Address.objects.exclude(post=revision.post_id), never=Address.RESERVED)


def hold(revision: Revision, *, by, at: datetime) -> None:
    """Give ``revision.post`` the address it asks for, known to readers from ``at``."""
    refuse_unusable(revision.slug, revision.post, by=by)
    address, made = Address.objects.get_or_create(slug=revision.slug, defaults={"post": revision.post, "since": at})
    if address.post_id != revision.post_id:
        # Either taken over with refuse_unusable's leave, or taken by somebody in this very moment.
        refuse_unusable(revision.slug, revision.post, by=by)
        address.post, address.since = revision.post, at
    if not made:
        address.since = min(address.since, at)
        address.save()


def drop_unborn(post: Post) -> None:
    """Let go of addresses of ``post`` that readers have never known and that nothing scheduled will need."""
    needed = post.revisions.current().filter(live_from__isnull=False).values("slug")
    post.addresses.filter(since__gt=timezone.now()).exclude(slug__in=needed).delete()
