"""What is not ready yet in a text that is being written: a part of the form's page, made anew while somebody types."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from blog import permissions, workflow
from blog.admin.access import editable_post, refuse_unless_writing
from blog.admin.forms import typed_text


@require_POST
def check(request, pk=None):
    """Look over what is in the form. Nothing is kept of it."""
    post = editable_post(request, pk) if pk else None
    refuse_unless_writing(request)
    found = workflow.problems(typed_text(request.POST, post))
    context = {"problems": found, "may_overrule": permissions.edits_any(request.user)}
    return render(request, "admin/blog/post/_readiness.html", context)
