"""Below /admin/notices/: everybody at the desk has their own."""

from django.contrib import admin
from django.urls import path

from blog.notices import views

app_name = "notices"

urlpatterns = [
    path("", admin.site.admin_view(views.inbox), name="inbox"),
    path("mail/", admin.site.admin_view(views.mail_choice), name="mail_choice"),
    path("<int:pk>/", admin.site.admin_view(views.open_notice), name="open"),
]
