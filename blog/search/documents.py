"""What a revision says, in plain words, and the document it is found by."""

import html
import re
from itertools import chain

from blog import folding, markup
from blog.models import Byline, Revision, TagPlacement
from blog.search.models import Document
from media.models import Image

_NOTE = re.compile(r'data-footnote="([^"]*)"')
MOST_BYTES = 300_000  # of folded words in one column: a vector of PostgreSQL’s holds a megabyte in all


def bodies(revisions: list[Revision]) -> dict[int, str]:
    """Return revision → its text with summary, captions, alternative texts and footnotes, in one query at most."""
    shown = {revision.pk: set(markup.image_ids(revision.body)) for revision in revisions}
    wanted = set().union(*shown.values(), (revision.cover_id for revision in revisions)) - {None}
    images = Image.objects.kept().only("alt", "caption").in_bulk(wanted) if wanted else {}
    return {revision.pk: "\n".join(filter(None, _said(revision, images))) for revision in revisions}


def _said(revision: Revision, images: dict[int, Image]):
    yield revision.summary
    if cover := images.get(revision.cover_id):
        yield cover.alt if revision.cover_alt is None else revision.cover_alt
        yield cover.caption if revision.cover_caption is None else revision.cover_caption
    yield markup.plain(revision.body)
    yield from (html.unescape(note) for note in _NOTE.findall(revision.body))
    for number, alt, caption in markup.figures(revision.body):
        if image := images.get(number):
            yield image.alt if alt is None else alt
            yield image.caption if caption is None else ""  # its own stands in the text


def documents_of(revisions: list[Revision], usual: str) -> list[Document]:
    """Return an unsaved document for each of ``revisions``, in four queries at most. Their posts must be fetched.

    ``usual`` is the language of those that name none.
    """
    numbers = [revision.pk for revision in revisions]
    bylines, tags = {pk: [] for pk in numbers}, {pk: [] for pk in numbers}
    for byline in Byline.objects.filter(revision__in=numbers).select_related("author").order_by("position"):
        bylines[byline.revision_id].append(byline.author)
    for placement in TagPlacement.objects.filter(content_object__in=numbers).select_related("tag").order_by("pk"):
        tags[placement.content_object_id].append(placement.tag)
    writers = _writers({revision.post_id for revision in revisions})
    texts = bodies(revisions)
    return [
        Document(
            revision=revision,
            post_id=revision.post_id,
            marks=_marks(revision, bylines[revision.pk], tags[revision.pk], writers[revision.post_id]),
            **_columns(revision, bylines[revision.pk], tags[revision.pk], texts[revision.pk], usual),
        )
        for revision in revisions
    ]


def _writers(posts: set[int]) -> dict[int, set[int]]:
    """Return post → everybody whose own it may be by a byline: those of what is open, live, scheduled or newest."""
    writers = {post: set() for post in posts}
    # By revisions, which have an index by post; bylines are asked for theirs.
    revisions = Revision.objects.filter(post__in=posts)
    shown = revisions.current() | revisions.filter(latest_of__isnull=False)
    bylines = Byline.objects.filter(revision__in=shown.values("pk"))
    for post, author in bylines.values_list("post_id", "author_id"):
        writers[post].add(author)
    return writers


def _marks(revision: Revision, authors, tags, writers: set[int]) -> str:
    marks = [f"t{tag.pk}" for tag in tags] + [f"a{author.pk}" for author in authors]
    return " ".join([*marks, *(f"w{author}" for author in sorted(writers)), f"u{revision.post.created_by_id}"])


def _columns(revision: Revision, authors, tags, text: str, usual: str) -> dict[str, str]:
    title, body = list(folding.words(revision.title)), list(folding.words(text))
    people, names = ([list(folding.words(str(each))) for each in many] for many in (authors, tags))
    return {
        "title": _line(title),
        "people": lines(people),
        "tags": lines(names),
        "body": _line(body),
        "forms": _forms([*title, *chain(*people, *names), *body], revision.language or usual),
    }


def lines(names: list[list[folding.Folded]]) -> str:
    """Return folded names with a line break on either side of each, so that a name can be looked for."""
    return "\n".join(["", *map(_line, names), ""]) if names else ""


def _line(words: list[folding.Folded]) -> str:
    return _cut(" ".join(token for word in words for token in word.tokens))


def _forms(words: list[folding.Folded], language: str) -> str:
    forms = {}
    for word in words:
        forms.update(dict.fromkeys(folding.stem(token, language) for token in word.tokens if token.isalpha()))
        for other in filter(None, (word.joined, word.unsigned)):
            forms |= {other: None, folding.stem(other, language): None}
    return _cut(" ".join(forms))


def _cut(line: str) -> str:
    return line.encode()[:MOST_BYTES].decode(errors="ignore").strip()
