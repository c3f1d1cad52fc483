"""The desk's list of posts, searched: drafts too, but for each person only what they may see."""

from dataclasses import replace

from accounts.models import Author
from blog import permissions
from blog.models import SiteSettings
from blog.search import asking, query

MOST_FOUND = 1_000


def matching(text: str, user, *, in_titles: bool = False) -> list[int]:
    """Return the newest revisions of posts that ``text`` finds: drafts first, of very many the newest.

    A last word that finds nothing is taken for the beginning of one. For a writer these are of their own posts and
    a few more that were theirs: ``visible_to`` has the last word.
    """
    languages = asking.languages(SiteSettings.load())
    marks = () if permissions.edits_any(user) else _marks_of(user)
    for is_typing in (True,) if in_titles else (False, True):
        asked = query.parse(text, languages, is_typing=is_typing)
        if asked and in_titles:  # of which few letters are typed: any word may be the beginning of one
            asked = replace(asked, terms=[replace(term, stems=(), is_prefix=True) for term in asked.terms])
        if asked and (found := asking.at_the_desk(asked, marks, most=MOST_FOUND, in_titles=in_titles)):
            return [each.revision_id for each in found]
    return []


def _marks_of(user) -> tuple[str, ...]:
    own = Author.objects.filter(user=user).values_list("pk", flat=True)
    return (f"u{user.pk}", *(f"w{author}" for author in own))
