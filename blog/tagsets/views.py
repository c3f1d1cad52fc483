"""The pages and feeds of sets of tags."""

from django.urls import reverse

from blog.feeds import POSTS, Channel, answer
from blog.models import SiteSettings
from blog.reading import require_safe
from blog.tagsets.pages import page_of_set
from blog.tagsets.sets import read
from blog.views import list_moved, show

FEW = 5  # posts: a list that is shorter is no result for a search engine


@require_safe
def tag_set(request, words):
    """The posts of a set; every other way to write it leads to the one address it has."""
    wanted = read(words)
    if wanted.get_absolute_url() != reverse("blog:tag_set", args=[words]):
        return list_moved(request, wanted.get_absolute_url())
    site, before = SiteSettings.load(), request.GET.get("before", "")
    page = page_of_set(wanted, size=site.posts_per_page, before=before)
    is_thin = wanted.without or len(wanted.tags) > 2 or len(page.posts) < FEW
    context = {"page": page, "is_first": not before, "set": wanted, "robots": "noindex, follow" if is_thin else ""}
    return show(request, "tagsets/tag_set.html", context, site=site)


@require_safe
def tag_set_feed(request, words, format):
    wanted = read(words)
    address = wanted.get_absolute_url()
    if address != reverse("blog:tag_set", args=[words]):
        return list_moved(request, f"{address}feed.{format}")
    site = SiteSettings.load()
    posts = page_of_set(wanted, size=POSTS, before=request.GET.get("before", ""), whole=True)
    return answer(request, format, Channel(site, f"{site.name}: {wanted}", "", address, posts))
