"""Colours of code: Pygments tells what each part is, and what readers see coloured gets a class, nothing else."""

from html import escape
from itertools import groupby

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String
from pygments.util import ClassNotFound

# The classes of blog/page/code.css. The first that fits decides.
_CLASSES = {
    Comment.PreprocFile: "s",
    Comment.Preproc: "k",
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    String: "s",
    Number: "m",
    Name.Function: "n",
    Name.Class: "n",
    Name.Builtin: "n",
    Name.Decorator: "n",
    Name.Tag: "n",
}
MOST_CHARACTERS = 100_000  # more is a file to download: browsers would be slow to show all its parts


def coloured(code: str, language: str) -> tuple[str, str] | None:
    """Return what people call ``language``, and ``code`` as HTML; None if it is unknown."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    if len(code) > MOST_CHARACTERS:
        return lexer.name, escape(code, quote=False)
    tokens = ((_class_of(kind), text) for kind, text in lexer.get_tokens(code))
    runs = ((name, "".join(text for _name, text in run)) for name, run in groupby(tokens, key=lambda token: token[0]))
    return lexer.name, "".join(_span(name, escape(text, quote=False)) for name, text in runs)


def _class_of(kind) -> str:
    return next((name for kinds, name in _CLASSES.items() if kind in kinds), "")


def _span(name: str, html: str) -> str:
    return f'<span class="{name}">{html}</span>' if name else html
