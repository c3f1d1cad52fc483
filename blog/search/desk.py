"""The desk's list of posts, searched: drafts too, but for each person only what they may see."""

from dataclasses import replace

from accounts.models import Author
from blog import permissions
from blog.models import SiteSettings
from blog.search import asking, query

MOST_FOUND = 1_000


def matching(text: str, user, *, in_titles: bool = False) -> list[int]:
    """Return the newest revisions of posts that ``text`` finds: drafts first, of very many the newest.

    For a writer these are of their own posts and a few more that were theirs: ``visible_to`` has the last word.
    """
    asked = query.parse(text, asking.languages(SiteSettings.load()), is_typing=True)
    if not asked:
        return []
    if in_titles:  # of which few letters are typed: any word may be the beginning of one
        asked = replace(asked, terms=[replace(term, stems=(), is_prefix=True) for term in asked.terms])
    marks = () if permissions.edits_any(user) else _marks_of(user)
    found = asking.at_the_desk(asked, marks, most=MOST_FOUND, in_titles=in_titles)
    return [each.revision_id for each in found]


def _marks_of(user) -> tuple[str, ...]:
    own = Author.objects.filter(user=user).values_list("pk", flat=True)
    return (f"u{user.pk}", *(f"w{author}" for author in own))
