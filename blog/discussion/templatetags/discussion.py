"""What is said about a post, in short, beside the form that writes it."""

from django import template

from blog.models import Post

register = template.Library()

NEWEST = 3


def summary(post: Post) -> dict:
    unresolved = post.notes.unresolved()
    newest = unresolved.filter(removed_at=None).select_related("link").order_by("-at", "-pk")
    return {"post": post, "open_threads": unresolved.threads().count(), "newest": newest[:NEWEST]}


@register.inclusion_tag("discussion/_beside_the_form.html")
def discussion(post: Post) -> dict:
    """The summary with its style and script; inside the post's form, so it holds no form of its own."""
    return summary(post)


@register.inclusion_tag("discussion/_summary.html")
def discussion_summary(post: Post) -> dict:
    return summary(post)
