"""What the server is given that is measured: the publication as it is, and an empty view beside it."""

from tests.bench.serving import prepare

prepare()

from config.wsgi import application  # noqa: E402, F401 (after the settings; the server asks for it)
