"""Sends renditions. A web server or S3 may take that over; the addresses stay."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

TYPES = {"webp": "image/webp", "avif": "image/avif", "jpeg": "image/jpeg"}
# As the library names its files: no dot but the last, and so no way out of the folder.
NAME = re.compile(r"(?:[0-9A-Za-z_-]+/)*[0-9A-Za-z_-]+\.(?P<suffix>[a-z]+)")
YEAR = 365 * 24 * 3600  # seconds


def etag(request, path: str) -> str | None:
    """Return the tag of a file that exists: its name, which never gets other content."""
    return f'"{path}"' if NAME.fullmatch(path) and default_storage.exists(path) else None


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
@condition(etag_func=etag)
def upload_file(request, path):
    """One file of ``storages["default"]``; what the library would not have put there is a wrong address."""
    name = NAME.fullmatch(path)
    if not name or name["suffix"] not in TYPES:
        raise Http404
    try:
        file = default_storage.open(path)
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=TYPES[name["suffix"]])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
