"""What the discussion announces. It sends no mail itself."""

from django.dispatch import Signal

# Inside the transaction that writes it, with the ``note``, a guest's or somebody's at the desk.
noted = Signal()
