"""The switch “everybody needs a second factor”: who has none is led to set one up before any page of the desk."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from blog.models import SiteSettings

DESK = "/admin/"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Backend(AuthenticationBackend):
    """allauth’s; whoever signed in also brings along, in the same query, whether a second factor is missing."""

    def get_user(self, user_id):
        is_required = Exists(SiteSettings.objects.filter(require_second_factor=True))
        has_one = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))
        lacks = ExpressionWrapper(Q(is_staff=True) & is_required & ~has_one, output_field=BooleanField())
        user = User.objects.annotate(lacks_second_factor=lacks).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


def second_factor(get_response):
    def middleware(request):
        if not request.path.startswith(DESK) or request.path == reverse("admin:logout"):
            return get_response(request)
        if not getattr(request.user, "lacks_second_factor", False):
            return get_response(request)
        if request.method in ("GET", "HEAD"):
            return redirect(f"{reverse('mfa_index')}?required")
        # A redirect would throw away what was typed before somebody turned the switch on.
        return render(request, "second_factor_needed.html", status=403)

    return middleware
