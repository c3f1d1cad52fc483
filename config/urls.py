"""Every address of the publication; readers' pages are blog's, and come last."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config.first_admin import first_admin

# The admin's own sign-in form knows no throttling: allauth's is the only one.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("admin/", include("blog.admin.urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("accounts/first/<str:token>/", first_admin, name="first_admin"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("uploads/", include("media.urls")),
    path("", include("blog.urls")),
]

handler404 = "blog.views.not_found"
