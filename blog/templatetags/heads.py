"""What stands in a page's head for machines: description, canonical address, Open Graph, X card, JSON-LD."""

import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Author
from blog import social
from blog.cards import Shown
from blog.kept import rendered
from blog.structured_data import blog_posting, breadcrumbs, profile, publication

register = template.Library()

# What could end the script element early, or be read as a comment in it.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def list_head(
    context, *, title: str, description: str, image=None, robots: str = "", kind: str = "website"
) -> SafeString:
    """The head of a list. What follows its first page is not for search engines' results: it changes all the time."""
    site = context["site"]
    is_first = context.get("is_first", True)
    before = context["request"].GET.get("before", "")
    return rendered(
        "blog/_head.html",
        site_name=site.name,
        title=str(title),
        description=str(description),
        canonical=context["canonical"] if is_first else f"{context['canonical']}?before={before}",
        robots=str(robots) if is_first else "noindex, follow",
        kind=str(kind),
        image=image.social if image else social.picture_of(None, site),
        image_alt=image.alt if image else site.tagline or site.name,
    )


@register.simple_tag(takes_context=True)
def post_head(context, revision: Shown) -> SafeString:
    image_alt = revision.title  # which a drawn card shows
    if revision.cover:
        image_alt = revision.cover.alt if revision.cover_alt is None else revision.cover_alt
    return rendered(
        "blog/_head.html",
        site_name=context["site"].name,
        title=revision.seo_title or revision.title,
        description=revision.seo_description or revision.teaser,
        canonical=context["canonical"],
        kind="article",
        image=social.picture_of(revision, context["site"]),
        image_alt=image_alt,
        dated_at=revision.dated_at,
        revised_at=revision.revised_at,
        authors=tuple(settings.BYLINE_URL + author.get_absolute_url() for author in revision.written_by),
        tags=tuple(tag.name for tag in revision.tagged),
        json_ld=_script(blog_posting(revision, context["site"], context["canonical"])),
    )


@register.simple_tag(takes_context=True)
def trail(context, *way) -> str:
    """The way from home to this page for search engines: name, address, name, address …"""
    steps = zip(map(str, way[::2]), way[1::2], strict=True)
    return _script(breadcrumbs(context["site"], list(steps)))


@register.simple_tag(takes_context=True)
def post_trail(context, revision: Shown) -> str:
    """The way to a post leads over its first tag."""
    over = [(tag.name, tag.get_absolute_url()) for tag in revision.tagged[:1]]
    return _script(breadcrumbs(context["site"], [*over, (revision.title, revision.get_absolute_url())]))


@register.simple_tag(takes_context=True)
def author_data(context, author: Author) -> str:
    return _script(profile(author, context["site"]))


@register.simple_tag(takes_context=True)
def publication_data(context) -> str:
    return _script(publication(context["site"]))


def _script(data: dict) -> str:
    text = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
