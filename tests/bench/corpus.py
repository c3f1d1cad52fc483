"""Many posts, written straight into the tables: as the workflow would leave them, without asking it 100,000 times."""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Author, User
from blog import counts
from blog.models import Address, Byline, ImagePlacement, LinkPlacement, Post, Revision, State, Tag, TagPlacement
from media.models import Image
from media.words import Words, words_of

BATCH = 2_000
PARAGRAPH = "<p>" + "Some words that stand for the text of a post, of ordinary length. " * 8 + "</p>"


@transaction.atomic
def make_corpus(posts: int, *, withdrawn: int, scheduled: int, authors: int = 20, tags: int = 200, seed: int = 1):
    """Make ``posts`` live posts, and besides them ``withdrawn`` and ``scheduled`` ones, over ten years.

    A third of them have been rewritten once. The first tag is on four in ten posts and the second on every other one of
    these; the third, which is on a third of all, is never beside them. Each links to the one before it, and
    to the first live one of its batch. Counts and statistics are brought up to date.
    """
    chance = random.Random(seed)
    people = Author.objects.bulk_create(Author(name=f"Author {n}", slug=f"author-{n}") for n in range(authors))
    names = Tag.objects.bulk_create(Tag(name=f"tag {n}", slug=f"tag-{n}", key=f"tag {n}") for n in range(tags))
    now = timezone.now()
    kinds = ["live"] * posts + ["withdrawn"] * withdrawn + ["scheduled"] * scheduled
    chance.shuffle(kinds)
    for start in range(0, len(kinds), BATCH):
        _make_batch(kinds[start : start + BATCH], start, people, names, now, chance)
    counts.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people, names


def _make_batch(kinds, start, people, names, now, chance):
    made = Post.objects.bulk_create(Post(changed_at=now - timedelta(minutes=start + n)) for n in range(len(kinds)))
    revisions, bylines, placements, links, addresses = [], [], [], [], []
    for offset, (post, kind) in enumerate(zip(made, kinds, strict=True)):
        number = start + offset
        live_from = now - timedelta(minutes=number * 50 + 1)
        times = {"live_from": live_from, "dated_at": live_from, "live_until": None}
        if kind == "scheduled":
            at = now + timedelta(minutes=number + 1)
            times = {"live_from": at, "dated_at": at, "live_until": None}
        if kind == "withdrawn":
            times["live_until"] = live_from + timedelta(minutes=10)
        state = State.SUPERSEDED if kind == "withdrawn" else State.PUBLISHED
        text = {"post": post, "title": f"Post {number}", "slug": f"post-{number}", "excerpt": "Some words."}
        if number % 3 == 0:
            before = {"live_from": times["live_from"], "live_until": times["live_from"], "dated_at": times["dated_at"]}
            revisions.append(Revision(number=1, state=State.SUPERSEDED, body=PARAGRAPH, **text, **before))
        shown = Revision(number=2, state=state, body=PARAGRAPH * 4, html=PARAGRAPH * 4, word_count=400, **text, **times)
        revisions.append(shown)
        addresses.append(Address(slug=f"post-{number}", post=post, since=times["live_from"]))
        post.shown, post.times = shown, times if state == State.PUBLISHED else {}
    Revision.objects.bulk_create(revisions)
    for offset, post in enumerate(made):
        post.latest = post.shown
        tags = chance.sample(names[3:], k=2) + _common(names, chance)
        placements += [TagPlacement(content_object=post.shown, tag=tag, post=post, **post.times) for tag in tags]
        linked = {f"post-{start + kinds.index('live')}", f"post-{start + offset - 1}"}
        links += [LinkPlacement(revision=post.shown, slug=slug, post=post, **post.times) for slug in linked]
        author = chance.choice(people)
        bylines.append(Byline(revision=post.shown, author=author, position=0, post=post, **post.times))
    Byline.objects.bulk_create(bylines)
    TagPlacement.objects.bulk_create(placements)
    LinkPlacement.objects.bulk_create(links)
    Address.objects.bulk_create(addresses)
    Post.objects.bulk_update(made, ["latest"], batch_size=400)


def _common(names, chance) -> list[Tag]:
    if chance.random() < 0.4:
        return names[: 1 + chance.randrange(2)]
    return [names[2]] if chance.random() < 0.55 else []


@transaction.atomic
def make_library(images: int, *, people: int = 20, seed: int = 1) -> Image:
    """Make ``images`` without files, over ten years, and return one of the middle that five texts show.

    Every other one stands in a text, one in twenty lacks its alternative text and one in ten a credit.
    """
    chance = random.Random(seed)
    users = User.objects.bulk_create(User(email=f"u{n}@example.org", name=f"Uploader {n}") for n in range(people))
    texts = list(Revision.objects.order_by("pk").values_list("pk", flat=True)[: images // 2 + 5])
    now = timezone.now()
    for start in range(0, images, BATCH):
        made = [_image(number, users, now, chance) for number in range(start, min(start + BATCH, images))]
        Image.objects.bulk_create(made)
        Words.objects.bulk_create(Words(image=image, words=words_of(image)) for image in made)
        shown = [image for image in made[::2] if texts]
        ImagePlacement.objects.bulk_create(ImagePlacement(revision_id=texts.pop(), image=image) for image in shown)
    middle = Image.objects.get(original_name=f"IMG_{images // 2 + 1}.jpg")
    older = Revision.objects.order_by("-pk").values_list("pk", flat=True)[:5]
    ImagePlacement.objects.bulk_create(ImagePlacement(revision_id=pk, image=middle) for pk in older)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return middle


def _image(number: int, users, now, chance) -> Image:
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
        uploaded_at=now - timedelta(minutes=50 * number),
    )
