"""What readers search with, below /search/."""

from django.urls import path

from blog.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="search_suggest"),
    path("feed.<feed:format>", views.feed, name="search_feed"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
