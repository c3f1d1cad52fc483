"""Addresses of reader pages. A post's comes last: whatever no other page has asked for."""

from django.urls import path, register_converter

from blog import views

app_name = "blog"


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


register_converter(Year, "year")
register_converter(Month, "month")

urlpatterns = [
    path("", views.home, name="home"),
    path("authors/<str:slug>/", views.author, name="author"),
    path("tags/", views.tags, name="tags"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive_year, name="archive_year"),
    path("archive/<year:year>/<month:month>/", views.archive_month, name="archive_month"),
    path("<str:slug>/", views.post, name="post"),
]
