"""Sends renditions. A web server may take that over, and a bucket does; the addresses stay."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponsePermanentRedirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

TYPES = {"webp": "image/webp", "avif": "image/avif", "jpeg": "image/jpeg"}
# As the library names its files: no dot but the last, and so no way out of the folder.
NAME = re.compile(r"(?:[0-9A-Za-z_-]+/)*[0-9A-Za-z_-]+\.(?P<suffix>[a-z]+)")
YEAR = 365 * 24 * 3600  # seconds


def etag(request, path: str, **kwargs) -> str | None:
    """Return the tag of a file that exists: its name, which never gets other content."""
    return f'"{path}"' if default_storage.exists(path) else None


@require_safe
def upload_file(request, path):
    """One file of ``storages["default"]``; what the library would not have put there is a wrong address.

    Text that was rendered before the pictures moved to a bucket still asks here: it is led there.
    """
    name = NAME.fullmatch(path)
    if not name or name["suffix"] not in TYPES:
        raise Http404
    address = default_storage.url(path)
    if address == request.path:
        return _sent(request, path, content_type=TYPES[name["suffix"]])
    return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "max-age=300"})


@cache_control(public=True, max_age=YEAR, immutable=True)
@condition(etag_func=etag)
def _sent(request, path, *, content_type):
    try:
        file = default_storage.open(path)
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
