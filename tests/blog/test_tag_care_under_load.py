"""Tags of 10,000 posts are renamed, merged and parted while readers read: every answer is a whole one, and none is old.

What each address answers in each state is kept beforehand, when nobody disturbs. Then readers on connections of their
own ask without a pause while the states change, and every answer must be, to the byte, that of a state that was true
at some time between question and answer.
"""

import json
import random
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from django.test import RequestFactory

from blog import counts
from blog.models import Address, Byline, Post, Revision, State, Tag, TagPlacement
from blog.paging import cursor
from blog.search.rebuilding import keep_locked
from blog.tagcare import merging, renaming
from tests.bench.corpus import take_stock
from tests.factories import make_draft, somebody

pytestmark = pytest.mark.django_db(transaction=True)

POSTS = 10_000
FOUND = 300  # of them, in the search: more than are written anew while an editor waits
READERS = 4
ROUNDS = 2
QUIET = 25  # answers between two changes

NEWEST = datetime(2024, 6, 1, tzinfo=UTC)


def dated(number: int) -> datetime:
    return NEWEST - timedelta(minutes=number)


def tags_of(number: int) -> list[str]:
    """Ponds are on all; lakes beside them on every fourth, first on every eighth; herons on every third."""
    lakes = ["Lakes"] if number % 4 == 0 else []
    herons = ["Herons"] if number % 3 == 0 else []
    return [*lakes, "Ponds", *herons] if number % 8 == 0 else [*herons, "Ponds", *lakes]


@transaction.atomic
def write_posts() -> None:
    """As the workflow would leave them."""
    author = somebody().author
    tags = {tag.name: tag for tag in Tag.objects.named(["Ponds", "Lakes", "Herons"])}
    posts = Post.objects.bulk_create(Post() for _number in range(POSTS))
    texts = [
        Revision(
            post=post,
            number=1,
            state=State.PUBLISHED,
            title=f"Post {number}",
            slug=f"post-{number}",
            body=f"<p>Number {number}, seen from the bank.</p>",
            html=f"<p>Number {number}, seen from the bank.</p>",
            dated_at=dated(number),
            live_from=dated(number),
        )
        for number, post in enumerate(posts)
    ]
    Revision.objects.bulk_create(texts)
    for post, text in zip(posts, texts, strict=True):
        post.latest = text
    Post.objects.bulk_update(posts[:FOUND], ["latest"])
    Address.objects.bulk_create(Address(slug=text.slug, post=text.post, since=text.live_from) for text in texts)
    times = [{"post": text.post, "dated_at": text.dated_at, "live_from": text.live_from} for text in texts]
    Byline.objects.bulk_create(
        Byline(revision=text, author=author, position=0, **time) for text, time in zip(texts, times, strict=True)
    )
    TagPlacement.objects.bulk_create(
        TagPlacement(content_object=texts[number], tag=tags[name], **times[number])
        for number in range(POSTS)
        for name in tags_of(number)
    )
    counts.rebuild()
    for start in range(0, FOUND, 100):
        keep_locked(Post.objects.filter(pk__in=[post.pk for post in posts[start : start + 100]]))
    take_stock()


def addresses() -> list[str]:
    """The pages and feeds that say something of these tags."""
    middle = POSTS // 2
    deep = cursor(dated(middle), Address.objects.get(slug=f"post-{middle}").post_id)
    tags = [f"/tags/{slug}/" for slug in ("ponds", "lakes", "waters", "meres", "herons")]
    sets = [f"/tags/herons+{slug}/" for slug in ("ponds", "lakes", "waters", "!lakes", "!waters")]
    feeds = [f"{page}feed.{kind}" for page in (*tags[:3], sets[1]) for kind in ("xml", "atom", "json")]
    older = [f"{page}?before={deep}" for page in (*tags[:3], *sets[:2], "/tags/lakes/feed.atom")]
    posts = [f"/post-{number}/" for number in (1, 8, 24, POSTS - 1)]
    asked = ("q=bank", "q=bank&order=newest", "q=bank&tag=ponds", "q=bank&tag=lakes", "q=bank&tag=waters")
    found = [f"/search/?{query}" for query in asked]
    lists = ["/", "/feed.json", "/tags/", "/tags/?by=weight", "/sitemap/lists.xml", "/authors/somebody/"]
    more = ["/search/feed.json?q=bank&tag=lakes", "/search/suggest/?q=lak"]
    return [*tags, *sets, *feeds, *older, *posts, *found, *lists, *more]


class Answer(NamedTuple):
    status: str
    leads_to: str
    content: bytes


def answer_of(application, address: str) -> Answer:
    """Ask as a web server does, through the whole of the application."""
    begun = []
    parts = application(RequestFactory().get(address).environ, lambda *started: begun.extend(started[:2]))
    try:
        return Answer(begun[0], dict(begun[1]).get("Location", ""), b"".join(parts))
    finally:
        parts.close()


@dataclass(frozen=True)
class Truth:
    """What is to be read in a state: of which posts the tag is that is called Lakes at first, and what it is called."""

    name: str = "Lakes"
    is_merged: bool = False

    @property
    def slug(self) -> str:
        return self.name.lower()

    def posts(self, most: int) -> list[int]:
        return [number for number in range(POSTS) if self.is_merged or "Lakes" in tags_of(number)][:most]


