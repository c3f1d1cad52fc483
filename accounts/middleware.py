"""Times at the desk are a person's own: the zone of whoever is signed in is active while staff pages are made."""

import zoneinfo

from django.utils import timezone

DESK = ("/admin/", "/accounts/")


def own_time_zone(get_response):
    def middleware(request):
        # Reader pages never ask who is signed in: that would tie them to a cookie.
        if request.path.startswith(DESK) and request.user.is_authenticated:
            with timezone.override(zoneinfo.ZoneInfo(request.user.time_zone)):
                return get_response(request)
        return get_response(request)

    return middleware
