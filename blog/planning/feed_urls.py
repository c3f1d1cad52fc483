"""The address of a feed, below /planning/: readers' side, because a calendar program cannot sign in."""

from django.urls import path

from blog.planning import feed

urlpatterns = [path("<slug:key>.ics", feed.planning, name="planning_feed")]
