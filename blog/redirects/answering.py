"""What a reader gets at an address that no page answers, when somebody has said where it leads."""

from blog import views
from blog.redirects import pages, paths
from blog.redirects.models import Redirect
from blog.signals import content_changed


def answer(sender, request, **kwargs):
    """Return a redirect, or the page that says it is gone; None where nobody has said anything of this address."""
    if request.method not in ("GET", "HEAD") or pages.is_question(request):
        return None
    redirect = Redirect.objects.answering(request.path, _query_of(request))
    if redirect is None or _waits_for_its_slash(request):
        return None
    return _answer_of(redirect, request)


class AskedOfPages:
    """Answers what old addresses ask of a page that is there, such as /?p=123, before it does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        query = _query_of(request)
        if not query or request.resolver_match.namespace != "blog" or request.method not in ("GET", "HEAD"):
            return None
        if paths.is_pages_own(request.path, query):
            return None
        redirect = Redirect.objects.answering_query(request.path, query)
        return redirect and _answer_of(redirect, request)


def _query_of(request) -> str:
    return request.META.get("QUERY_STRING", "")


def _answer_of(redirect: Redirect, request):
    if redirect.target:
        return views.moved(redirect.address_for(request.path, _query_of(request)))
    return views.show(request, "redirects/gone.html", {}, status=410)


def _waits_for_its_slash(request) -> bool:
    """Whether a page answers once the address has a slash at its end, which is where Django leads then."""
    return not request.path.endswith("/") and pages.status_of(f"{request.path}/", request) < 400


def announce(sender, instance, **kwargs) -> None:
    content_changed.send(sender=sender, instance=instance)
