"""The door a web server enters by."""

import os

from django.core.wsgi import get_wsgi_application

from blog.popular.counting import CountingReads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = CountingReads(get_wsgi_application())
