"""Saying that one post is a translation of another, and taking it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from blog import permissions
from blog.models import Post, SiteSettings
from blog.translations.models import Translation
from blog.workflow import Refused


def original_of(post: Post) -> Post | None:
    """Return what ``post`` is a translation of."""
    row = Translation.objects.filter(post=post).exclude(original=post).select_related("original").first()
    return row and row.original


def translations_of(post: Post) -> list[Post]:
    return list(Post.objects.filter(translation__original=post).exclude(pk=post.pk).select_related("latest"))


@transaction.atomic
def link(post: Post, original: Post | None, *, by) -> None:
    """Make ``post`` a translation of ``original``, or of nothing.

    What ``original`` is itself a translation of stands for it. Raises Refused when ``by`` may not arrange both, when
    the languages do not differ, or when ``post`` has translations of its own.
    """
    before = original_of(post)
    if original == before:
        return
    if not permissions.can_arrange(by, post):
        raise _refused(_("You may not change what “%s” is a translation of.") % post, "not_allowed")
    if before:
        _unlink(post, before)
    if original:
        original = _locked(original_of(original) or original)
        _refuse_unfit(post, original, by)
        Translation.objects.get_or_create(post=original, defaults={"original": original})
        Translation.objects.create(post=post, original=original)


def _locked(post: Post) -> Post:
    return Post.objects.select_for_update().get(pk=post.pk)


def _refuse_unfit(post: Post, original: Post, by) -> None:
    if post == original:
        raise _refused(_("A post is no translation of itself."), "itself")
    if not permissions.can_arrange(by, original):
        message = _("You may not link “%s”, which is not yours. Ask an editor to do it.")
        raise _refused(message % original, "not_allowed")
    if translations_of(post):
        message = _("“%s” has translations of its own. Make each of them a translation of the other original first.")
        raise _refused(message % post, "has_translations")
    site = SiteSettings.load()
    language = post.latest.language or site.language
    for other in [original, *translations_of(original)]:
        if (other.latest.language or site.language) == language:
            message = _(
                "“%(other)s” is in the same language (%(language)s). "
                "Say which language this post is in, under “Address and language”."
            )
            raise _refused(message % {"other": other, "language": language}, "same_language")


def _unlink(post: Post, original: Post) -> None:
    Translation.objects.get(post=post).delete()
    if not translations_of(original):
        Translation.objects.get(post=original).delete()


def _refused(message: str, code: str) -> Refused:
    return Refused(message, code=code, field="translation_of")
