"""Which posts come near one: those whose weightiest terms are the same, by the cosine of the angle between them.

The cost has a bound, whatever the number of posts: of each term of a post, only those posts are looked at that it
says most of, and a post enters the lists of those alone that are in its own sight.
"""

from collections import defaultdict

from django.db import connection
from django.db.models import Count, Q

from blog.related.models import Gist, Neighbour, Term

MOST_PER_TERM = 100
IN_SIGHT = 40  # posts that share most
KEPT = 12  # neighbours: some may not be live
LEAST = 500  # of Term.WHOLE: below it, posts share words and no subject
FEWEST = 2  # terms they share: one may mean anything
FEW = 6  # neighbours that are left when others have gone

_OF_TERM = """SELECT * FROM (
    SELECT gist_id, weight * %s AS product FROM related_term WHERE term = %s
    ORDER BY weight DESC, gist_id DESC LIMIT %s
) AS term{number}"""
_SHARING = """SELECT gist_id FROM ({terms}) AS shared WHERE gist_id <> %s
    GROUP BY gist_id ORDER BY SUM(product) DESC, gist_id DESC LIMIT %s"""

Lists = dict[int, dict[int, int]]  # post → its neighbours and how near they are


def relate(post: int) -> bool:
    """Find the neighbours of ``post``, and make it one of theirs; return whether a list changed. In a transaction."""
    standing = Neighbour.objects.filter(near=post)
    scores = _scores(post, list(standing.values_list("gist", flat=True)))
    is_out = drop(standing.exclude(gist__in=scores))
    before = _lists([post, *scores])
    after = {other: _best(before[other] | {post: score}) for other, score in scores.items()}
    after[post] = _best(scores)
    _store(before, after)
    Gist.objects.filter(pk=post).update(step=Gist.Step.DONE)
    return is_out or any(list(before[each]) != list(after[each]) for each in after)


def drop(neighbours) -> bool:
    """Take ``neighbours`` out; whoever is left with few is to look for others. Returns whether there were any."""
    poorer = set(neighbours.values_list("gist", flat=True))
    neighbours.delete()
    left = Neighbour.objects.filter(gist__in=poorer).values("gist").annotate(left=Count("pk"))
    rich = left.filter(left__gte=FEW).values("gist")
    Gist.objects.filter(pk__in=poorer, step=Gist.Step.DONE).exclude(pk__in=rich).update(step=Gist.Step.RELATE)
    return bool(poorer)


def _scores(post: int, standing: list[int]) -> dict[int, int]:
    """Return how near those come that are in sight of ``post``, or in whose lists it stands; not who is too far."""
    weights = dict(Term.objects.filter(gist=post).values_list("term", "weight"))
    products = defaultdict(list)
    seen = Term.objects.filter(gist__in=[*standing, *_in_sight(post, weights)], term__in=weights)
    for other, term, weight in seen.values_list("gist", "term", "weight"):
        products[other].append(weight * weights[term])
    scores = {other: sum(each) // Term.WHOLE for other, each in products.items() if len(each) >= FEWEST}
    return {other: score for other, score in scores.items() if score >= LEAST}


def _in_sight(post: int, weights: dict[str, int]) -> list[int]:
    if not weights:
        return []
    terms = " UNION ALL ".join(_OF_TERM.format(number=number) for number in range(len(weights)))
    values = [value for term, weight in weights.items() for value in (weight, term, MOST_PER_TERM)]
    with connection.cursor() as cursor:
        cursor.execute(_SHARING.format(terms=terms), [*values, post, IN_SIGHT])
        return [row[0] for row in cursor.fetchall()]


def _lists(posts: list[int]) -> Lists:
    lists = {post: {} for post in posts}
    for post, near, score in Neighbour.objects.filter(gist__in=posts).values_list("gist", "near", "score"):
        lists[post][near] = score
    return {post: _in_order(near) for post, near in lists.items()}


def _in_order(near: dict[int, int]) -> dict[int, int]:
    """The nearest first; of those as near, the newer."""
    return dict(sorted(near.items(), key=lambda pair: (-pair[1], -pair[0])))


def _best(near: dict[int, int]) -> dict[int, int]:
    return dict(list(_in_order(near).items())[:KEPT])


def _store(before: Lists, after: Lists) -> None:
    changed = {
        (post, near): score for post in after for near, score in after[post].items() if before[post].get(near) != score
    }
    gone = Q()
    for post in after:
        if dropped := before[post].keys() - after[post].keys():
            gone |= Q(gist=post, near__in=dropped)
    if gone:
        Neighbour.objects.filter(gone).delete()
    Neighbour.objects.bulk_create(
        [Neighbour(gist_id=post, near_id=near, score=score) for (post, near), score in changed.items()],
        update_conflicts=True,
        unique_fields=["gist", "near"],
        update_fields=["score"],
    )
