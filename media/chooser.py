"""What the editor's scripts ask the library for, in JSON: keep this picture, show me those there are.

Who calls with fetch cannot follow a redirect to a sign-in page, so every refusal is JSON, too, in words.
"""

from functools import wraps

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from media import library, paging, permissions, recipes, validators
from media.models import Image
from media.plain import PlainWordsMixin

PER_PAGE = 24
FORM_BYTES = 64 * 1024  # what a form adds to the file it sends


def for_scripts(admin_site: AdminSite, view):
    """Return ``view`` guarded as every page of the admin is, with its guards' refusals turned into JSON."""
    guarded = admin_site.admin_view(view)

    @csrf_exempt  # checked inside ``guarded``, where its answer can be turned
    @wraps(view)
    def answer(request, **kwargs):
        if not request.user.is_authenticated:
            return _error(_("You are signed out. Sign in again in another tab, then try once more here."), 401)
        if not admin_site.has_permission(request):
            return _error(_("You may not use the image library. Ask an administrator for a role."), 403)
        try:
            # Before the guards, which would receive all of it while they look for a token.
            validators.check_size(int(request.META.get("CONTENT_LENGTH") or 0) - FORM_BYTES)
        except ValidationError as refusal:
            return _error(refusal.messages[0], 413)
        response = guarded(request, **kwargs)
        if response.status_code == 403 and not isinstance(response, JsonResponse):
            return _error(_("You have signed in anew since this page was opened. Save, reload and try again."), 403)
        return response

    return answer


def upload(request):
    """Keep the ``file`` that was sent; one that is there already is kept a second time only where ``again`` says so.

    Else the answer is the picture that there is, as a ``twin``, and whoever sent it may choose.
    """
    if request.method != "POST":
        return _error(_("A picture is sent with POST."), 405)
    if not request.user.has_perm("media.add_image"):
        return _error(_("You may not upload pictures. Ask an administrator for a role that may."), 403)
    if "file" not in request.FILES:
        return _error(_("No picture arrived. Choose one and upload it again."), 400)
    file = request.FILES["file"]
    try:
        twin = None if "again" in request.POST else library.twin_of(file)
        image = twin or library.add(file, by=request.user)
    except ValidationError as refusal:
        return _error(" ".join(refusal.messages), 400)
    places = {
        "page": reverse("admin:media_image_change", args=[image.pk]),
        "words": reverse("admin:media_image_words", args=[image.pk]),
        "twin": twin is not None,
    }
    return JsonResponse(described(image) | places, status=200 if twin else 201)


class WordsForm(PlainWordsMixin, forms.ModelForm):
    class Meta:
        model = Image
        fields = ["alt", "decorative", "caption", "credit"]


def words(request, pk):
    """Write the words of the image ``pk``, all of them."""
    if request.method != "POST":
        return _error(_("Words are sent with POST."), 405)
    image = Image.objects.kept().filter(pk=pk).first() if request.user.has_perm("media.view_image") else None
    if image is None:
        return _error(_("This picture is in the library no more."), 404)
    if not permissions.can_change(request.user, image):
        return _error(_("This picture is somebody else’s: only an editor may change its words."), 403)
    form = WordsForm(request.POST, instance=image)
    if not form.is_valid():
        return _error(" ".join(problem for problems in form.errors.values() for problem in problems), 400)
    image.save(update_fields=form.changed_data)
    return JsonResponse({"saved": True})


def choose(request):
    """Those that match ``q``, the newest first, from after ``before``: an earlier answer's ``next``."""
    if not request.user.has_perm("media.view_image"):
        return _error(_("You may not see the image library. Ask an administrator for a role that may."), 403)
    try:
        before = paging.read_place(request.GET.get("before", ""))
    except ValueError:
        return _error(_("That place in the list does not exist. Open the list again."), 400)
    found = Image.objects.kept().search(request.GET.get("q", "")).newest_first(before)[: PER_PAGE + 1]
    images = list(found)[:PER_PAGE]
    return JsonResponse(
        {
            "results": [described(image) for image in images],
            "next": paging.place_of(images[-1]) if len(found) > PER_PAGE else None,
        }
    )


def described(image: Image) -> dict:
    """Return what a script must know to show ``image`` and to use it."""
    return {
        "id": image.pk,
        "name": image.original_name,
        "src": image.shown_url,
        "width": image.shown_width,
        "height": image.shown_height,
        "thumb": image.rendition_url(image.smallest_width, recipes.WEBP),
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
        "position": f"{image.focal_x:.0%} {image.focal_y:.0%}",
    }


def _error(words: str, status: int) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
