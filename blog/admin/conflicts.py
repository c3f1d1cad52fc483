"""When somebody else has saved first: both texts, put together where they do not touch, asked where they do."""

from django.contrib import admin
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from blog import comparing, markup
from blog.admin.forms import as_fields, typed_text
from blog.admin.steps import Step
from blog.merging import Choice, Dispute, Merge, merge
from blog.models import Post, Revision
from blog.workflow import Text

# What the page adds to the fields of the form: the button, and the number of their revision.
BUTTON, THEIRS = "_merge", "theirs"
CHOICES = {choice.value: choice for choice in Choice}


def about_text(conflict, data) -> bool:
    """Whether ``conflict`` is about what was typed in ``data``, and not about a decision on the same text."""
    return str(conflict.theirs.number) != data.get("seen")


def compare_page(request, post: Post, theirs: Revision):
    """The page that a second saver gets instead of the form. Everything they sent is in it; 409."""
    merged = _merge(request.POST, post, theirs)
    mine = typed_text(request.POST, post)
    buttons = {step.value for step in Step} | {BUTTON, THEIRS, "csrfmiddlewaretoken"}
    context = {
        **admin.site.each_context(request),
        "title": _("Two texts of “%s”") % post,
        "post": post,
        "who": theirs.created_by or _("Somebody"),
        "theirs": theirs,
        "sent": [(name, value) for name, values in request.POST.lists() if name not in buttons for value in values],
        "parts": list(_parts(merged)),
        "asked": len(merged.disputes),
        "my_fields": comparing.differing_fields(_base(request.POST, post), mine),
        "their_fields": comparing.differing_fields(_base(request.POST, post), Text.of(theirs)),
        "differences": comparing.passages(Text.of(theirs).body, mine.body),
    }
    return TemplateResponse(request, "admin/blog/post/conflict.html", context, status=409)


def settled(data: QueryDict, post: Post) -> QueryDict:
    """Return what was sent from the compare page as the form would send it: the texts put together, as chosen."""
    number = data.get(THEIRS, "")
    theirs = post.revisions.filter(number=number).first() if number.isdecimal() and len(number) < 9 else None
    data = data.copy()
    if theirs is not None:
        merged = _merge(data, post, theirs)
        chosen = [data.get(f"choice-{place}", "") for place, _dispute in enumerate(merged.disputes)]
        text = merged.settled([CHOICES.get(choice, Choice.MINE) for choice in chosen])
        for name, values in as_fields(text).items():
            data.setlist(name, values)
        if not text.listed:
            data.pop("listed", None)
        data["seen"] = str(theirs.number)
    return data


def _merge(data: QueryDict, post: Post, theirs: Revision) -> Merge:
    return merge(_base(data, post), typed_text(data, post), Text.of(theirs))


def _base(data: QueryDict, post: Post) -> Text:
    """Return what both started from; without one, nothing of either is taken for old."""
    seen = data.get("seen", "")
    base = post.revisions.filter(number=seen).first() if seen.isdecimal() and len(seen) < 9 else None
    return Text.of(base) if base else Text(title="")


def _parts(merged: Merge):
    """Yield what the page shows of ``merged``, in order: fields that are asked about, then the body."""
    place = 0
    for dispute in merged.fields:
        yield {
            "place": place,
            "label": comparing.label(dispute.field),
            "mine": comparing.shown(dispute.mine) or _("(empty)"),
            "theirs": comparing.shown(dispute.theirs) or _("(empty)"),
        }
        place += 1
    agreed: list[str] = []
    for part in merged.body:
        if not isinstance(part, Dispute):
            agreed.append(part)
            continue
        yield from _agreed(agreed)
        agreed = []
        yield {
            "place": place,
            "label": _("Text"),
            "mine": _rendered(part.mine) or _("(taken out)"),
            "theirs": _rendered(part.theirs) or _("(taken out)"),
            "both": bool(part.mine and part.theirs),
        }
        place += 1
    yield from _agreed(agreed)


def _agreed(blocks: list[str]):
    if blocks:
        yield {"agreed": [_rendered(block) for block in blocks]}


def _rendered(body: str):
    return mark_safe(markup.without_contents(markup.render(body)))  # noqa: S308 (rendered from clean markup)
