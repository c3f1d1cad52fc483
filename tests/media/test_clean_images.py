"""``clean_images`` says what it would do, and does it only when told to."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog import workflow
from media.models import Image
from tests.factories import make_draft
from tests.factories_media import make_image, make_upload

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("clean_images", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def library(alma):
    """An old picture that nothing uses, one of a discarded cover, one of a text that is past, and a young one."""
    unused = make_image(by=alma, file=make_upload((40, 30), name="unused.jpg"))
    cover, past = make_image(), make_image()
    body = f'<figure data-image-id="{past.pk}"><img></figure>'
    make_draft(make_draft(by=alma, cover=cover, body=body).post, by=alma, cover=None, body="<p>Words.</p>")
    Image.objects.update(uploaded_at=timezone.now() - timedelta(days=100))
    make_image(file=make_upload((40, 30), name="young.jpg"))
    return unused


def test_it_says_what_it_would_do_and_does_nothing(library):
    said = run()

    assert f"{library.pk}: unused.jpg" in said
    assert "1 pictures would go to the trash. Nothing was done" in said
    assert not Image.objects.trashed().exists()


def test_with_yes_unused_old_pictures_go_to_the_trash(library):
    said = run("--yes")

    assert "1 pictures are in the trash" in said
    assert list(Image.objects.trashed()) == [library]


def test_younger_ones_can_be_asked_for(library):
    assert "2 pictures would go" in run("--days", "0")


def test_where_all_is_used_it_says_so():
    assert run() == "Every picture older than 90 days is used.\n"


def test_a_picture_of_a_withdrawn_post_is_not_unused(alma):
    image = make_image()
    draft = make_draft(by=alma, cover=image)
    workflow.publish(draft, by=alma)
    workflow.withdraw(draft.post, by=alma)

    assert "Every picture" in run("--days", "0")
