"""Fields that features bring to the form about a post: what is decided about the post itself and no revision repeats.

A feature registers its own in its ``admin.py``. What is chosen holds as soon as the form is saved, whatever becomes
of the text.
"""

from typing import Any, Protocol

from django import forms

from blog.models import Post


class Fact(Protocol):
    name: str

    def field(self, post: Post | None, *, by) -> forms.Field:
        """Return the field for ``by``, with what holds now as its ``initial``. ``post`` is None for a new one."""

    def save(self, post: Post, value: Any, *, by) -> None:
        """Let ``value`` hold of ``post``; called whether or not it has changed. Raises workflow.Refused."""


_facts: list[Fact] = []


def register(fact: Fact) -> None:
    _facts.append(fact)


def registered() -> list[Fact]:
    return list(_facts)
