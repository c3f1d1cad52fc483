"""Addresses of series, below /series/."""

from django.urls import path

from blog.series import views

urlpatterns = [
    path("", views.index, name="series_index"),
    path("<any_slug:slug>/", views.series, name="series"),
    path("<any_slug:slug>/feed.<feed:format>", views.feed, name="series_feed"),
]
