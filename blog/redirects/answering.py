"""What a reader gets at an address that no page answers, when somebody has said where it leads."""

from blog import views
from blog.redirects import pages
from blog.redirects.models import Redirect
from blog.signals import content_changed


def answer(sender, request, **kwargs):
    """Return a redirect, or the page that says it is gone; None where nobody has said anything of this address."""
    if request.method not in ("GET", "HEAD") or pages.is_question(request):
        return None
    redirect = Redirect.objects.answering(request.path, request.META.get("QUERY_STRING", ""))
    if redirect is None or _waits_for_its_slash(request):
        return None
    if redirect.target:
        return views.moved(redirect.address_for(request.path))
    return views.show(request, "redirects/gone.html", {}, status=410)


def _waits_for_its_slash(request) -> bool:
    """Whether a page answers once the address has a slash at its end, which is where Django leads then."""
    return not request.path.endswith("/") and pages.status_of(f"{request.path}/", request) < 400


def announce(sender, instance, **kwargs) -> None:
    content_changed.send(sender=sender, instance=instance)
