"""Many posts, written straight into the tables: as the workflow would leave them, without asking it 100,000 times."""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Author, User
from blog import counts
from blog.models import Address, Byline, ImagePlacement, LinkPlacement, Post, Revision, State, Tag, TagPlacement
from media.models import Image
from media.words import Words, words_of

BATCH = 2_000
SPAN = timedelta(days=365)  # that posts and pictures are dated over, however many: as many months to list
PARAGRAPH = "<p>" + "Some words that stand for the text of a post, of ordinary length. " * 8 + "</p>"


@transaction.atomic
def make_corpus(
    posts: int,
    *,
    withdrawn: int,
    scheduled: int,
    drafts: int = 0,
    authors: int = 20,
    tags: int = 200,
    text: str = PARAGRAPH * 4,
    seed: int = 1,
):
    """Make ``posts`` live posts, and besides them ``withdrawn`` and ``scheduled`` ones and ``drafts``, over a year.

    A third of them have been rewritten once. The first tag is on four in ten posts and the second on every other one of
    these; the third, which is on a third of all, is never beside them. Each links to the one before it, and
    to the first live one of its batch. Counts and PostgreSQL’s statistics are brought up to date.
    """
    chance = random.Random(seed)
    people = Author.objects.bulk_create(Author(name=f"Author {n}", slug=f"author-{n}") for n in range(authors))
    names = Tag.objects.bulk_create(Tag(name=f"tag {n}", slug=f"tag-{n}", key=f"tag {n}") for n in range(tags))
    now = timezone.now()
    kinds = ["live"] * posts + ["withdrawn"] * withdrawn + ["scheduled"] * scheduled + ["draft"] * drafts
    chance.shuffle(kinds)
    ages = [now - timedelta(minutes=1) - SPAN / len(kinds) * number for number in range(len(kinds))]
    for start in range(0, len(kinds), BATCH):
        batch = slice(start, start + BATCH)
        _make_batch(kinds[batch], ages[batch], start, people, names, text, now, chance)
    newest = Revision.objects.filter(post=OuterRef("pk")).order_by("-number")
    Post.objects.update(latest=Subquery(newest.values("pk")[:1]))
    counts.rebuild()
    take_stock()
    return people, names


def take_stock() -> None:
    """Let PostgreSQL count its rows, as it does by itself where it runs for longer.

    SQLite does not, and nobody asks it to: what it once counted of a small index of words would have it look through
    all of that for each change.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _make_batch(kinds, ages, start, people, names, text, now, chance):
    made = Post.objects.bulk_create(
        Post(changed_at=age, open_state=State.DRAFT if kind == "draft" else None)
        for kind, age in zip(kinds, ages, strict=True)
    )
    first_live = kinds.index("live") if "live" in kinds else 0
    revisions, bylines, placements, links, addresses = [], [], [], [], []
    for number, post, kind, age in zip(range(start, start + len(kinds)), made, kinds, ages, strict=True):
        said = {"post": post, "title": f"Post {number}", "slug": f"post-{number}", "excerpt": "Some words."}
        times = {"live_from": age, "dated_at": age, "live_until": None}
        state = State.PUBLISHED
        if kind == "scheduled":
            at = now + timedelta(minutes=number + 1)
            times |= {"live_from": at, "dated_at": at}
        if kind == "withdrawn":
            times["live_until"] = age + timedelta(minutes=10)
            state = State.SUPERSEDED
        if kind == "draft":
            times, state = {}, State.DRAFT
        if number % 3 == 0:
            before = times and times | {"live_until": times["live_from"]}
            revisions.append(Revision(number=1, state=State.SUPERSEDED, body=text[: len(PARAGRAPH)], **said, **before))
        shown = Revision(number=2, state=state, body=text, html=text, word_count=400, **said, **times)
        revisions.append(shown)
        if kind != "draft":
            addresses.append(Address(slug=f"post-{number}", post=post, since=times["live_from"]))
        listed = times if state == State.PUBLISHED else {}
        tags = chance.sample(names[3:], k=2) + _common(names, chance)
        placements += [TagPlacement(content_object=shown, tag=tag, post=post, **listed) for tag in tags]
        linked = {f"post-{start + first_live}", f"post-{number - 1}"}
        links += [LinkPlacement(revision=shown, slug=slug, post=post, **listed) for slug in linked]
        bylines.append(Byline(revision=shown, author=chance.choice(people), position=0, post=post, **listed))
    Revision.objects.bulk_create(revisions)
    for model, rows in ((Byline, bylines), (TagPlacement, placements), (LinkPlacement, links), (Address, addresses)):
        model.objects.bulk_create(rows)


def _common(names, chance) -> list[Tag]:
    if chance.random() < 0.4:
        return names[: 1 + chance.randrange(2)]
    return [names[2]] if chance.random() < 0.55 else []


@transaction.atomic
def make_library(images: int, *, people: int = 20, seed: int = 1) -> Image:
    """Make ``images`` without files, over a year, and return one of the middle that five texts show.

    Every other one stands in a text, one in twenty lacks its alternative text and one in ten a credit.
    """
    chance = random.Random(seed)
    users = User.objects.bulk_create(User(email=f"u{n}@example.org", name=f"Uploader {n}") for n in range(people))
    texts = list(Revision.objects.order_by("pk").values_list("pk", flat=True))
    texts = chance.sample(texts, k=min(images // 2 + 5, len(texts)))
    now = timezone.now()
    for start in range(0, images, BATCH):
        numbers = range(start, min(start + BATCH, images))
        made = [_image(number, users, now - SPAN / images * number, chance) for number in numbers]
        Image.objects.bulk_create(made)
        Words.objects.bulk_create(Words(image=image, words=words_of(image)) for image in made)
        shown = [image for image in made[::2] if texts]
        ImagePlacement.objects.bulk_create(ImagePlacement(revision_id=texts.pop(), image=image) for image in shown)
    middle = Image.objects.get(original_name=f"IMG_{images // 2 + 1}.jpg")
    older = Revision.objects.order_by("-pk").values_list("pk", flat=True)[:5]
    ImagePlacement.objects.bulk_create(ImagePlacement(revision_id=pk, image=middle) for pk in older)
    return middle


def _image(number: int, users, uploaded_at, chance) -> Image:
    return Image(
        original=f"00/{number}",
        original_name=f"IMG_{number}.jpg",
        format="jpeg",
        width=1600,
        height=1200,
        alt="" if number % 20 == 0 else f"A view of {number} boats",
        caption=f"The harbour in the {number % 7}th hour",
        credit="" if number % 10 == 0 else "Ana Lemos",
        renditions={"webp": [400, 800, 1200], "avif": [400, 800, 1200]},
        uploaded_by=chance.choice(users),
        uploaded_at=uploaded_at,
    )
