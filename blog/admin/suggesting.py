"""What the fields for authors and tags suggest while somebody types. JSON, for those who write."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from accounts.models import Author
from blog import permissions
from blog.admin.access import refuse_unless_writing
from blog.models import Tag
from blog.models.tags import key_of

MOST = 10


@require_safe
def authors(request):
    """Authors whose name has the letters typed."""
    refuse_unless_writing(request)
    found = Author.objects.filter(name__icontains=request.GET.get("q", ""))[:MOST]
    return JsonResponse({"results": [{"id": who.pk, "name": who.name, "guest": who.is_guest} for who in found]})


@require_safe
def tags(request):
    """Tags of which a word begins with the letters typed; ``typed`` is the synonym that led to one.

    Also whether there is a tag of this very name (``known``), and whether whoever asks may make one.
    """
    refuse_unless_writing(request)
    asked = request.GET.get("q", "")
    begun = list(Tag.objects.beginning(asked).select_related("count", "same_as__count")[: 2 * MOST])
    found = {}
    for tag in begun:
        meant = tag.same_as or tag
        typed = {"typed": tag.name} if tag.same_as else {}
        found.setdefault(meant.pk, {"name": meant.name, "posts": meant.posts_counted} | typed)
    is_known = bool(begun) and begun[0].key == key_of(asked)
    may_add = permissions.can_add_tags(request.user)
    return JsonResponse({"results": list(found.values())[:MOST], "known": is_known, "may_add": may_add})
