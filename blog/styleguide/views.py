"""Every part of readers' pages, made by what makes it there: the templates, the renderer, the newest posts."""

from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from blog import markup
from blog.counts import by_tag
from blog.letters import weigh
from blog.models import Revision, Tag
from blog.paging import page_of
from blog.views import show, with_live_posts
from media.models import Image

STEPS = [1, 2, 4, 6, 9]  # the distances that are used most
COLOURS = ["paper", "wash", "rule", "quiet", "ink", "accent"]


@require_safe
def styleguide(request):
    posts = by_tag()
    tags = list(Tag.objects.filter(pk__in=[tag for tag in posts if posts[tag] > 0]).order_by("key")[:12])
    for tag in tags:
        tag.posts = posts[tag.pk]
    weigh(tags)
    image = Image.objects.kept().order_by("-pk").first()
    sample = render_to_string("styleguide/sample.html", {"image": image})
    context = {
        "body": markup.render(markup.clean(sample), language="en"),
        "colours": COLOURS,
        "steps": STEPS,
        "people": with_live_posts().select_related("portrait")[:2],
        "newest": Revision.objects.listed().live().newest_first().first(),
        "page": page_of(Revision.objects.listed, size=3),
        "tags": tags,
    }
    return show(request, "styleguide/styleguide.html", context)
