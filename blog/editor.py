"""What an author can write: the editor's schema, from which the allow-list of ``blog.markup.clean`` follows.

Read by the settings, so nothing here may import a model.
"""

from django_prose_editor.config import add_tags_and_attributes, html_tags
from js_asset import static_lazy


def _picture(config, allowed) -> None:
    """A figure names its picture; alt text and caption are present where the author has typed them."""
    add_tags_and_attributes(allowed, ["figure", "img", "figcaption"], {"figure": ["data-image-id"], "img": ["alt"]})


def _footnote(config, allowed) -> None:
    add_tags_and_attributes(allowed, ["sup"], {"sup": ["data-footnote"]})


_nothing = html_tags([])

BODY = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Code": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "CodeBlock": {"languageClassPrefix": "language-"},
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"], "openOnClick": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HTML": True,
    "Fullscreen": True,
    "Placeholder": {"placeholder": "Write…"},
    "NoSpellCheck": False,
    "Picture": True,
    "PictureCaption": True,
    "PictureUpload": True,
    "PictureChooser": True,
    "Footnote": True,
    "PasteClean": True,
    "Accessible": True,
}

# As django-prose-editor's setting of this name wants it: scripts, and what each extension lets through the sanitiser.
EXTENSIONS = [
    {"js": [static_lazy("blog/desk/picture.js")], "extensions": {"Picture": _picture, "PictureCaption": _nothing}},
    {"js": [static_lazy("blog/desk/picture-upload.js")], "extensions": {"PictureUpload": _nothing}},
    {"js": [static_lazy("blog/desk/picture-chooser.js")], "extensions": {"PictureChooser": _nothing}},
    {"js": [static_lazy("blog/desk/footnote.js")], "extensions": {"Footnote": _footnote}},
    {"js": [static_lazy("blog/desk/paste-clean.js")], "extensions": {"PasteClean": _nothing}},
    {"js": [static_lazy("blog/desk/accessible.js")], "extensions": {"Accessible": _nothing}},
    # In the editor, but unknown to its own list of what is let through.
    {"js": [], "extensions": {"Fullscreen": _nothing}},
]

# Every block is a button of its own: the editor's drop-down cannot be opened from the keyboard.
MENU_GROUPS = [
    {"group": "headings"},
    {"group": "blockType -headings -lists"},
    {"group": "lists"},
    {"group": "marks"},
    {"group": "link"},
    {"group": "pictures"},
    {"group": "nodes -blockType -lists"},
    {"group": "table"},
    {"group": "history"},
    {"group": "utility"},
]
