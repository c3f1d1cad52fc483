"""Whether a text is ready for readers: what is looked for, and what of it holds a step back."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog import markup, permissions
from blog.models import Address, Post, Revision, SiteSettings, Tag, Verb
from blog.models.checks import Check, Level
from blog.models.tags import key_of
from blog.workflow.saving import Text
from blog.workflow.steps import Refused, record

# Left by writers for what is “to come”: no English word has these letters, so that it is found again.
TODO = re.compile(r"\bTK(TK)*\b")
VAGUE = {
    *("here", "click here", "this", "this link", "link", "more", "read more", "ici", "aquí"),
    *("hier", "hier klicken", "mehr", "här", "klicka här", "läs mer"),
}
_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_HEADING = re.compile(r"<h([2-4])[ >]")


@dataclass(frozen=True)
class Problem:
    """Something that was found. ``is_block``: nobody goes on with it, unless an editor overrules it."""

    check: Check
    message: str
    is_block: bool


def problems(text: Text) -> list[Problem]:
    """Return what is not ready in ``text``, blocks first, as the publication's settings weigh it."""
    site = SiteSettings.load()
    levels = {check: site.level_of(check) for check in Check}
    found = [
        Problem(check, message, levels[check] == Level.BLOCK)
        for check, message in _findings(text)
        if levels[check] != Level.OFF
    ]
    return sorted(found, key=lambda problem: not problem.is_block)


def refuse_unready(post: Post, revision: Revision, *, by, overrule: str = "") -> None:
    """Raise Refused while something blocks ``revision``; an editor's note ``overrule`` lets it pass, on record."""
    blocks = [problem.message for problem in problems(Text.of(revision)) if problem.is_block]
    if not blocks:
        return
    if overrule.strip() and permissions.edits_any(by):
        record(post, Verb.OVERRULED, by=by, revision=revision, note=f"{overrule.strip()} ({' '.join(blocks)})")
        return
    way_out = (
        _("Mend it, or say in a note why it may pass all the same.")
        if permissions.edits_any(by)
        else _("Mend it, or ask an editor to let it pass.")
    )
    raise Refused(f"{_('Not ready yet:')} {' '.join(blocks)} {way_out}", code="not_ready", field="overrule")


def _findings(text: Text):
    """Yield (check, message) for all that is found."""
    yield from _in_pictures(text)
    for embed, has_caption in markup.embeds_in(text.body):
        if not has_caption:
            yield Check.CAPTION, _("What is shown from %s has no caption.") % embed.service
    yield from _in_headings(text)
    yield from _in_links(text)
    said = " ".join([text.title, text.summary, text.cover_caption or "", markup.plain(text.body)])
    if todo := TODO.search(said):
        before, after = said[: todo.start()].split()[-4:], said[todo.end() :].split()[:4]
        yield Check.TODO, _("“TK” is left in the text: “… %s …”.") % " ".join([*before, todo[0], *after])
    if text.listed and not text.tags:
        yield Check.NO_TAG, _("No tag leads readers to this post.")
    if text.listed and not text.summary.strip():
        yield Check.NO_SUMMARY, _("There is no summary: lists and search engines show the first words.")
    yield from _in_tags(text)


def _in_pictures(text: Text):
    images = markup.images_in(text.body)
    removed = len(set(markup.image_ids(text.body)) - images.keys())
    if removed:
        words = ngettext(
            "%d picture of the text was removed from the library: readers would be told so in its place.",
            "%d pictures of the text were removed from the library: readers would be told so in their place.",
            removed,
        )
        yield Check.REMOVED, words % removed
    shown = [(images[pk], alt, caption) for pk, alt, caption in markup.figures(text.body) if pk in images]
    if text.cover:
        shown.insert(0, (text.cover, text.cover_alt, text.cover_caption))
    for image, alt, caption in shown:
        if not (image.alt if alt is None else alt) and not image.decorative and alt != "":
            yield Check.ALT, _("The picture “%s” has no alternative text for those who cannot see it.") % image
        if not (image.caption if caption is None else strip_tags(caption)).strip():
            yield Check.CAPTION, _("The picture “%s” has no caption.") % image
        if not image.credit:
            yield Check.CREDIT, _("The picture “%s” does not say who made it.") % image


def _in_headings(text: Text):
    above = 1  # the title
    for level in map(int, _HEADING.findall(text.body)):
        if level > above + 1:
            message = _("A heading of level %(level)d follows one of level %(above)d.")
            yield Check.HEADINGS, message % {"level": level, "above": above}
        above = level


def _in_links(text: Text):
    for inner in _LINK.findall(text.body):
        words = " ".join(markup.plain(inner).split())
        if words.casefold().strip(".…:›»→ ") in VAGUE or re.match(r"(https?://|www\.)", words):
            yield Check.LINK_TEXT, _("The link “%s” does not say where it leads.") % words[:60]
    slugs = set(markup.linked_slugs(text.body)) - Address.RESERVED - {text.slug}
    if slugs:
        reached = Q(post__in=Revision.objects.current().filter(live_from__isnull=False).values("post"))
        there = Address.objects.filter(reached | ~Q(post__moved_to=""), slug__in=slugs).values_list("slug", flat=True)
        for slug in sorted(slugs - set(there)):
            yield Check.DEAD_LINK, _("The link to /%s/ leads to no page of this publication.") % slug


def _in_tags(text: Text):
    keys = [key_of(name) for name in text.tags]
    for key, tag in Tag.objects.looking_like(keys):
        message = _("The tag “%(tag)s” looks like “%(like)s”, which is there already.")
        yield Check.LOOK_ALIKE, message % {"tag": text.tags[keys.index(key)], "like": tag.name}
