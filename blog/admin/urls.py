"""Pages of the desk that belong to no model; ``config/urls.py`` has them before the admin's own."""

from django.urls import include, path

urlpatterns = [
    path("notices/", include("blog.notices.urls")),
]
