"""The image library at the desk."""

from media.admin.images import ImageAdmin

__all__ = ["ImageAdmin"]
