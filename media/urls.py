"""Where renditions are fetched, while neither nginx nor S3 sends them."""

from django.urls import path

from media import views

app_name = "media"
urlpatterns = [path("<path:path>", views.upload_file, name="upload")]
