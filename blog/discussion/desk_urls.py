"""The pages of the desk, below /admin/discussion/."""

from django.contrib import admin
from django.urls import path

from blog.discussion import desk

app_name = "discussion"

wrap = admin.site.admin_view

urlpatterns = [
    path("<int:pk>/", wrap(desk.notes_page), name="notes"),
    path("<int:pk>/links/", wrap(desk.links_page), name="links"),
    path("links/<int:pk>/revoke/", wrap(desk.revoke), name="revoke"),
    path("notes/<int:pk>/change/", wrap(desk.change_page), name="change"),
    path("notes/<int:pk>/remove/", wrap(desk.remove), name="remove"),
    path("notes/<int:pk>/resolve/", wrap(desk.resolve), name="resolve"),
    path("notes/<int:pk>/reopen/", wrap(desk.reopen), name="reopen"),
]
