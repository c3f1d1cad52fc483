"""Pages of the desk that belong to no model; ``config/urls.py`` has them before the admin's own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("planning/", include("blog.planning.urls")),
]
