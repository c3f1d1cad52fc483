"""What pages about accounts show of machines."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that fits: every browser claims to be its ancestors, too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def machine(user_agent: str) -> str:
    """Return “Firefox on Linux” for what a browser says of itself."""
    browser = next((name for token, name in BROWSERS.items() if token in user_agent), None)
    system = next((name for token, name in SYSTEMS.items() if token in user_agent), None)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown program")
