"""What the core announces. Features listen; the core knows none of them."""

from django.dispatch import Signal

# Inside the transaction of any change that readers can see, now or once its time comes.
content_changed = Signal()

# Inside the transaction of a step (``workflow``), with the ``event`` that records it.
stepped = Signal()

# Where no page is, or one was withdrawn, with the ``request``: a listener may return what readers get instead.
nothing_found = Signal()
