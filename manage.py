#!/usr/bin/env python
"""Django's command line, for this publication."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(wrong))
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell counts it; nobody needs to see where it was


if __name__ == "__main__":
    main()
