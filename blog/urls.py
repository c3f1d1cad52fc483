"""Addresses of reader pages. A post's comes last: whatever no other page has asked for."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from blog import archives, feeds, framed, looks, machines, sitemaps, views

app_name = "blog"


class Slug(StringConverter):
    regex = r"[^/\x00]+"  # PostgreSQL cannot look for a NUL


class Year:
    regex = r"\d{4}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:04d}"


class Month(Year):
    regex = r"\d{2}"

    def to_url(self, value):
        return f"{value:02d}"


class FeedFormat:
    regex = "xml|atom|json"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Colour:
    regex = "[0-9a-f]{6}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class Gist:
    regex = r"(?:[A-Za-z0-9-]{1,39}/)?[0-9a-f]{20,40}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Colour, "colour")
register_converter(FeedFormat, "feed")
register_converter(Gist, "gist")
register_converter(Slug, "any_slug")
register_converter(Year, "year")
register_converter(Month, "month")

urlpatterns = [
    path("", views.home, name="home"),
    path("feed.<feed:format>", feeds.site_feed, name="feed"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("accent/<colour:colour>.css", looks.accent, name="accent"),
    path("framed/gist/<gist:which>/", framed.gist, name="gist"),
    path("health/", machines.health, name="health"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap/posts-<int:part>.xml", sitemaps.posts, name="sitemap_posts"),
    path("authors/", views.authors, name="authors"),
    path("authors/<any_slug:slug>/", views.author, name="author"),
    path("authors/<any_slug:slug>/feed.<feed:format>", feeds.author_feed, name="author_feed"),
    path("tags/", views.tags, name="tags"),
    path("tags/", include("blog.tagsets.urls")),
    path("tags/<any_slug:slug>/", views.tag, name="tag"),
    path("tags/<any_slug:slug>/feed.<feed:format>", feeds.tag_feed, name="tag_feed"),
    path("archive/", archives.archive, name="archive"),
    path("archive/<year:year>/", archives.archive_year, name="archive_year"),
    path("archive/<year:year>/<month:month>/", archives.archive_month, name="archive_month"),
    path("search/", include("blog.search.urls")),
    path("series/", include("blog.series.urls")),
    path("shared/", include("blog.discussion.urls")),
    path("social-cards/", include("blog.socialcards.urls")),
    path("styleguide/", include("blog.styleguide.urls")),
    path("planning/", include("blog.planning.feed_urls")),
    path("<any_slug:slug>/", views.post, name="post"),
]
