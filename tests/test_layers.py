"""Imports run one way: config → blog → accounts → media. Features of blog import its core, not each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
LAYERS = ["config", "blog", "accounts", "media"]  # each may import those after it


def modules() -> list[Path]:
    return sorted(path for layer in LAYERS for path in (HOUSE / layer).rglob("*.py"))


def features(house: Path = HOUSE) -> set[str]:
    """The folders of blog that are apps of their own."""
    return {path.parent.name for path in (house / "blog").glob("*/apps.py")}


def imports(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of all that ``source``, a module in ``package``, imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def wrong_arrows(source: str, module: str, features: set[str]) -> list[str]:
    """Return what is wrong with the imports of ``source``, known by its dotted name ``module``."""
    layer, _, rest = module.partition(".")
    own_feature = rest.partition(".")[0] if layer == "blog" and rest.partition(".")[0] in features else None
    wrong = []
    for line, name in imports(source, module.rpartition(".")[0] or module):
        top, _, below = name.partition(".")
        feature = below.partition(".")[0] if top == "blog" and below.partition(".")[0] in features else None
        if top == "tests":
            wrong.append(f"{module}:{line} imports {name}, and tests are nobody's to import")
        elif top in LAYERS and LAYERS.index(top) < LAYERS.index(layer):
            wrong.append(f"{module}:{line} imports {name}, against {' → '.join(LAYERS)}")
        elif layer == "blog" and feature and feature != own_feature:
            who = f"the feature {own_feature}" if own_feature else "the core of blog"
            wrong.append(f"{module}:{line} imports {name}: {who} must not know the feature {feature}")
    return wrong


def dotted(path: Path) -> str:
    """The name of the module at ``path``; a package keeps its ``__init__``: relative imports stay simple."""
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts)


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_a_module_imports_along_the_arrows(path):
    assert wrong_arrows(path.read_text(), dotted(path), features()) == []


@pytest.mark.parametrize(
    ("module", "line", "is_wrong"),
    [
        ("config.urls", "from blog.models import Post", False),
        ("blog.views", "from accounts.models import Author", False),
        ("blog.views", "import media.models", False),
        ("media.models", "from django.db import models", False),
        ("media.models", "from blog.models import Post", True),
        ("media.models", "from accounts import models", True),
        ("accounts.models", "import blog.models", True),
        ("accounts.roles", "def late():\n    from blog import permissions", True),
        ("blog.views", "from config import settings", True),
        ("blog.views", "from tests.factories import make_post", True),
        ("blog.views", "from blog import search", True),
        ("blog.views", "from . import search", True),
        ("blog.admin.posts", "from ..search.models import Document", True),
        ("blog.admin.posts", "from .. import workflow", False),
        ("blog.admin.__init__", "from ..search import models", True),
        ("blog.search.views", "from blog.models import Post", False),
        ("blog.search.views", "from blog.search.models import Document", False),
        ("blog.search.views", "from .models import Document", False),
        ("blog.search.views", "from blog.notices import tasks", True),
        ("config.wsgi", "from blog.search import models", False),
    ],
)
def test_the_rule_itself_tells_right_from_wrong(module, line, is_wrong):
    found = wrong_arrows(line, module, {"search", "notices"})

    assert bool(found) is is_wrong


def test_a_feature_is_a_folder_of_blog_with_an_app(tmp_path):
    for path in ("blog/apps.py", "blog/search/apps.py", "blog/workflow/steps.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()

    assert features(tmp_path) == {"search"}
