"""``manage.py serve``: what ``make run`` does once all is installed. Starts the processes of the Procfile."""

import os
import signal
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connections
from honcho.environ import parse_procfile
from honcho.manager import Manager

STOPPED_BY_HAND = {128 + signal.SIGINT, 128 + signal.SIGTERM}


class Command(BaseCommand):
    help = "Prepare the publication, then run web and worker until Ctrl-C."

    def handle(self, **options):
        refuse_a_taken_port(settings.BIND, settings.PORT)
        self.stdout.write("Preparing …")
        call_command("prepare", demo=settings.DEMO, stdout=self.stdout)
        connections.close_all()  # the processes started next must not share an open one
        self.stdout.write(self.style.SUCCESS(f"\n{settings.BYLINE_URL} — Ctrl-C stops it.\n"))
        self.stdout.flush()

        manager = Manager()
        environment = {
            **os.environ,  # by now with what an .env file says
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        procfile = parse_procfile((settings.BASE_DIR / "Procfile").read_text())
        for name, line in procfile.processes.items():
            manager.add_process(name, line, env=environment, cwd=settings.BASE_DIR)
        manager.loop()
        sys.exit(0 if manager.returncode in STOPPED_BY_HAND else manager.returncode)


def refuse_a_taken_port(host: str, port: int) -> None:
    """Raise CommandError when somebody listens there already; the web server itself would share the port."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise CommandError(f"BYLINE_BIND={host!r} is not an address of this machine.") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used: {error.strerror}. If another program has it, stop "
                f"that, or choose a free port: PORT={port + 1 if port < 65535 else 8000} make run"
            ) from error
