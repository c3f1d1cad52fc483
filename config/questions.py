"""What an address asks after its question mark. Anybody may write anything there; no page breaks of it."""

import logging

from django.contrib import messages
from django.db import DataError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from config.second_factor import DESK

logger = logging.getLogger(__name__)


class Questions:
    """Takes out what no database can look for; and what a page of the desk cannot be asked, it is not asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # PostgreSQL knows no NUL. What stands in its place cannot become half of another one.
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "%EF%BF%BD")
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Lead to the page as it is without a question, as Django does where it notices before it asks the database."""
        is_asked = request.method == "GET" and request.GET and request.path.startswith(DESK)
        if not is_asked or not isinstance(exception, ValueError | OverflowError | DataError):
            return None
        logger.warning("%s cannot be asked what it was asked", request.path, exc_info=exception)
        words = _("The address asked for something that cannot be looked for. This is the page without it.")
        messages.warning(request, words)
        return HttpResponseRedirect(request.path)
