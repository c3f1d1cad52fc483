"""What this feature hears: a post’s times, where a tag has gone, and the publication’s language."""

from django.db.models import Exists, OuterRef

from blog.models import Post, SiteSettings, Tag, TagPlacement
from blog.related.models import Gist, Term, Vocabulary
from blog.related.tasks import catch_up, relate
from blog.related.weighing import language_of, term_of
from blog.signals import content_changed


def connect() -> None:
    """Listen. Called once, when Django starts."""
    content_changed.connect(follow)


def follow(sender, instance=None, post: Post | None = None, **kwargs) -> None:
    if post:
        _follow_post(post)
        return
    stale = {Tag: _saying, SiteSettings: _in_another_language}.get(type(instance))
    if stale and stale(instance).update(step=Gist.Step.WEIGH):
        catch_up.enqueue()


def _follow_post(post: Post) -> None:
    relate.enqueue(post.pk)
    for at in post.revisions.scheduled().values_list("live_from", flat=True):
        relate.using(run_after=at).enqueue(post.pk)  # in place of a text that is live until then


def _saying(tag: Tag):
    """Gists of posts that do not carry ``tag`` any more: it was merged into another one, or was that one."""
    terms = [term_of(tag.pk, language) for language in Vocabulary.objects.values_list("pk", flat=True)]
    saying = Gist.objects.filter(pk__in=Term.objects.filter(term__in=terms).values("gist"))
    return saying.exclude(Exists(TagPlacement.objects.filter(tag=tag.pk, content_object=OuterRef("revision"))))


def _in_another_language(site: SiteSettings):
    return Gist.objects.filter(revision__language="").exclude(language=language_of(site.language))
