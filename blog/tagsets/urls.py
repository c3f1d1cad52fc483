"""Addresses of sets of tags, below /tags/. They have a plus in them, which no slug has."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from blog.tagsets import views


class Words(StringConverter):
    regex = r"[^/+\x00]+(?:\+[^/+\x00]+)+"


register_converter(Words, "tag_set")

urlpatterns = [
    path("<tag_set:words>/", views.tag_set, name="tag_set"),
    path("<tag_set:words>/feed.<feed:format>", views.tag_set_feed, name="tag_set_feed"),
]
