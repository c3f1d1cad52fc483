"""A post’s other languages: in its head, for search engines; under its byline, for readers; in the sitemap."""

from django import template

from blog.cards import Shown
from blog.translations import reading

register = template.Library()


@register.inclusion_tag("translations/_head.html", takes_context=True)
def alternate_links(context, revision: Shown) -> dict:
    versions = [version for version in _versions(context, revision) if version.is_canonical]
    if len(versions) < 2 or revision.canonical_url:
        versions = []
    return {"versions": versions, "default": reading.default_of(versions, context["site"])}


@register.simple_tag(takes_context=True)
def other_versions(context, revision: Shown) -> tuple[reading.Version, ...]:
    return tuple(version for version in _versions(context, revision) if version.post_id != revision.post_id)


@register.simple_tag
def linked_translations(pages: list[dict]) -> dict[int, list[reading.Version]]:
    """Return post → its versions, for those of a sitemap’s ``pages`` that are posts with several."""
    posts = [page["post"] for page in pages if "post" in page]
    return reading.versions_between(min(posts), max(posts)) if posts else {}


@register.filter
def of(versions: dict[int, list[reading.Version]], page: dict) -> list[reading.Version]:
    canonical = [version for version in versions.get(page.get("post"), []) if version.is_canonical]
    return canonical if len(canonical) > 1 else []


def _versions(context, revision: Shown) -> list[reading.Version]:
    """Asked of the database once for the head and the page together."""
    key = "translations", revision.pk
    if key not in context.render_context:
        context.render_context[key] = reading.versions_of(revision, context["site"])
    return context.render_context[key]
