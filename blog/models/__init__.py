"""A post is an identity, its revisions are what it says, and time decides which of them readers see."""

from blog.models.counts import CountedAt, MonthCount, TagCount
from blog.models.desk import Autosave, Bulk, Event, Ownership, Presence, Verb
from blog.models.placements import ImagePlacement, LinkPlacement
from blog.models.posts import Address, Post
from blog.models.revisions import Byline, Revision, State
from blog.models.site import SiteSettings
from blog.models.tags import Tag, TagAddress, TagPlacement
from blog.models.times import Timed, TimedQuerySet

__all__ = [
    "Address",
    "Autosave",
    "Bulk",
    "Byline",
    "CountedAt",
    "Event",
    "ImagePlacement",
    "LinkPlacement",
    "MonthCount",
    "Ownership",
    "Post",
    "Presence",
    "Revision",
    "SiteSettings",
    "State",
    "Tag",
    "TagAddress",
    "TagCount",
    "TagPlacement",
    "Timed",
    "TimedQuerySet",
    "Verb",
]
