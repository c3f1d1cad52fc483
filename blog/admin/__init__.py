"""The writing desk: Django's admin, with the workflow behind it."""

from django.contrib import admin

from blog.admin.posts import PostAdmin
from blog.admin.site import SiteSettingsAdmin

admin.site.site_header = admin.site.site_title = "Byline"
admin.site.index_title = ""
admin.site.enable_nav_sidebar = False

__all__ = ["PostAdmin", "SiteSettingsAdmin", "TagAdmin"]
