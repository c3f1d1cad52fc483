"""A gist, in a frame of ours. It is a script of another place: shut in here, it reaches none of our pages."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_POLICY = (
    "default-src 'none'; script-src 'self' https://gist.github.com; base-uri 'none'; form-action 'none'; "
    "style-src https://github.githubassets.com 'unsafe-inline'; font-src https://github.githubassets.com; "
    "img-src https:; frame-ancestors 'self'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
@cache_control(public=True, max_age=3600)
def gist(request, which):
    """Show the gist ``which`` where a page of ours frames it; by itself it has no page here."""
    address = f"https://gist.github.com/{which}"
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        response = HttpResponseRedirect(address)
    else:
        response = render(request, "blog/gist.html", {"address": address})
        response["Content-Security-Policy"] = _POLICY
        response["X-Frame-Options"] = "SAMEORIGIN"
        response["X-Robots-Tag"] = "noindex"
    response["Vary"] = "Sec-Fetch-Dest"
    return response
