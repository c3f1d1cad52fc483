"""The calendar at the desk: a month, a day, the planning of one piece, and the key to the feed."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog import permissions
from blog.admin.situation import chips
from blog.models import Post
from blog.planning.days import day_of, last_of, weeks_of, zone_between
from blog.planning.entries import Day, days_between, pieces, shelf_of, with_authors
from blog.planning.forms import MoveForm, PlanForm, ShelfForm
from blog.planning.models import FeedKey, Plan

MOST_A_DAY = 8
MOST_ON_A_PAGE = 200


def month(request, year=None, month=None):
    """A month of the calendar, with the shelf of pieces that have no day beside it."""
    today = timezone.localdate()
    first = today.replace(day=1) if year is None else day_of(year, month)
    posts = pieces(request.user, mine=_wants_mine(request))
    days = _days(request, posts, first, last_of(first), most=MOST_A_DAY)
    shelf, shelf_goes_on = shelf_of(posts, before=request.GET.get("shelf", ""))
    movable = [
        (entry.revision_id, entry.title, entry.at)
        for _date, day in sorted(days.items())
        for entry in day.entries
        if entry.can_move
    ]
    plan_form = ShelfForm(_sent(request, "_plan"), prefix="plan", posts=posts, shelf=shelf, by=request.user)
    move_form = MoveForm(_sent(request, "_move"), prefix="move", posts=posts, choices=movable)
    day = _do(request, plan_form, move_form)
    if day:
        return HttpResponseRedirect(_month_address(day) + _query(request))
    context = {
        "month": first,
        "previous": first - timedelta(days=1),
        "next": last_of(first) + timedelta(days=1),
        "weeks": [[days.get(day, Day(day)) for day in week] for week in weeks_of(first)],
        "weekdays": weeks_of(first)[0],
        "is_empty": not days,
        "zone": zone_between(first, last_of(first)),
        "shelf": shelf,
        "shelf_goes_on": shelf_goes_on,
        "plan_form": plan_form,
        "move_form": move_form if movable or move_form.is_bound else None,
        "feed_key": FeedKey.objects.filter(user=request.user).first(),
    }
    return _page(request, "planning/month.html", date_format(first, "F Y"), context)


def day(request, year, month, day):
    """All entries of one day."""
    shown = day_of(year, month, day)
    posts = pieces(request.user, mine=_wants_mine(request))
    found = _days(request, posts, shown, shown, most=MOST_ON_A_PAGE)
    context = {"day": found.get(shown, Day(shown)), "month": shown, "zone": zone_between(shown, shown)}
    return _page(request, "planning/day.html", date_format(shown, "l, j F Y"), context)


def piece(request, pk):
    """When one piece is meant to be published, and to what other time it could be moved."""
    post = get_object_or_404(pieces(request.user).select_related("latest"), pk=pk)
    if not permissions.can_edit(request.user, post):
        raise PermissionDenied
    plan = Plan.objects.filter(post=post).first()
    if plan and "_clear" in request.POST:
        plan.delete()
        messages.success(request, _("“%s” has no day any more.") % post)
        return HttpResponseRedirect(reverse("planning:piece", args=[pk]))
    scheduled = list(post.revisions.scheduled().order_by("live_from"))
    movable = [(revision.pk, revision.title, revision.live_from) for revision in scheduled]
    planned = {"day": plan.day, "deadline": plan.deadline} if plan else {}
    moves = {"at": scheduled[0].live_from} if scheduled else {}
    plan_form = PlanForm(_sent(request, "_plan"), prefix="plan", plan_for=post, initial=planned)
    posts = Post.objects.filter(pk=pk)
    move_form = MoveForm(_sent(request, "_move"), prefix="move", posts=posts, choices=movable, initial=moves)
    day = _do(request, plan_form, move_form)
    if day:
        return HttpResponseRedirect(_month_address(day))
    may_move = movable and permissions.can_publish(request.user, post)
    context = {
        "post": post,
        "chips": chips(post),
        "plan": plan,
        # What has its time already, with nothing newer begun, is moved instead.
        "plan_form": plan_form if post.open_state or not scheduled else None,
        "move_form": move_form if may_move or move_form.is_bound else None,
    }
    return _page(request, "planning/piece.html", str(post), context)


@require_POST
def feed_key(request):
    """Make a key, which is shown now and never again; or take it away."""
    if "_revoke" in request.POST:
        FeedKey.objects.filter(user=request.user).delete()
        messages.success(request, _("The address is closed: calendars that have it get nothing any more."))
        return HttpResponseRedirect(reverse("planning:calendar"))
    address = settings.BYLINE_URL + reverse("blog:planning_feed", args=[FeedKey.objects.make(request.user)])
    return _page(request, "planning/feed_key.html", _("The address of your calendar"), {"address": address})


def _days(request, posts, first, last, *, most: int) -> dict[date, Day]:
    """Return the days; where they hold everyone's pieces, with whose they are."""
    days = days_between(posts, first, last, most=most)
    is_everyones = permissions.edits_any(request.user) and not _wants_mine(request)
    return with_authors(days) if is_everyones else days


def _sent(request, button: str):
    return request.POST if button in request.POST else None


def _do(request, plan_form: PlanForm, move_form: MoveForm):
    """Do what was pressed and say so; return the day it is about now, or None."""
    if plan_form.is_bound and plan_form.is_valid():
        plan = plan_form.save(by=request.user)
        said = {"title": plan_form.post, "day": date_format(plan.day, "j F Y")}
        messages.success(request, _("“%(title)s” is planned for %(day)s. Readers see nothing of that.") % said)
        return plan.day
    if move_form.is_bound and move_form.is_valid():
        moved = move_form.move(by=request.user)
        if moved:
            at = timezone.localtime(moved.live_from)
            said = {"title": moved, "time": date_format(at, "j F Y, H:i")}
            messages.success(request, _("“%(title)s” is scheduled for %(time)s.") % said)
            return at.date()
    return None


def _wants_mine(request) -> bool:
    return request.GET.get("whose") == "mine"


def _query(request) -> str:
    return "?whose=mine" if _wants_mine(request) else ""


def _month_address(day) -> str:
    return reverse("planning:month", args=[day.year, day.month])


def _page(request, template: str, title: str, context) -> TemplateResponse:
    context |= {
        **admin.site.each_context(request),
        "title": title,
        "query": _query(request),
        "is_mine": _wants_mine(request),
        "may_choose_whose": permissions.edits_any(request.user),
        "may_move": permissions.can_publish(request.user, None),
    }
    return TemplateResponse(request, template, context)
