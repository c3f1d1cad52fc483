"""Another file for the same picture: everywhere at once, nothing lost, and back again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog import workflow
from media import earlier, replacing, tasks, trash
from media.earlier import EarlierFile
from media.models import Image
from media.tasks import build_renditions
from tests.factories import make_draft, make_post
from tests.factories_media import make_animation, make_bytes, make_image, make_upload, served
from tests.media.test_uploads import kept_files

pytestmark = pytest.mark.django_db

OTHER = (300, 200)


def page_of(image, page: str = "change") -> str:
    return f"/admin/media/image/{image.pk}/{page}/"


def replaced(image: Image, *, days_ago: int = 0, size=OTHER) -> EarlierFile:
    """Replace the file of ``image``; return what became of the one before."""
    replacing.replace(image, make_upload(size, name="new.jpg"))
    image.refresh_from_db()
    former = image.earlier_files.first()
    former.replaced_at = timezone.now() - timedelta(days=days_ago)
    former.save()
    return former


def test_the_file_changes_and_the_words_and_the_focal_point_stay(alma, edith):
    image = make_image(by=alma, alt="A heron", caption="At the river", credit="Alma", focal_x=0.2)
    before = image.shown_url

    replacing.replace(image, make_upload(OTHER, "PNG", name="better.png"), by=edith)

    image.refresh_from_db()
    assert (image.size, image.format, image.original_name) == (OTHER, "png", "better.png")
    assert (image.alt, image.caption, image.credit, image.focal_x) == ("A heron", "At the river", "Alma", 0.2)
    assert (image.uploaded_by, image.file_by) == (alma, edith)
    assert image.shown_url != before
    assert served(image).size == OTHER


def test_it_is_found_by_its_new_name():
    image = make_image()

    replacing.replace(image, make_upload(OTHER, name="harbour.jpg"))

    assert list(Image.objects.search("harbour")) == [image]
    assert not Image.objects.search("holiday").exists()


def test_every_use_shows_the_new_file_at_once(client, alma):
    image = make_image(by=alma)
    body = f'<p>Words.</p><figure data-image-id="{image.pk}"><img></figure>'
    in_text, as_cover = make_post(by=alma, title="In text", body=body), make_post(by=alma, title="Cover", cover=image)
    alma.author.portrait = image
    alma.author.save()
    pages = [f"/{in_text.live_revision().slug}/", f"/{as_cover.live_revision().slug}/", f"/authors/{alma.author.slug}/"]
    before = image.shown_url
    assert all(before in client.get(page).text for page in pages)

    replacing.replace(image, make_upload(OTHER))

    image.refresh_from_db()
    for page in pages:
        text = client.get(page).text
        assert image.shown_url in text
        assert before not in text


def test_the_other_widths_are_asked_for_and_the_old_addresses_still_answer(client):
    image = make_image()
    before = image.shown_url
    DBTaskResult.objects.all().delete()

    replaced(image)

    assert DBTaskResult.objects.get().args_kwargs["args"] == [image.pk]
    assert client.get(before).getvalue()


@pytest.mark.parametrize("meanwhile", ["jpeg", "webp", "avif"])  # the social card, and renditions
def test_a_task_that_began_with_the_file_before_lists_nothing_of_it(meanwhile, monkeypatch):
    image = make_image((900, 600))
    render, replacements = tasks.sandbox.render, []

    def overtaken(*args, **options):
        rendered = render(*args, **options)
        if options["format"] == meanwhile and not replacements:
            replacements.append(make_upload((500, 300)))
            replacing.replace(image, replacements[0])
        return rendered

    monkeypatch.setattr(tasks.sandbox, "render", overtaken)

    build_renditions.call(image.pk)

    image.refresh_from_db()
    assert (image.size, image.cards) == ((500, 300), [])
    assert set(image.renditions["webp"]) <= {400, 500}
    build_renditions.call(image.pk)
    image.refresh_from_db()
    for format in ("webp", "avif"):
        assert [served(image, width, format).width for width in image.renditions[format]] == [400, 500]


@pytest.mark.django_db(transaction=True)
def test_a_task_that_was_overtaken_twice_leaves_no_files_behind(monkeypatch):
    image = make_image((900, 600))
    render, calls = tasks.sandbox.render, []

    def overtaken(*args, **options):
        calls.append(options)
        rendered = render(*args, **options)
        if len(calls) == 1:
            replacing.replace(image, make_upload(OTHER))
            EarlierFile.objects.get().delete()
            Image.objects.get().delete()
        return rendered

    monkeypatch.setattr(tasks.sandbox, "render", overtaken)

    build_renditions.call(image.pk)

    assert kept_files() == []


def test_of_two_who_replace_at_once_nobody_loses_a_file(alma, edith, monkeypatch):
    image = make_image(by=alma)
    stored = replacing.library.stored
    calls = []

    def overtaken(file, new):
        calls.append(file)
        if len(calls) == 1:
            replacing.replace(image, make_upload((200, 100), name="second.jpg"), by=edith)
        return stored(file, new)

    monkeypatch.setattr(replacing.library, "stored", overtaken)

    replacing.replace(image, make_upload(OTHER, name="first.jpg"), by=alma)

    image.refresh_from_db()
    assert image.original_name == "first.jpg"
    assert [(file.original_name, file.uploaded_by) for file in image.earlier_files.order_by("pk")] == [
        ("holiday.jpg", alma),
        ("second.jpg", edith),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"Dear diary", "wrong_type"), (make_bytes()[:3000], "truncated"), (make_bytes((120, 80)), "same")],
)
def test_a_file_that_will_not_do_changes_nothing(content, code):
    image = make_image((120, 80))
    before, files = image.file_facts(), kept_files()

    with pytest.raises(ValidationError) as refusal:
        replacing.replace(image, make_upload(content=content))

    image.refresh_from_db()
    assert refusal.value.code == code
    assert (image.file_facts(), kept_files()) == (before, files)
    assert not EarlierFile.objects.exists()


def test_a_full_disk_changes_nothing(monkeypatch):
    image = make_image()
    before, files = image.file_facts(), kept_files()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    with pytest.raises(ValidationError, match="No space left"):
        replacing.replace(image, make_upload(OTHER))

    image.refresh_from_db()
    assert (image.file_facts(), kept_files()) == (before, files)


def test_a_text_that_cannot_be_rendered_changes_nothing(monkeypatch, alma):
    image = make_image()
    make_draft(by=alma, body=f'<figure data-image-id="{image.pk}"><img></figure>')
    before, files = image.file_facts(), kept_files()

    def fail(revision, **options):
        raise DatabaseError("the database is gone")

    monkeypatch.setattr("blog.inheriting.markup.render_revision", fail)

    with pytest.raises(DatabaseError):
        replacing.replace(image, make_upload(OTHER))

    image.refresh_from_db()
    assert (image.file_facts(), kept_files()) == (before, files)
    assert not EarlierFile.objects.exists()


@pytest.mark.parametrize("leave", [trash.trash, Image.delete])
def test_a_picture_that_has_left_the_library_takes_no_file(leave):
    image = make_image()
    files = kept_files()
    leave(Image.objects.get(pk=image.pk))

    with pytest.raises(ValidationError, match="in the library no more"):
        replacing.replace(image, make_upload(OTHER))

    assert kept_files() == files


def test_a_still_picture_may_become_an_animation_and_back():
    image = make_image(by=None)

    replacing.replace(image, make_upload(content=make_animation(), name="moving.gif"))
    image.refresh_from_db()
    assert image.is_animated
    replacing.roll_back(image.earlier_files.get())

    image.refresh_from_db()
    assert (image.is_animated, image.original_name) == (False, "holiday.jpg")


def test_an_earlier_file_comes_back_byte_for_byte_and_both_stay_in_the_list(alma, edith):
    content = make_bytes((120, 80))
    image = make_image(by=alma, file=make_upload(content=content))
    former = replaced(image)

    replacing.roll_back(former, by=edith)

    image.refresh_from_db()
    with image.original.open() as original:
        assert original.read() == content
    assert (image.original_name, image.file_by) == ("holiday.jpg", edith)
    assert [file.original_name for file in image.earlier_files.all()] == ["new.jpg", "holiday.jpg"]


def test_a_lost_original_cannot_come_back_and_says_so():
    image = make_image()
    former = replaced(image)
    former.as_image().original.storage.delete(former.original)

    with pytest.raises(ValidationError, match="not there any more"):
        replacing.roll_back(former)


@pytest.mark.django_db(transaction=True)
def test_a_deleted_picture_takes_its_earlier_files_along():
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    image.refresh_from_db()
    replaced(image)
    build_renditions.call(image.pk)

    Image.objects.get().delete()

    assert kept_files() == []


@pytest.mark.django_db(transaction=True)
def test_upkeep_removes_old_renditions_after_a_month_and_the_rest_after_half_a_year():
    image = make_image((900, 600))
    build_renditions.call(image.pk)
    image.refresh_from_db()
    (card,) = image.cards
    old, older, recent = (replaced(image, days_ago=days, size=(days + 50, 50)) for days in (31, 181, 29))

    call_command("upkeep")
    call_command("upkeep")

    assert list(EarlierFile.objects.order_by("pk")) == [old, recent]
    old.refresh_from_db()
    assert (old.renditions, old.is_served) == ({"webp": [400]}, False)
    assert served(old.as_image(), 400).width == 400
    assert not default_storage.exists(old.as_image().rendition_name(900, "webp"))
    assert not default_storage.exists(card)
    assert old.as_image().original.storage.exists(old.original)
    assert not older.as_image().original.storage.exists(older.original)
    assert served(recent.as_image()).width == 231
    assert len(kept_files()) == 2 + 2 + 2


def test_what_is_slimmed_can_still_come_back():
    image = make_image((900, 600))
    former = replaced(image, days_ago=earlier.SERVED.days + 1)
    replacing.let_go()
    former.refresh_from_db()

    replacing.roll_back(former)

    image.refresh_from_db()
    assert served(image).size == (900, 600)


def test_the_page_says_first_what_will_change(as_user, alma):
    image = make_image(by=alma)
    workflow.publish(make_draft(by=alma, title="The pier", cover=image), by=alma)
    alma.author.portrait = image
    alma.author.save()

    page = as_user(alma).get(page_of(image, "replace")).text

    assert "It is used in 2 places, which will all show the other file at once:" in page
    assert "The pier" in page
    assert "kept for 180 days" in page


def test_a_file_is_replaced_and_rolled_back_at_the_desk(as_user, alma):
    image = make_image(by=alma)
    client = as_user(alma)
    assert page_of(image, "replace") in client.get(page_of(image)).text

    done = client.post(page_of(image, "replace"), {"file": make_upload(OTHER, name="new.jpg")}, follow=True).text

    assert "has another file now" in done
    assert "new.jpg" in done
    former = EarlierFile.objects.get()
    assert former.uploaded_by == alma
    assert f"files/{former.pk}/" in done
    assert "holiday.jpg" in client.get(page_of(image, f"files/{former.pk}")).text

    client.post(page_of(image, f"files/{former.pk}"))

    image.refresh_from_db()
    assert image.original_name == "holiday.jpg"
    assert "Replaced the file." in client.get(page_of(image, "history")).text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "This field is required"),
        ({"file": make_bytes()[:3000]}, "breaks off before its end"),
        ({"file": make_bytes((120, 80))}, "the file that the picture has already"),
    ],
)
def test_a_refusal_is_said_beside_the_field(sent, words, as_user, alma):
    image = make_image((120, 80), by=alma)

    page = as_user(alma).post(
        page_of(image, "replace"), {name: make_upload(content=content) for name, content in sent.items()}
    )

    assert words in page.context["form"].errors["file"][0]
    assert words in page.text


def test_another_picture_s_earlier_file_is_a_wrong_address(as_user, alma):
    former = replaced(make_image(by=alma))
    other = make_image(by=alma)

    for page in (f"files/{former.pk}", f"files/{former.pk}/original"):
        assert as_user(alma).get(page_of(other, page)).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("who", "status"), [("alma", 302), ("edith", 302), ("otto", 403), ("cora", 403)])
def test_what_nobody_may_see_any_more_can_go_at_once(who, status, alma, as_user, request):
    image = make_image((900, 600), by=alma)
    build_renditions.call(image.pk)
    image.refresh_from_db()
    former = replaced(image)
    client = as_user(request.getfixturevalue(who))

    response = client.post(page_of(image, f"files/{former.pk}/remove"))

    assert response.status_code == status
    assert EarlierFile.objects.exists() is (status == 403)
    assert len(kept_files()) == (2 if status == 302 else 2 + 8)


@pytest.mark.parametrize(
    ("who", "may"),
    [("alma", True), ("otto", False), ("cora", False), ("edith", True), ("ada", True), ("reader", False)],
)
def test_who_may_replace_and_roll_back_a_file_of_alma_s(who, may, alma, as_user, request):
    image = make_image(by=alma)
    former = replaced(image)
    now = image.original.name
    client = as_user(request.getfixturevalue(who))

    shown = [client.get(page_of(image, page)).status_code for page in ("replace", f"files/{former.pk}")]
    listed = "Roll back to this file" in client.get(page_of(image)).text
    client.post(page_of(image, f"files/{former.pk}"))
    image.refresh_from_db()
    rolled_back = image.original.name != now
    client.post(page_of(image, "replace"), {"file": make_upload((77, 77))})

    image.refresh_from_db()
    assert shown == ([200, 200] if may else [302, 302] if who == "reader" else [403, 403])
    assert (listed, rolled_back, image.width == 77) == (may, may, may)
    assert EarlierFile.objects.count() == (3 if may else 1)


@pytest.mark.parametrize("number", [3, 12])
def test_the_list_of_files_takes_as_many_queries_however_long_it_is(
    number, as_user, alma, django_assert_max_num_queries
):
    image = make_image(by=alma)
    facts = image.file_facts()
    EarlierFile.objects.bulk_create(
        EarlierFile(image=image, replaced_at=timezone.now(), **facts) for _file in range(number)
    )
    client = as_user(alma)
    client.get(page_of(image))

    with django_assert_max_num_queries(15):
        page = client.get(page_of(image)).text

    assert page.count("Roll back to this file") == number
