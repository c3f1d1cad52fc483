"""What readers' pages say by themselves, were there no redirects."""

import copy

from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve


def status_of(path: str, request: HttpRequest) -> int:
    """Return the status with which a page answers ``path``, to whoever has made ``request``."""
    question = copy.copy(request)
    question.method, question.GET = "GET", QueryDict()
    question.path = question.path_info = path
    question.is_about_pages = True
    try:
        view, args, kwargs = resolve(path)
        response = view(question, *args, **kwargs)
    except (Resolver404, Http404):
        return 404
    if response.streaming:  # a file
        response.file_to_stream.close()
    return response.status_code


def is_question(request: HttpRequest) -> bool:
    """Whether it was asked by ``status_of``, which no redirect may answer."""
    return getattr(request, "is_about_pages", False)
