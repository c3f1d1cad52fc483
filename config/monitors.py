"""``/health/`` for a monitor on this machine, which speaks plain HTTP to 127.0.0.1, not https to the real host."""

from django.http.request import split_domain_port
from django.urls import reverse

from blog.machines import health

HERE = ("127.0.0.1", "localhost", "[::1]")
FROM_HERE = ("127.0.0.1", "::1", "::ffff:127.0.0.1")


def on_this_machine(get_response):
    """Stands before what asks for https and the right host. A host that a stranger makes up gets no other page."""

    def middleware(request):
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        is_from_here = request.META.get("REMOTE_ADDR") in FROM_HERE and host in HERE
        if is_from_here and request.path_info == reverse("blog:health"):
            return health(request)
        return get_response(request)

    return middleware
