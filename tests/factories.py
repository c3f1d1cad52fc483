"""Functions that make one ordinary, valid thing; say only what differs."""

from datetime import datetime

from accounts.models import Author, User
from accounts.roles import give_role
from blog import workflow
from blog.models import Post, Revision

PASSWORD = "a long enough password"


def make_user(name: str, *, role: str | None = "author", password: str = PASSWORD) -> User:
    user = User.objects.create_user(f"{name.lower()}@example.org", password, name=name)
    give_role(user, role)
    return User.objects.get(pk=user.pk)


def make_guest(name: str = "Gus Guest") -> Author:
    return Author.objects.create(name=name)


def somebody() -> User:
    """An editor who is there when nobody in particular is needed."""
    return User.objects.filter(email="somebody@example.org").first() or make_user("Somebody", role="editor")


def make_draft(post: Post | None = None, *, by: User | None = None, authors=(), **text) -> Revision:
    """Save a revision; what is not said is as it was, or ordinary."""
    if post is None:
        by = by or (authors[0] if authors else somebody())
        before, seen = workflow.Text(title="A post", body="<p>Words.</p>", authors=(by.author,)), 0
    else:
        post.refresh_from_db()
        by = by or somebody()
        before, seen = workflow.Text.of(post.latest), post.latest.number
    if authors:
        text["authors"] = tuple(getattr(author, "author", author) for author in authors)
    said = {name: getattr(before, name) for name in [*workflow.Text.columns(), *workflow.Text.RELATED]} | text
    return workflow.save(post, workflow.Text(**said), by=by, seen=seen)


def make_post(*, by: User | None = None, at: datetime | None = None, **text) -> Post:
    """Publish a post, now or at ``at``."""
    draft = make_draft(by=by, **text)
    workflow.publish(draft, by=by if by and by.has_perm("blog.edit_any_post") else somebody(), at=at)
    return Post.objects.get(pk=draft.post_id)


def make_live(posts: int, **text) -> list[Post]:
    return [make_post(title=f"Post {number}", **text) for number in range(posts)]
