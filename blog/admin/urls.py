"""Pages of the desk that belong to no model; ``config/urls.py`` has them before the admin's own."""

from django.contrib import admin
from django.urls import include, path

from blog.admin import autosaves

urlpatterns = [
    path("signed-in/", admin.site.admin_view(autosaves.signed_in), name="desk_signed_in"),
    path("notices/", include("blog.notices.urls")),
    path("discussion/", include("blog.discussion.desk_urls")),
    path("planning/", include("blog.planning.urls")),
]
