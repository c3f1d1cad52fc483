"""The child process: whatever happens in it, the site goes on and says what was wrong."""

import json
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from media import child, sandbox
from tests.factories_media import make_bytes


def code_of_refusal() -> str:
    with pytest.raises(ValidationError) as caught:
        sandbox.render(BytesIO(make_bytes((40, 30))), format="webp", widths=[20])
    return caught.value.code


def test_it_learns_the_size_and_brings_back_the_files():
    rendered = sandbox.render(BytesIO(make_bytes((40, 30))), format="webp", widths=[20, 1200])

    assert (rendered.width, rendered.height, rendered.is_animated) == (40, 30, False)
    assert sorted(rendered.files) == [20, 40]


def test_it_reads_a_file_from_its_beginning():
    file = BytesIO(make_bytes((40, 30)))
    file.read()

    assert sandbox.render(file, format="webp", widths=[20]).width == 40


@pytest.mark.parametrize(
    ("program", "code"),
    [
        pytest.param("while True: pass", "too_complex", id="it never ends"),
        pytest.param("import os; os.kill(os.getpid(), 9)", "too_complex", id="the kernel kills it"),
        pytest.param("import os; os.kill(os.getpid(), 11)", "unreadable", id="it crashes"),
        pytest.param("raise OSError('broken data stream')", "unreadable", id="it gives up"),
    ],
)
def test_an_accident_in_the_child_becomes_words(program, code, monkeypatch):
    run = subprocess.run
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 1)
    monkeypatch.setattr(
        sandbox.subprocess, "run", lambda command, **options: run([sys.executable, "-c", program], **options)
    )

    assert code_of_refusal() == code


def test_the_child_cannot_take_more_memory_than_allowed():
    program = "from media import child; child.limit(); bytearray(2 * 1024**3)"

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert "MemoryError" in ended.stderr


def test_running_out_of_memory_is_an_answer(monkeypatch, tmp_path):
    def greedy(*args, **options):
        raise MemoryError

    (tmp_path / "original").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(child.renditions, "render", greedy)

    assert child.answer("webp", "400", "1000") == {"code": "too_complex"}


def test_the_child_knows_no_secret_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    run, seen = subprocess.run, []

    def look(command, **options):
        program = "import json, os; print(json.dumps(dict(os.environ)))"
        seen.append(json.loads(run([sys.executable, "-c", program], **options).stdout))
        return run(command, **options)

    monkeypatch.setattr(sandbox.subprocess, "run", look)

    sandbox.render(BytesIO(make_bytes((40, 30))), format="webp", widths=[20])

    assert "SECRET_KEY" not in seen[0]


def test_the_child_loads_neither_django_nor_the_settings():
    program = "import sys, media.child; print([name for name in sys.modules if 'django' in name])"

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ended.stdout.strip() == "[]"


def test_a_picture_within_the_limit_of_pixels_is_within_the_limit_of_memory():
    """49 megapixels with transparency, which is the most that is decoded at once."""
    content = make_bytes((7000, 7000), "PNG", mode="RGBA", compress_level=1)

    rendered = sandbox.render(BytesIO(content), format="webp", widths=[400])

    assert rendered.width == 7000
