"""The addresses of the publication, and one more: a view that does nothing, which every other is measured in."""

from django.http import HttpResponse
from django.urls import path

from config import urls

urlpatterns = [path("bare/", lambda request: HttpResponse("Nothing.")), *urls.urlpatterns]
handler404 = urls.handler404
