"""Who may do what with an image: every question once. Everyone at the desk may see and use all of them."""

from media.models import Image


def can_change(user, image: Image) -> bool:
    """Correct its words: whoever uploaded it, and editors."""
    return user.has_perm("media.change_image") and _is_in_charge(user, image)


def can_delete(user, image: Image) -> bool:
    return user.has_perm("media.delete_image") and _is_in_charge(user, image)


def _is_in_charge(user, image: Image) -> bool:
    return image.uploaded_by_id == user.pk or user.has_perm("media.change_any_image")
