"""Addresses of the calendar at the desk, below /admin/planning/."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.urls import path

from blog.planning import views

app_name = "planning"


def at_the_desk(view):
    return admin.site.admin_view(permission_required("blog.view_post", raise_exception=True)(view))


urlpatterns = [
    path("", at_the_desk(views.month), name="calendar"),
    path("feed/", at_the_desk(views.feed_key), name="feed_key"),
    path("<int:pk>/", at_the_desk(views.piece), name="piece"),
    path("<int:year>/<int:month>/", at_the_desk(views.month), name="month"),
    path("<int:year>/<int:month>/<int:day>/", at_the_desk(views.day), name="day"),
]
