"""Series at the desk: their words, their parts in order; and on the form of a post, which series it is in."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from js_asset import Script

from accounts.slugs import normal_slug
from blog import permissions
from blog.admin import facts
from blog.admin.situation import chips, with_published
from blog.admin.widgets import PostsInput
from blog.models import Post
from blog.series import placing
from blog.series.models import Part, Series
from blog.workflow import Refused


class SeriesForm(forms.ModelForm):
    """A series and, for each part of it, a number and whether it is taken out. Works by number without the script."""

    add = forms.ModelMultipleChoiceField(
        label=_("Add posts"),
        required=False,
        queryset=Post.objects.none(),
        widget=PostsInput(Part._meta.get_field("post"), admin.site),
        help_text=_("They come after the others. A post is in one series at most."),
    )

    # Set by SeriesAdmin: whose form it is, and why this very submission was refused.
    by = None
    refusal: Refused | None = None

    class Meta:
        model = Series
        fields = ["title", "slug", "description"]

    class Media:
        css = {"all": ["series/order.css"]}
        js = [Script("series/order.js", type="module")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Prefetch("post", with_published(Post.objects.select_related("latest")))
        self.parts = list(self.instance.parts.prefetch_related(posts)) if self.instance.pk else []
        if "add" in self.fields:
            self.fields["add"].queryset = Post.objects.visible_to(self.by).filter(trashed_at=None)
        for place, part in enumerate(self.parts, 1):
            self.fields[f"place_{part.pk}"] = forms.IntegerField(min_value=1, max_value=9999, initial=place)
            self.fields[f"remove_{part.pk}"] = forms.BooleanField(required=False)

    def rows(self) -> list[dict]:
        """Return each part with its two fields and its state, as the page shows them."""
        return [
            {
                "post": part.post,
                "chips": chips(part.post),
                "place": self[f"place_{part.pk}"],
                "remove": self[f"remove_{part.pk}"],
            }
            for part in self.parts
        ]

    def clean(self):
        super().clean()
        if self.refusal:
            self.add_error("add", self.refusal.messages)

    def clean_slug(self):
        return normal_slug(self.cleaned_data["slug"])

    def arrange(self) -> None:
        """Do what the fields about parts say. Raises workflow.Refused."""
        asked = self.cleaned_data
        placing.arrange(
            self.instance,
            {part.pk: asked[f"place_{part.pk}"] for part in self.parts},
            removed={part.pk for part in self.parts if asked[f"remove_{part.pk}"]},
            added=list(asked["add"]),
            by=self.by,
        )


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    form = SeriesForm
    list_display = ["title", "parts_placed", "owner"]
    list_select_related = ["owner"]
    search_fields = ["title"]
    show_full_result_count = False

    @admin.display(description=_("parts"), ordering="placed")
    def parts_placed(self, series):
        return series.placed

    def get_queryset(self, request):
        return super().get_queryset(request).open_to(request.user).annotate(placed=Count("parts"))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request) and (obj is None or placing.can_change(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request) and (obj is None or placing.can_change(request.user, obj))

    def get_fields(self, request, obj=None):
        asks = obj is None or self.has_change_permission(request, obj)
        return ["title", "slug", "description", *(["add"] if asks else [])]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []  # an address is a promise

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by, form.refusal = request.user, getattr(request, "refusal", None)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django's; what is refused is rolled back, and shown beside what was chosen."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = refusal
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if not change and not permissions.edits_any(request.user):
            obj.owner = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        form.arrange()


class SeriesOfPost:
    """The field of a post’s form that says which series it is in."""

    name = "series"

    def field(self, post: Post | None, *, by) -> forms.Field:
        now = Series.objects.filter(parts__post=post).first() if post else None
        choices = Series.objects.open_to(by)
        if now:  # an editor may have placed it where its author could not
            choices = choices | Series.objects.filter(pk=now.pk)
        help_text = format_html(
            '{} <a href="{}">{}</a>',
            _("It becomes the last part; who sees the post sees that at once."),
            reverse("admin:series_series_changelist"),
            _("All series"),
        )
        about = {"initial": now, "empty_label": _("none"), "help_text": help_text}
        return forms.ModelChoiceField(label=_("Series"), required=False, queryset=choices, **about)

    def save(self, post: Post, value: Series | None, *, by) -> None:
        placing.place(post, value, by=by)


facts.register(SeriesOfPost())
