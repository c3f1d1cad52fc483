"""What differs between machines, read from the environment or an ``.env``. A wrong value stops the start."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

EXPECTED = {
    "bool": "is neither yes nor no",
    "int": "is not a whole number",
    "dj_db_url": "is not the address of a database, such as postgres://user:password@host/name",
    "dj_email_url": "is not the address of a mail server, such as submission://user:password@host:587",
}


def wrong(name: str, value: str, what: str) -> ImproperlyConfigured:
    # An address may carry a password, and start-up errors end up in logs.
    shown = f"{value.partition('://')[0]}://…" if "://" in value and "@" in value else value
    return ImproperlyConfigured(f"{name}={shown!r} {what}.")


def read(kind: str, name: str, default, *, between: tuple[int, int] | None = None):
    """Return the setting ``name`` from the environment, as ``kind`` reads it; a wrong one stops the start."""
    try:
        value = getattr(env, kind)(name, default)
    except (EnvError, ValueError):
        raise wrong(name, env.str(name), EXPECTED[kind]) from None
    if between and not between[0] <= value <= between[1]:
        raise wrong(name, env.str(name), f"is not between {between[0]} and {between[1]}")
    return value


def is_address(address: str, *, with_path: bool = False) -> bool:
    """Whether ``address`` is that of a website: of all of it, unless a path is allowed."""
    try:
        url = urlsplit(address)
        return bool(
            url.scheme in ("http", "https")
            and url.hostname
            and url.port != 0
            and (with_path or not url.path)
            and not (url.query or url.fragment or url.username)
        )
    except ValueError:
        return False


MAILBOX = re.compile(r"[^@\s<>:,]+@[^@\s<>:,]+")


def read_contacts(name: str) -> list[str]:
    """Return the URIs that the setting ``name`` lists, apart by commas; one of mail may be set without its mailto:."""
    contacts = [contact.strip() for contact in read("str", name, "").split(",") if contact.strip()]
    uris = [f"mailto:{contact}" if MAILBOX.fullmatch(contact) else contact for contact in contacts]
    for uri in uris:
        kind, _colon, rest = uri.partition(":")
        is_right = {
            "https": is_address(uri, with_path=True),
            "mailto": MAILBOX.fullmatch(rest),
            "tel": re.fullmatch(r"\+[\d-]+", rest),
        }
        if not is_right.get(kind) or not uri.isprintable() or " " in uri:
            raise wrong(name, uri, "is neither an address of mail nor a page that begins with https://")
    return uris


def read_hosts(name: str) -> list[str]:
    """Return the names of hosts that the setting ``name`` lists, apart by commas."""
    hosts = [host.strip().lower() for host in read("str", name, "").split(",") if host.strip()]
    for host in hosts:
        if not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", host):
            raise wrong(name, host, "is not the name of a host such as social.example.org")
    return hosts
