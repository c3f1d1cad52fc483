"""Filters of the desk's list of posts by an author or a tag: the first are offered, any other is found by name."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Author
from accounts.slugs import normal_slug
from blog.models import Byline, Tag, TagPlacement

MOST_SORTED = 5000
AUTHORS_OFFERED = 50
TAGS_OFFERED = 30


class NamedFilter(admin.SimpleListFilter):
    """The address has the slug of what is chosen, or what somebody has typed of its name.

    ``offer`` returns the rows to choose from, ``find`` the one that something typed means, or None, ``posts_of``
    the posts of the one that was found.
    """

    template = "admin/blog/post/_named_filter.html"

    @property
    def asked(self) -> str:
        return (self.used_parameters.get(self.parameter_name) or "")[:200].strip()

    @cached_property
    def found(self):
        return self.find(self.asked) if self.asked else None

    def value(self):
        return self.found.slug if self.found else self.asked or None

    def lookups(self, request, model_admin):
        return [(row.slug, row.name) for row in self.offer()]

    def has_output(self):
        return True

    def choices(self, changelist):
        others = {name: values for name, values in changelist.filter_params.items() if name != self.parameter_name}
        self.kept = [(name, value) for name, values in others.items() for value in values]
        return super().choices(changelist)

    def queryset(self, request, queryset):
        if not self.asked:
            return queryset
        return self.posts_of(queryset) if self.found else queryset.none()


class AuthorFilter(NamedFilter):
    title = _("author")
    parameter_name = "author"

    def offer(self):
        return Author.objects.all()[:AUTHORS_OFFERED]

    def find(self, typed):
        named = Author.objects.filter(name__icontains=typed)
        return Author.objects.filter(slug=normal_slug(typed)).first() or named.first()

    def posts_of(self, posts):
        return _placed(posts, Byline.objects.filter(author=self.found), "revision")


class TagFilter(NamedFilter):
    title = _("tag")
    parameter_name = "tag"

    def offer(self):
        return Tag.objects.filter(count__posts__gt=0).order_by("-count__posts", "key")[:TAGS_OFFERED]

    def find(self, typed):
        try:
            return Tag.objects.at(typed)
        except Tag.DoesNotExist:
            begun = Tag.objects.beginning(typed).select_related("same_as").first()
            return begun and (begun.same_as or begun)

    def posts_of(self, posts):
        return _placed(posts, TagPlacement.objects.filter(tag=self.found), "content_object")


def _placed(posts, placements, revision: str):
    are_many = placements.filter(live_from__isnull=False)[MOST_SORTED : MOST_SORTED + 1].exists()
    return placed(posts, placements, revision, are_many=are_many)


def placed(posts, placements, revision: str, *, are_many: bool):
    """Return those of ``posts`` whose newest text is the ``revision`` of one of ``placements``, of one author or tag.

    Where they ``are_many``, each post is asked, for the next is soon found; otherwise its posts are sorted.
    """
    if are_many:
        return posts.filter(Exists(placements.filter(**{revision: OuterRef("latest")})))
    return posts.filter(latest__in=placements.values(revision))