class Care:
    """An editor who goes round through the states of the tags, and remembers when each began and was there."""

    def __init__(self):
        self.by = somebody()
        self.begun = self.done = 0  # changes
        rename, back = (partial(self.rename, name) for name in ("Waters", "Lakes"))
        self.round: list[tuple[Callable, Truth]] = [
            (self.merge, Truth(is_merged=True)),
            (self.make_synonym, Truth(is_merged=True)),
            (rename, Truth("Waters", is_merged=True)),
            (self.remove_synonym, Truth("Waters", is_merged=True)),
            (self.undo, Truth("Waters")),
            (back, Truth()),
            (rename, Truth("Waters")),
            (back, Truth()),
        ]

    def go_on(self) -> Truth:
        change, truth = self.round[self.done % len(self.round)]
        self.begun += 1
        change()
        self.done += 1
        return truth

    def merge(self):
        ponds, lakes = (Tag.objects.get(name=name) for name in ("Ponds", "Lakes"))
        self.merged = merging.merge([ponds], lakes, by=self.by)

    def undo(self):
        merging.undo(self.merged, by=self.by)

    def rename(self, name: str):
        lakes = Tag.objects.get(key__in=["lakes", "waters"], same_as=None)
        renaming.rename(lakes, name=name, slug=name.lower(), by=self.by)

    def make_synonym(self):
        Tag.objects.create(name="Bodies of still water", same_as=Tag.objects.get(name="Lakes"))

    def remove_synonym(self):
        Tag.objects.get(name="Bodies of still water").delete()


class Readers:
    """Ask for everything, in no order, until they are told to stop; keep what no state explains."""

    def __init__(self, ask: Callable, care: Care, known: list[dict[str, Answer]]):
        self.ask, self.care, self.known = ask, care, known
        self.is_over, self.asked, self.interrupted, self.wrong = False, 0, 0, []

    def read(self, seed: int) -> None:
        chance = random.Random(seed)
        try:
            while not self.is_over:
                for address in chance.sample(list(self.known[0]), len(self.known[0])):
                    self.look_at(address)
        finally:
            self.is_over = True  # for all, whatever ended one
            connections.close_all()

    def read_on(self) -> None:
        """Wait until they have read a little without a change."""
        enough = self.asked + QUIET
        while self.asked < enough and not self.is_over:
            time.sleep(0.01)

    def look_at(self, address: str) -> None:
        first = self.care.done
        answer = self.ask(address)
        last = self.care.begun
        states = [self.known[state % len(self.known)][address] for state in range(first, last + 1)]
        self.asked += 1
        self.interrupted += len(set(states)) > 1
        if answer not in states:
            self.wrong.append(f"{address} in state {first} to {last}: {answer.status} {differing(answer, states)}")


def differing(answer: Answer, states: list[Answer]) -> list[str]:
    """Return the first lines that are not those of the first state, to find a mistake by."""
    lines = zip(
        *(each.content.decode().replace("><", ">\n<").splitlines() for each in (answer, states[0])), strict=False
    )
    return [line for line, other in lines if line != other][:5]


def write_drafts(readers: Readers) -> int:
    """Save one text after the other meanwhile: whoever writes waits for a merge to end, and is not refused."""
    saved = 0
    try:
        while not readers.is_over:
            make_draft(title=f"Meanwhile {saved}")
            saved += 1
            time.sleep(0.1)
    finally:
        connections.close_all()
    return saved


def check(truth: Truth, answers: dict[str, Answer], ask: Callable) -> None:
    """That what is kept of a state is true: nothing of another, nothing torn, no address dead."""
    for address, answer in answers.items():
        assert answer.status in ("200 OK", "301 Moved Permanently"), address
        if answer.leads_to:
            assert ask(answer.leads_to).status == "200 OK", address
    page = answers[f"/tags/{truth.slug}/"].content.decode()
    feed = json.loads(answers[f"/tags/{truth.slug}/feed.json"].content)
    both = answers[f"/tags/herons+{truth.slug}/"].content.decode()
    found = len([number for number in truth.posts(POSTS) if number < FOUND])
    offers = answers["/search/?q=bank"].content.decode()
    assert f"<h1><bdi>{truth.name}</bdi></h1>" in page
    assert f">{len(truth.posts(POSTS))} posts<" in page
    assert numbers(page) == truth.posts(12)
    assert [int(item["url"].rpartition("-")[2][:-1]) for item in feed["items"]] == truth.posts(20)
    assert all(truth.name in item["tags"] for item in feed["items"])
    assert numbers(both) == [number for number in truth.posts(POSTS) if number % 3 == 0][:12]
    for slug in ("lakes", "waters"):
        assert f"{found} posts" in answers[f"/search/?q=bank&tag={slug}"].content.decode()
    assert f'<bdi>{truth.name}</bdi></a> <span class="count">{found}<' in offers
    assert ("<bdi>Ponds</bdi>" in offers) is not truth.is_merged


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<h2><a href="/post-(\d+)/">', page)]


def test_every_answer_is_of_one_state_and_none_is_of_an_earlier_one():
    write_posts()
    care, ask = Care(), partial(answer_of, get_wsgi_application())
    Tag.objects.create(name="Meres", same_as=Tag.objects.get(name="Lakes"))
    for _change in care.round:  # whatever was an address once is one from now on
        care.go_on()
    asked = addresses()
    known = []
    for truth in [Truth(), *(truth for _change, truth in care.round[:-1])]:
        known.append({address: ask(address) for address in asked})
        check(truth, known[-1], ask)
        care.go_on()
    readers = Readers(ask, care, known)

    with ThreadPoolExecutor(READERS + 1) as threads:
        reading = [threads.submit(readers.read, seed) for seed in range(READERS)]
        writing = threads.submit(write_drafts, readers)
        try:
            for _change in care.round * ROUNDS:
                care.go_on()
                readers.read_on()
        finally:
            readers.is_over = True
        for reader in reading:
            reader.result()

    assert readers.wrong == []
    assert readers.interrupted >= 5 * ROUNDS
    assert writing.result()
    assert {address: ask(address) for address in asked} == known[0]
