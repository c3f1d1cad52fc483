"""``manage.py serve``: refuses a taken port before anything else, and runs what the Procfile lists."""

import socket

import pytest
from django.conf import settings
from django.core.management import CommandError
from honcho.environ import parse_procfile

from config.management.commands.serve import refuse_a_taken_port


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_a_way_out(taken_port):
    with pytest.raises(CommandError) as refused:
        refuse_a_taken_port("127.0.0.1", taken_port)

    assert f"Port {taken_port} on 127.0.0.1 cannot be used: Address already in use." in str(refused.value)
    assert f"PORT={taken_port + 1} make run" in str(refused.value)


def test_a_port_that_is_taken_stops_the_start_before_anything_is_made(manage, taken_port, tmp_path):
    done = manage("serve", PORT=str(taken_port))

    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert not (tmp_path / "var/db.sqlite3").exists()


def test_looking_at_a_free_port_leaves_it_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    refuse_a_taken_port("127.0.0.1", port)
    refuse_a_taken_port("127.0.0.1", port)


def test_an_unknown_address_to_listen_on_is_named():
    with pytest.raises(CommandError, match=r"BYLINE_BIND.*no\.such\.host\.invalid"):
        refuse_a_taken_port("no.such.host.invalid", 8000)


def test_the_procfile_lists_web_and_worker():
    procfile = parse_procfile((settings.BASE_DIR / "Procfile").read_text())

    assert set(procfile.processes) == {"web", "worker"}
