"""A form that came without its key: somebody’s cookies are gone, or another website sent it."""

from django.conf import settings
from django.shortcuts import render

from blog.views import show


def refused(request, reason=""):
    """Say what happened and what to do; whoever wrote here gets their words back, to copy."""
    words = {"kept": _words(request)}
    if request.resolver_match.namespaces[:1] == ["blog"]:
        response = show(request, "form_refused_for_readers.html", words, status=403)
    else:
        response = render(request, "form_refused.html", words, status=403)
    response["Cache-Control"] = "no-store, private"
    return response


def _words(request) -> list[tuple[str, str]]:
    """Return what was written in a form of our own, by name. What another website sends is not repeated here."""
    here = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if request.headers.get("Origin") not in here:
        return []
    typed = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name.replace("_", " "), value) for name, value in typed if " " in value and "password" not in name]
