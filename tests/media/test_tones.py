"""The colour in the place of a picture: of the picture, and one that the style sheet knows."""

from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image as Picture

from media import tones
from tests.factories_media import RED, make_animation, make_picture
from tests.media.test_renditions import BytesIO, render


def file_of(picture: Picture.Image, format: str = "PNG") -> bytes:
    target = BytesIO()
    picture.save(target, format)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "tone"),
    [
        pytest.param(file_of(Picture.new("RGB", (40, 30), (192, 128, 64))), "c08040", id="one colour"),
        pytest.param(file_of(Picture.new("L", (40, 30), 128)), "808080", id="grey"),
        pytest.param(file_of(Picture.new("RGBA", (40, 30), (*RED, 255))), "c81e1e", id="nothing shines through"),
        pytest.param(file_of(Picture.new("RGBA", (40, 30), (*RED, 254))), "", id="something shines through"),
        pytest.param(file_of(make_picture((40, 30))), "817781", id="four colours"),
        pytest.param(make_animation(), "c81e1e", id="the first frame"),
    ],
)
def test_a_tone_is_the_mean_colour(content, tone):
    found = render(content).tone

    assert len(found) == len(tone)
    assert all(abs(a - b) <= 3 for a, b in zip(bytes.fromhex(found), bytes.fromhex(tone), strict=True))


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("000000", "g1"),
        ("ffffff", "g5"),
        ("808080", "g3"),
        ("c81e1e", "r2"),
        ("501010", "r1"),
        ("ff0010", "r3"),
        ("d0d8f0", "b5"),
        ("204020", "l1"),
        ("401040", "m1"),
    ],
)
def test_every_colour_is_near_a_tone(colour, name):
    assert tones.nearest(colour) == name


def test_the_style_sheet_knows_every_tone():
    sheet = Path(finders.find("site.css")).read_text()
    channels = ("00", "30", "60", "90", "c0", "ff")

    names = {tones.nearest("".join(colour)) for colour in product(channels, repeat=3)}

    assert len(names) > 30
    for letter, digit in names:
        assert f'[data-tone^="{letter}"]' in sheet
        assert f'[data-tone$="{digit}"]' in sheet
