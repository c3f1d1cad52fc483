"""What a page calls its own parts is never what a heading of its text may be called."""

import inspect
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.base import Node
from django.template.library import InclusionNode, SimpleNode
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.utils.html import escape

from blog import markup
from blog.discussion import links
from tests.factories import make_draft

AROUND_A_TEXT = ["blog/post.html", "discussion/shared.html"]


def templates_from(name: str, seen: set[str]) -> set[str]:
    """Return ``seen`` with ``name`` and every template that it extends, includes or has a tag show."""
    if name in seen:
        return seen
    seen.add(name)
    for node in get_template(name).template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, ExtendsNode):
            templates_from(node.parent_name.resolve({}), seen)
        if isinstance(node, IncludeNode):
            templates_from(node.template.resolve({}), seen)
        if isinstance(node, InclusionNode):
            templates_from(node.filename, seen)
        if isinstance(node, SimpleNode):
            for shown in re.findall(r'"([\w/]+\.html)"', inspect.getsource(node.func)):
                templates_from(shown, seen)
    return seen


@pytest.fixture(scope="module")
def sources():
    templates = set[str]()
    for name in AROUND_A_TEXT:
        templates_from(name, templates)
    return [get_template(name).template.source for name in templates]


def test_no_heading_takes_the_name_of_a_part_of_its_page(sources):
    names = {re.sub(r"{{.*?}}", "1", name) for source in sources for name in re.findall(r'\sid="([^"{][^"]*)"', source)}

    assert {"content", "linking", "_in-series", "_comment-1"} <= names
    for name in names:
        html = markup.render(f"<h2>{escape(name)}</h2>", {})
        assert f'id="{name}"' not in html, f"A heading may be called that: call it “_{name}”, which none can be."


def test_scripts_of_a_page_look_for_nothing_by_a_name_that_a_heading_may_have(sources):
    names = {name for source in sources for name in re.findall(r'{% static "([^"]+\.js)" %}', source)}
    scripts = {name: Path(finders.find(name)).read_text() for name in names}

    assert {"scheme.js", "blog/page/copy.js", "blog/page/lightbox.js"} <= names
    for name, script in scripts.items():
        assert not re.search(r"""getElementById|(querySelector(All)?|closest)\(["'`][^"'`]*#""", script), name


def test_no_field_of_a_guest_takes_the_name_of_a_heading(client, alma):
    _link, address = links.make(make_draft(by=alma, body="<h2>id text</h2>").post, by=alma, label="Gus")
    page = client.get(address).text

    ids = re.findall(r'\sid="([^"]+)"', page.partition('<section class="comments"')[2])
    assert {"_text", "_name"} <= set(ids)
    for name in ids:
        assert f'id="{name}"' not in markup.render(f"<h2>{escape(name)}</h2>", {})
