"""What this machine must be able to do with pictures, asked when it starts."""

from django.core import checks
from PIL import features


@checks.register
def pillow_can_do_its_work(app_configs, **kwargs) -> list[checks.CheckMessage]:
    found = []
    if not features.check("webp"):
        found.append(
            checks.Error(
                "Pillow was installed without WebP, which renditions are saved as.",
                hint="Install libwebp, then reinstall Pillow.",
                id="media.E001",
            )
        )
    if not features.check("littlecms2"):
        found.append(
            checks.Error(
                "Pillow was installed without colour management: pictures with a profile cannot be read.",
                hint="Install Little CMS 2, then reinstall Pillow.",
                id="media.E002",
            )
        )
    if not features.check("avif"):
        found.append(
            checks.Warning(
                "Pillow was installed without AVIF: readers get WebP alone, and AVIF pictures are refused.",
                hint="Install libavif, then reinstall Pillow.",
                id="media.W001",
            )
        )
    return found
