"""What a change of an image's words does elsewhere, in words: before somebody types them, and after they are saved."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.uses import Effect


def before(effect: Effect) -> str:
    """Return what stands under a field: which posts show what is typed there."""
    following = _following(effect)
    said = [_("What you change here changes in %s.") % following if following else _("No post shows these words.")]
    if effect.own:
        said.append(_own(effect))
    return " ".join(said)


def after(label: str, effect: Effect) -> str:
    """Return what saving the field called ``label`` has done."""
    following = _following(effect)
    if not following and not effect.own:
        return ""
    said = [_("%(field)s changed in %(posts)s.") % {"field": label, "posts": following or _("no post")}]
    if effect.live > effect.at_once:
        said.append(_("The newest %d that are live do so now, the others within minutes.") % effect.at_once)
    if effect.own:
        said.append(_own(effect))
    return " ".join(said)


def _following(effect: Effect) -> str:
    said = [
        ngettext("%d live post", "%d live posts", effect.live) % effect.live if effect.live else "",
        ngettext("%d scheduled", "%d scheduled", effect.scheduled) % effect.scheduled if effect.scheduled else "",
        ngettext("%d being written", "%d being written", effect.open) % effect.open if effect.open else "",
    ]
    return get_text_list(list(filter(None, said)), _("and"))


def _own(effect: Effect) -> str:
    return ngettext("%d post keeps its own.", "%d posts keep their own.", effect.own) % effect.own
