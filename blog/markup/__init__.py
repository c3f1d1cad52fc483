"""The only door from what an author wrote to what a reader's browser gets.

``clean`` decides what is kept, ``render`` what it becomes, ``opened`` what the editor is given; all three read the
same closed subset of HTML, declared for the editor in ``blog/editor.py``.
"""

from blog.markup.cleaning import clean
from blog.markup.contents import without_contents
from blog.markup.directions import direction_of
from blog.markup.reading import (
    blocks,
    count_words,
    embeds_in,
    excerpt,
    figures,
    first_words,
    image_ids,
    images_in,
    linked_slugs,
    opened,
    plain,
)
from blog.markup.rendering import VERSION, for_feed, render, render_revision

__all__ = [
    "VERSION",
    "blocks",
    "clean",
    "count_words",
    "direction_of",
    "embeds_in",
    "excerpt",
    "figures",
    "first_words",
    "for_feed",
    "image_ids",
    "images_in",
    "linked_slugs",
    "opened",
    "plain",
    "render",
    "render_revision",
    "without_contents",
]
