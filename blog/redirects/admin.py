"""Redirects at the desk: a list that is searched, a form, and a page to paste many into."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.admin.lists import CappedPaginator
from blog.redirects import pages, pasting, paths
from blog.redirects.models import Redirect
from blog.redirects.targets import leading_nowhere


class PasteForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Redirects"),
        widget=forms.Textarea(attrs={"rows": 20, "cols": 80, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "A line each: the old address, a blank, a comma or a tab, and where it leads. Without the second, or with "
            "“gone”, it is gone. Lines that begin with # are passed over. Lines of a _redirects file, of an .htaccess "
            "and of a table (CSV) are read as well."
        ),
    )


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    list_display = ["path", "leads_to", "changed_at"]
    search_fields = ["path", "target"]
    fields = ["path", "target"]
    paginator = CappedPaginator
    show_full_result_count = False

    @admin.display(description=gettext_lazy("leads to"), ordering="target")
    def leads_to(self, redirect):
        return redirect.target or _("gone")

    def get_urls(self):
        paste = self.admin_site.admin_view(self.paste)
        return [path("paste/", paste, name="redirects_redirect_paste"), *super().get_urls()]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.fields:
            field.widget.attrs |= {"class": "vLargeTextField", "dir": "ltr", "spellcheck": "false"}
        return field

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self._warn_of_targets(request, [obj])
        place, _mark, query = obj.path.removesuffix(paths.BELOW).partition("?")
        if query and not paths.is_pages_own(place, query):
            return
        status = min(pages.status_of(address, request) for address in (place, f"{place}/"))
        if status < 300:
            words = _("A page answers %s, and readers go on seeing that: the redirect waits until there is none.")
            messages.warning(request, words % place)
        elif status < 400:
            words = _("Readers of %s are led elsewhere already: the redirect waits until they are not.")
            messages.warning(request, words % place)

    def paste(self, request):
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = PasteForm(request.POST or None)
        if form.is_valid():
            pasted = pasting.keep(form.cleaned_data["lines"])
            if not pasted.errors:
                return self._pasted(request, pasted.kept)
            form.add_error("lines", pasted.errors)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Paste redirects"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/redirects/redirect/paste.html", context)

    def _warn_of_targets(self, request, kept: list[Redirect]) -> None:
        lost = leading_nowhere(redirect.target for redirect in kept)
        if lost:
            messages.warning(request, _("No page of this publication is where this leads: %s") % ", ".join(lost))

    def _pasted(self, request, kept: list[Redirect]):
        LogEntry.objects.log_actions(request.user.pk, kept, CHANGE, _("Pasted."))
        self._warn_of_targets(request, kept)
        count = len(kept)
        messages.success(request, ngettext("%d redirect kept.", "%d redirects kept.", count) % count)
        return HttpResponseRedirect(reverse("admin:redirects_redirect_changelist"))
