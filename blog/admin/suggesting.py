"""What the fields for authors and tags suggest while somebody types. JSON, for those who write."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from accounts.models import Author
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
    """Tags that begin with the letters typed, the most used first."""
    refuse_unless_writing(request)
    found = Tag.objects.filter(key__startswith=key_of(request.GET.get("q", "")), same_as=None)
    found = found.select_related("count").order_by("-count__posts", "key")[:MOST]
    named = [{"name": tag.name, "posts": tag.count.posts if hasattr(tag, "count") else 0} for tag in found]
    return JsonResponse({"results": named})
