"""What a step means for a plan."""

from blog.models import Verb
from blog.planning.models import Plan


def end_plan(event, **kwargs) -> None:
    """A plan is over once its piece is published or has a time, or there is nothing left to publish."""
    if event.verb in (Verb.PUBLISHED, Verb.SCHEDULED, Verb.DISCARDED):
        Plan.objects.filter(post=event.post_id).delete()
