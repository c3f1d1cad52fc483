"""The line on the desk's form that says which day a piece is meant for."""

from django import template

from blog.models import Post
from blog.planning.models import Plan

register = template.Library()


@register.inclusion_tag("planning/_plan.html")
def plan_of(post: Post) -> dict:
    return {"post": post, "plan": Plan.objects.filter(post=post).first()}
