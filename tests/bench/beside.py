"""What a publication of so many posts has besides them: what happened to each, an earlier site's addresses, series …"""

import random
import uuid
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEntry, Author, User
from blog import ownership
from blog.discussion.models import Note
from blog.models import Autosave, Event, Post, Revision, Verb
from blog.notices.models import Notice
from blog.planning.models import FeedKey, Plan
from blog.popular.models import Rank, Reads
from blog.redirects.models import Redirect
from blog.series.models import Part, Series
from blog.translations.models import Translation
from tests.bench.corpus import BATCH
from tests.factories import make_user

SERIES, PARTS = 20, 25
DAYS_READ = 30
UNSAVED = 20


@transaction.atomic
def make_beside(people: list[Author], *, seed: int = 1) -> dict:
    """Make it for the posts there are, and return who looks (role → user), a series, the key of a calendar.

    Every second post has two events, of one of which the editor is told, a note, a redirect that leads to it, and an
    entry in the audit log; every fifth of these is a translation. Every other open post has a day. The first of
    ``people`` is the writer.
    """
    chance = random.Random(seed)
    cast = {role: make_user(role.title(), role=role) for role in ("editor", "author", "administrator")}
    _sign_in(people, cast["author"])
    live = list(Revision.objects.live().order_by("pk").values_list("pk", "post_id"))
    for start in range(0, len(live), BATCH):
        _make_batch(live[start : start + BATCH : 2], cast, chance)
    series = _arrange(live, chance)
    planned = Post.objects.filter(open_state__isnull=False).order_by("pk").values_list("pk", flat=True)[::2]
    typed = {"user": cast["editor"], "fields": {"title": ["A post"]}}
    Autosave.objects.bulk_create(Autosave(form=uuid.uuid4(), post_id=pk, **typed) for pk in planned[:UNSAVED])
    today = date.today()
    Plan.objects.bulk_create(Plan(post_id=pk, day=today + timedelta(days=chance.randrange(400))) for pk in planned)
    return cast | {"series": series, "key": FeedKey.objects.make(cast["editor"])}


def _sign_in(people: list[Author], writer: User) -> None:
    """Let all of ``people`` have their posts as their own, the first of them as ``writer``."""
    Author.objects.filter(user=writer).update(user=None)
    others = (User(email=f"{author.slug}@example.org", name=author.name) for author in people[1:])
    for author, user in zip(people, [writer, *User.objects.bulk_create(others)], strict=True):
        Author.objects.filter(pk=author.pk).update(user=user)
    ownership.rebuild(Post.objects.all())


def _make_batch(posts, cast, chance):
    now, editor = timezone.now(), cast["editor"]
    about = {"actor": editor, "actor_name": "Editor", "subject": "A post"}
    steps = (Verb.SUBMITTED, Verb.PUBLISHED)
    events = [Event(post_id=post, revision_id=pk, verb=verb, **about) for pk, post in posts for verb in steps]
    Event.objects.bulk_create(events)
    Notice.objects.bulk_create(Notice(event=event, user=editor, opened_at=now) for event in events[::2])
    note = {"author": editor, "author_name": "Editor", "text": "Good."}
    Note.objects.bulk_create(Note(post_id=post, **note) for _pk, post in posts)
    Redirect.objects.bulk_create(Redirect(path=f"/{2000 + post % 20}/{post}", target="/") for _pk, post in posts)
    people = [cast["author"], editor]
    AuditEntry.objects.bulk_create(
        AuditEntry(actor=who, subject=who, actor_name=who.name, subject_name=who.name, verb="signed_in")
        for who in chance.choices(people, k=len(posts))
    )
    pairs = zip((post for _pk, post in posts[::5]), (post for _pk, post in posts[1::5]), strict=False)
    Translation.objects.bulk_create(
        Translation(post_id=post, original_id=original) for other, original in pairs for post in (original, other)
    )


def _arrange(live, chance) -> Series:
    """As many series and popular posts, however many posts there are, from all of them. Return one of the series."""
    all_series = Series.objects.bulk_create(Series(title=f"Series {n}", slug=f"series-{n}") for n in range(SERIES))
    chosen = chance.sample([post for _pk, post in live], k=SERIES * PARTS)
    Part.objects.bulk_create(
        Part(series=all_series[number % SERIES], post_id=post, position=number) for number, post in enumerate(chosen)
    )
    today = datetime.now(UTC).date()
    Reads.objects.bulk_create(
        Reads(post_id=post, day=today - timedelta(days=age), reads=chance.randrange(1, 50))
        for age in range(DAYS_READ)
        for post in chance.sample(chosen, k=100)
    )
    Rank.objects.bulk_create(Rank(place=place, post_id=post) for place, post in enumerate(chosen[:10], 1))
    return all_series[1]
