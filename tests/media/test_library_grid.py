"""The library as a wall: who sees it, what narrows it down, and that it costs the same however many there are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from media import uses
from media.admin import grid
from media.models import Image
from media.words import Words, folded, words_of
from tests.factories import make_draft
from tests.factories_media import make_image, make_upload
from tests.plans import explain, queries_of

pytestmark = pytest.mark.django_db

LIST = "/admin/media/image/"


def make_rows(number: int, **fields) -> list[Image]:
    """Images without files, a day apart; the last one is the newest."""
    start = datetime(2024, 1, 1, 12, tzinfo=UTC)
    about = {"format": "jpeg", "width": 800, "height": 600, "renditions": {"webp": [400, 800]}}
    names = ({"original": f"00/{row}", "original_name": f"IMG_{row}.jpg"} for row in range(number))
    images = [Image(**(name | about | fields)) for name in names]
    for row, image in enumerate(images):
        image.uploaded_at = start + timedelta(days=row)
    Image.objects.bulk_create(images)
    Words.objects.bulk_create(Words(image=image, words=words_of(image)) for image in images)
    return images


def shown(client, query: str = "") -> list[Image]:
    return client.get(f"{LIST}?{query}").context["page"].images


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 302), ("reader", 302), ("cora", 200), ("alma", 200), ("edith", 200), ("ada", 200)],
)
def test_who_sees_the_wall_sees_everyone_s_pictures(who, status, client, request, otto):
    image = make_image((800, 600), by=otto, caption="At the river")
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))

    response = client.get(LIST)

    assert response.status_code == status
    if status == 200:
        assert f'src="{image.shown_url}"' in response.text
        assert 'width="800" height="600"' in response.text
        assert "At the river" in response.text
        assert "no alternative text, no credit" in response.text


def test_without_the_permission_to_see_pictures_there_is_no_wall(as_user, alma):
    alma.groups.first().permissions.remove(*alma.groups.first().permissions.filter(codename__endswith="_image"))

    assert as_user(alma).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("missing=alt", ["bare"]),
        ("missing=credit", ["bare", "line"]),
        ("q=heron", ["full"]),
        ("q=HERON+alm", ["full"]),
        ("q=heron&missing=alt", []),
        ("q=nothing", []),
        ("q=%21%3F", []),
        ("use=used", ["line"]),
        ("use=unused", ["bare", "full"]),
        ("month=2026-11", ["bare", "full", "line"]),
        ("use=nonsense", ["bare", "full", "line"]),
    ],
)
def test_the_wall_is_filtered_and_searched(query, found, as_user, alma):
    make_image(caption="bare")
    make_draft(by=alma, cover=make_image(caption="line", decorative=True))
    make_image(caption="full", alt="A héron", credit="Alma")
    Image.objects.update(uploaded_at=datetime(2026, 11, 5, tzinfo=UTC))

    assert sorted(image.caption for image in shown(as_user(alma), query)) == found


def test_the_wall_is_filtered_by_who_uploaded_and_by_month(as_user, alma, otto):
    make_image(by=alma)
    theirs = make_image(by=otto)
    Image.objects.filter(pk=theirs.pk).update(uploaded_at=datetime(2025, 10, 31, 12, tzinfo=UTC))
    client = as_user(alma)

    assert shown(client, f"by={otto.pk}") == [theirs]
    assert shown(client, "month=2025-10") == [theirs]
    assert shown(client, f"by={otto.pk}&month=2025-11") == []


def test_a_month_ends_in_december(as_user, alma):
    (image,) = make_rows(1)
    Image.objects.update(uploaded_at=datetime(2024, 12, 31, 12, tzinfo=UTC))

    assert shown(as_user(alma), "month=2024-12") == [image]


def test_a_picture_uploaded_again_is_found_by_its_new_words(as_user, alma):
    image = make_image(by=alma, caption="Before")
    image.caption = "After"
    image.save(update_fields=["caption"])
    client = as_user(alma)

    assert shown(client, "q=after") == [image]
    assert shown(client, "q=before") == []
    image.delete()
    assert shown(client, "q=after") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème brûlée", "creme brulee"),
        ("IMG_2034-final.JPG", "img 2034 final jpg"),
        ("Straße Straße", "strasse"),
        ("Ølhunden", "ølhunden"),
        ("سماء", "سماء"),
        ("' & | : * \" ( )", ""),
        ("x" * 200, "x" * 60),
    ],
)
def test_words_are_folded(text, words):
    assert folded(text) == words


@pytest.mark.parametrize("text", ["'", '"', "a:*", "a & b", "NEAR(a b)", "a OR b", "-a", "x" * 5000, "word " * 500])
def test_no_search_is_an_accident(text, as_user, alma):
    make_rows(1)

    assert as_user(alma).get(LIST, {"q": text}).status_code == 200


def test_pages_follow_one_another_without_a_gap(as_user, alma):
    images = make_rows(130)
    client, seen, query = as_user(alma), [], ""

    while query is not None:
        response = client.get(f"{LIST}?{query}")
        seen += response.context["page"].images
        query = response.context["onward"] or None

    assert seen == images[::-1]


def test_a_search_is_kept_from_page_to_page(as_user, alma):
    make_rows(70, caption="heron")
    make_rows(5, caption="crane")
    client = as_user(alma)

    onward = client.get(f"{LIST}?q=heron").context["onward"]

    assert len(shown(client, onward)) == 10


def test_rare_ones_are_looked_for_a_stretch_at_a_time(as_user, alma, monkeypatch):
    monkeypatch.setattr(grid, "LOOKED_AT", 10)
    images = make_rows(25)
    make_draft(by=alma, cover=images[3])
    client = as_user(alma)

    first = client.get(f"{LIST}?use=used")
    second = client.get(f"{LIST}?{first.context['onward']}")
    third = client.get(f"{LIST}?{second.context['onward']}")

    assert (first.context["page"].images, second.context["page"].images) == ([], [])
    assert "Looked back as far as" in first.text
    assert third.context["page"].images == [images[3]]
    assert not third.context["onward"]


def test_counts_stop_at_a_thousand(as_user, alma, monkeypatch):
    monkeypatch.setattr(grid, "MOST_COUNTED", 3)
    make_rows(5)

    assert "3+ pictures" in as_user(alma).get(LIST).text


@pytest.mark.parametrize("before", ["x", "2026-01-01", "_1", "2026-01-01T00:00:00+00:00_99999999999999999999"])
def test_a_place_that_is_none_does_not_exist(before, as_user, alma):
    assert as_user(alma).get(LIST, {"before": before}).status_code == 404


def test_the_trash_is_a_wall_of_its_own(as_user, alma):
    kept, gone = make_rows(2)
    Image.objects.filter(pk=gone.pk).update(trashed_at=gone.uploaded_at)

    assert shown(as_user(alma)) == [kept]
    assert shown(as_user(alma), "trash=1") == [gone]


@pytest.mark.parametrize(("query", "words"), [("", "There are no pictures yet"), ("trash=1", "The trash is empty")])
def test_an_empty_library_says_so(query, words, as_user, alma):
    assert words in as_user(alma).get(f"{LIST}?{query}").text


def test_a_very_long_name_breaks(as_user, alma):
    image = make_image(file=make_upload((40, 30), name="x" * 240 + ".jpg"))

    assert as_user(alma).get(LIST).status_code == 200
    assert len(image.original_name) <= 255


@pytest.mark.parametrize("query", ["", "q=img", "use=unused", "missing=alt"])
def test_the_wall_costs_the_same_for_two_and_for_sixty(query, as_user, alma):
    client = as_user(alma)
    make_rows(2, uploaded_by=alma)
    few = queries_of(lambda: client.get(f"{LIST}?{query}"))

    make_rows(70, uploaded_by=alma)

    assert len(queries_of(lambda: client.get(f"{LIST}?{query}"))) <= len(few)


@pytest.mark.parametrize(
    ("narrowed", "index"),
    [
        (lambda images: images, "images_newest_first"),
        (lambda images: images.without_alt(), "images_without_alt"),
        (lambda images: images.filter(credit=""), "images_without_credit"),
        (lambda images: images.filter(~uses.used()), "images_newest_first"),
    ],
)
def test_every_filter_is_one_index_range(narrowed, index):
    make_rows(300, alt="A heron", credit="Alma")
    make_rows(3)

    (query,) = queries_of(lambda: list(narrowed(Image.objects.kept()).newest_first()[:61]))

    plan = explain(query)
    assert index in plan, plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_a_person_s_pictures_are_asked_of_an_index(alma, otto):
    make_rows(300, uploaded_by=otto)
    make_rows(3, uploaded_by=alma)

    (query,) = queries_of(lambda: list(Image.objects.kept().filter(uploaded_by=alma).newest_first()[:61]))

    plan = explain(query)
    assert "images_by_uploader (uploaded_by_id=?)" in plan or "Index Cond: (uploaded_by_id" in plan, plan


def test_whether_a_picture_is_used_is_asked_of_indexes():
    (query,) = queries_of(lambda: list(Image.objects.kept().filter(~uses.used()).newest_first()[:61]))

    plan = explain(query)
    for table in ("blog_imageplacement", "blog_revision", "accounts_author"):
        assert f"SCAN {table}" not in plan, plan
        assert f"Seq Scan on {table}" not in plan, plan


def test_the_search_asks_the_index_of_words():
    make_rows(30)
    (query,) = queries_of(lambda: list(Image.objects.kept().search("img 12").newest_first()[:61]))

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # GIN answers with bitmaps; so small a table is rather read whole
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
            cursor.execute(f"EXPLAIN {query}")
            plan = str(cursor.fetchall())
    else:
        plan = explain(query)

    assert "media_words_index" in plan
