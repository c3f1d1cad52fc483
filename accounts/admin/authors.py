"""The profiles readers see: everybody’s own, and for editors everybody’s."""

from django import forms
from django.contrib import admin
from django.forms.widgets import Script
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import permissions
from accounts.fields import LinksField
from accounts.models import Author
from accounts.time_zones import TimeZoneField
from media.admin.fields import ImageFieldsMixin


class AuthorForm(forms.ModelForm):
    links = LinksField(
        key="url",
        label=_("Links"),
        example=_("My page | https://example.org/"),
        help_text=_("One a line: a label, a bar, an address. For example: My page | https://example.org/"),
    )

    class Meta:
        model = Author
        fields = ["name", "slug", "bio", "portrait", "links", "user"]


class OwnProfileForm(AuthorForm):
    """One’s own profile, and what one may change of one’s own account beside it."""

    time_zone = TimeZoneField()

    class Meta(AuthorForm.Meta):
        fields = ["name", "slug", "bio", "portrait", "links"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["time_zone"] = self.instance.user.time_zone

    def save(self, commit=True):
        user = self.instance.user
        user.time_zone = self.cleaned_data["time_zone"]
        if user.name == self.initial["name"]:
            user.name = self.instance.name
        user.save(update_fields=["time_zone", "name"])
        return super().save(commit)


@admin.register(Author)
class AuthorAdmin(ImageFieldsMixin, admin.ModelAdmin):
    form = AuthorForm
    list_display = ["name", "slug", "user"]
    list_select_related = ["user"]
    search_fields = ["name"]

    class Media:
        css = {"all": ["accounts/desk.css"]}
        js = [Script("accounts/picker_names.js", type="module")]

    def get_urls(self):
        return [path("own/", self.admin_site.admin_view(self.own), name="accounts_author_own"), *super().get_urls()]

    def own(self, request):
        """Lead everybody to their own profile; who has none, and may make one, to a new one with their name in it."""
        author = Author.objects.filter(user=request.user).first()
        if author:
            return HttpResponseRedirect(reverse("admin:accounts_author_change", args=[author.pk]))
        wish = urlencode({"user": request.user.pk, "name": request.user.name})
        return HttpResponseRedirect(f"{reverse('admin:accounts_author_add')}?{wish}")

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None and obj.user_id == request.user.pk:
            kwargs["form"] = OwnProfileForm
        return super().get_form(request, obj, change, **kwargs)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        author = self.get_object(request, object_id)
        own = {"title": _("Your profile")} if author and author.user_id == request.user.pk else {}
        return super().change_view(request, object_id, form_url, {**own, **(extra_context or {})})

    def get_queryset(self, request):
        authors = super().get_queryset(request)
        return authors if request.user.has_perm("accounts.change_any_author") else authors.filter(user=request.user)

    def get_readonly_fields(self, request, obj=None):
        own = obj is not None and obj.user_id == request.user.pk
        return [] if own or request.user.has_perm("accounts.change_user") else ["user"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or permissions.can_change_profile(request.user, obj))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404("A stranger’s profile and no profile look the same here.")
