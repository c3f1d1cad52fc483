"""What every page for readers begins with."""

from django.views.decorators import http
from django.views.decorators.csrf import csrf_exempt


def require_safe(view):
    """As Django's: GET and HEAD alone. Other methods hear so, and not first that a form’s key is missing."""
    return csrf_exempt(http.require_safe(view))
