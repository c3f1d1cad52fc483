"""The style guide, for people at the desk."""

from django.contrib import admin
from django.urls import path

from blog.styleguide.views import styleguide

urlpatterns = [path("", admin.site.admin_view(styleguide), name="styleguide")]
