"""The image library at the desk: the wall, the form, who may correct and who may delete."""

import pytest
from django.core.exceptions import ValidationError

from media.models import Image
from tests.factories_media import make_bytes, make_image, make_upload

pytestmark = pytest.mark.django_db

LIST = "/admin/media/image/"
ADD = "/admin/media/image/add/"


def words(**changes) -> dict:
    return {"alt": "", "caption": "", "credit": "", "licence": "", "source_url": "", **changes}


def change(image: Image) -> str:
    return f"/admin/media/image/{image.pk}/change/"


def delete(image: Image) -> str:
    return f"/admin/media/image/{image.pk}/delete/"


def test_a_picture_is_added_with_its_words(as_user, alma):
    response = as_user(alma).post(
        ADD,
        words(file=make_upload((60, 40)), alt="A heron", credit="Alma", source_url="example.org/heron"),
        follow=True,
    )

    image = Image.objects.get()
    assert (image.alt, image.credit, image.uploaded_by) == ("A heron", "Alma", alma)
    assert image.source_url == "https://example.org/heron"
    assert "was added successfully" in response.text


def test_a_refused_picture_is_explained_beside_the_file_and_the_words_stay(as_user, alma):
    response = as_user(alma).post(ADD, words(file=make_upload(content=make_bytes()[:3000]), caption="Kept words"))

    form = response.context["adminform"].form
    assert "breaks off before its end" in form.errors["file"][0]
    assert "breaks off before its end" in response.text
    assert "Kept words" in response.text
    assert not Image.objects.exists()


def test_a_picture_is_not_forgotten(as_user, alma):
    response = as_user(alma).post(ADD, words(caption="No file"))

    assert "file" in response.context["adminform"].form.errors


def test_decoration_cannot_have_an_alternative_text(as_user, alma):
    response = as_user(alma).post(ADD, words(file=make_upload((60, 40)), alt="A line", decorative="on"))

    assert "Screen readers pass over decoration" in response.text
    assert not Image.objects.exists()


def test_a_source_is_a_web_address(as_user, alma):
    response = as_user(alma).post(ADD, words(file=make_upload((60, 40)), source_url="javascript:alert(1)"))

    assert "source_url" in response.context["adminform"].form.errors


def test_the_same_picture_again_is_offered_and_kept_only_on_demand(as_user, alma):
    content = make_bytes((60, 40))
    there = make_image(file=make_upload(content=content), caption="The first")
    client = as_user(alma)

    response = client.post(ADD, words(file=make_upload(content=content)))
    assert f'<a href="{change(there)}">The first</a>' in response.text
    assert Image.objects.count() == 1

    client.post(ADD, words(file=make_upload(content=content), again="on"))

    assert Image.objects.count() == 2


def test_the_words_can_be_corrected_and_the_file_cannot_be_changed(as_user, alma):
    image = make_image(by=alma)
    original = image.original.name

    page = as_user(alma).get(change(image))
    as_user(alma).post(change(image), words(alt="A heron", file=make_upload()))

    image.refresh_from_db()
    assert 'type="file"' not in page.text
    assert image.shown_url in page.text
    assert (image.alt, image.original.name) == ("A heron", original)


def test_correcting_words_leaves_the_renditions_that_came_meanwhile(as_user, alma, monkeypatch):
    image = make_image(by=alma)
    save = Image.save

    def overtaken(self, **options):
        Image.objects.filter(pk=image.pk).update(renditions={"webp": [120], "avif": [120]})
        save(self, **options)

    monkeypatch.setattr(Image, "save", overtaken)

    as_user(alma).post(change(image), words(alt="A heron"))

    image.refresh_from_db()
    assert (image.alt, image.renditions) == ("A heron", {"webp": [120], "avif": [120]})


@pytest.mark.parametrize(
    ("who", "changes"),
    [("alma", True), ("otto", False), ("cora", False), ("edith", True), ("ada", True), ("reader", False)],
)
def test_who_may_correct_a_picture_of_alma_s(who, changes, alma, as_user, request):
    image = make_image(by=alma)

    as_user(request.getfixturevalue(who)).post(change(image), words(alt="Corrected"))

    image.refresh_from_db()
    assert (image.alt == "Corrected") is changes


@pytest.mark.parametrize(
    ("who", "deletes"),
    [("alma", True), ("otto", False), ("cora", False), ("edith", True), ("ada", True), ("reader", False)],
)
def test_who_may_delete_a_picture_of_alma_s(who, deletes, alma, as_user, request):
    image = make_image(by=alma)

    as_user(request.getfixturevalue(who)).post(delete(image))

    assert Image.objects.trashed().exists() is deletes


def test_a_contributor_corrects_an_own_picture(as_user, cora):
    image = make_image(by=cora)

    as_user(cora).post(change(image), words(alt="Corrected"))

    image.refresh_from_db()
    assert image.alt == "Corrected"


def test_many_can_be_put_in_the_trash_at_once_but_only_own_ones(as_user, alma, otto):
    mine, yours = make_image(by=alma), make_image(by=otto)
    client = as_user(alma)

    for image in (mine, yours):
        client.post(LIST, {"trash": "", "image": [image.pk]})

    assert list(Image.objects.kept()) == [yours]


@pytest.mark.parametrize("page", [LIST, ADD])
def test_no_page_of_the_library_needs_an_inline_style_or_script(page, as_user, alma):
    make_image(by=alma)

    markup = as_user(alma).get(page).text

    assert " style=" not in markup
    assert "<style" not in markup
    assert "onclick" not in markup


def test_a_focal_point_outside_is_refused():
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        make_image(focal_x=1.5)
