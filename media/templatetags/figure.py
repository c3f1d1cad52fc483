"""``{% picture image sizes="50vw" %}`` and ``{% figure image %}``, as ``media.html`` describes them."""

from django import template

from media import html

register = template.Library()
register.simple_tag(html.figure, name="figure")
register.simple_tag(html.picture, name="picture")
