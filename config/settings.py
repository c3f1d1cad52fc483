"""Settings: what differs between machines comes from the environment or an ``.env``; unset means safe."""

import os
import secrets
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from blog.embeds import FRAMED, MASTODON
from config import buckets
from config.environment import BASE_DIR, EXPECTED, env, is_address, read, read_contacts, read_hosts, wrong

# -- where things are

DATA_DIR = Path(read("str", "BYLINE_DATA", str(BASE_DIR / "var"))).expanduser().resolve()
try:
    # Closed to other accounts of this machine: it holds drafts, addresses and the secret key.
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as error:
    raise wrong("BYLINE_DATA", str(DATA_DIR), f"cannot be made: {error.strerror}") from None
if not os.access(DATA_DIR, os.W_OK | os.X_OK):
    raise wrong("BYLINE_DATA", str(DATA_DIR), "is a folder this account may not write to")


def kept_secret_key() -> str:
    """Return the key in ``DATA_DIR/secret_key``; made, readable by its owner alone, on the first start."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        fresh = DATA_DIR / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        # Several processes may start at once: a link is made by one of them, and is never half written.
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text().strip()


SECRET_KEY = read("str", "SECRET_KEY", "") or kept_secret_key()
DEBUG = read("bool", "BYLINE_DEBUG", False)

DEMO = read("bool", "DEMO", True)  # whether `make run` fills a publication that is still empty

# -- the address, and what follows from it

PORT = read("int", "PORT", 8000, between=(1, 65535))
BIND = read("str", "BYLINE_BIND", "127.0.0.1")
BYLINE_URL = read("str", "BYLINE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
if not is_address(BYLINE_URL):
    raise wrong("BYLINE_URL", BYLINE_URL, "is not an address such as https://example.org, without a path")
_url = urlsplit(BYLINE_URL)
IS_LOCAL = _url.hostname in ("127.0.0.1", "localhost", "::1")
ALLOWED_HOSTS = [_url.hostname, *(["127.0.0.1", "localhost", "[::1]"] if IS_LOCAL else [])]
CSRF_TRUSTED_ORIGINS = [BYLINE_URL]
CSRF_FAILURE_VIEW = "config.refused.refused"

if _url.scheme == "https":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# -- apps

INSTALLED_APPS = [
    "config",
    "taggit",  # before blog, which takes its pages out of the admin
    "blog",
    "blog.demo",
    "blog.notices",
    "blog.discussion",
    "blog.planning",
    "blog.popular",
    "blog.redirects",
    "blog.related",
    "blog.socialcards",
    "blog.search",
    "blog.series",
    "blog.translations",
    "blog.styleguide",
    "blog.sharing",
    "blog.tagcare",
    "blog.tagsets",
    "accounts",
    "media",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "config.monitors.on_this_machine",
    "config.questions.Questions",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.conditional.Conditional",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.own_time_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.second_factor.second_factor",
    "blog.snapshots.for_readers",
    "blog.redirects.answering.AskedOfPages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- data


def with_our_options(database: dict) -> dict:
    """Return ``database`` as it must be opened: SQLite for many writers, PostgreSQL with kept connections."""
    if database["ENGINE"].endswith("sqlite3"):
        # Measured with 8 writers and 32 readers: no error, no lost write; Django's defaults gave 486 errors.
        pragmas = "journal_mode=WAL synchronous=NORMAL mmap_size=134217728 cache_size=-20000"
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,  # seconds: of eight who write at once on a busy machine, one may wait for more than ten
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas.split()),
        }
    return {**database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


_database = read("dj_db_url", "DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
if not _database.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
    raise wrong("DATABASE_URL", env.str("DATABASE_URL"), "is neither SQLite nor PostgreSQL")
if _database["ENGINE"].endswith("postgresql") and find_spec("psycopg") is None:
    raise wrong("DATABASE_URL", env.str("DATABASE_URL"), "needs a driver: pip install 'psycopg[binary]'")
DATABASES = {"default": with_our_options(_database)}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- pictures and files

IMAGE_MAX_BYTES = read("int", "BYLINE_IMAGE_MAX_MB", 20, between=(1, 1000)) * 1024 * 1024
IMAGE_MAX_PIXELS = 50_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "media.receiving.Receiver"]

STORAGES = {
    "default": {
        "BACKEND": "media.folders.Folder",
        "OPTIONS": {"location": DATA_DIR / "uploads", "base_url": "/uploads/"},
    },
    "originals": {
        "BACKEND": "media.folders.Folder",
        # Originals carry places and serial numbers: no address leads to them.
        "OPTIONS": {"location": DATA_DIR / "originals", "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    **buckets.storages(BYLINE_URL),
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# -- people

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["config.second_factor.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["name", "email"]},
        "MinimumLengthValidator": {},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff are invited: whoever made the account vouches for the address
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers whose address somebody typed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.forms.AddKeyForm"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up by themselves, so nobody locks a stranger’s address
# Behind so many proxies, each of which adds to X-Forwarded-For; else everybody would share one throttle.
ALLAUTH_TRUSTED_PROXY_COUNT = read("int", "BYLINE_PROXIES", 0, between=(0, 10))

# -- language and time: the publication's own are in SiteSettings, a person's in their profile

LANGUAGE_CODE = "en"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "config/locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# -- mail

EMAIL = read("dj_email_url", "EMAIL_URL", "console://")
if "EMAIL_BACKEND" not in EMAIL:
    raise wrong("EMAIL_URL", env.str("EMAIL_URL"), EXPECTED["dj_email_url"])
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_BACKEND"], EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
EMAIL_FILE_PATH, EMAIL_TIMEOUT = EMAIL["EMAIL_FILE_PATH"], EMAIL["EMAIL_TIMEOUT"] or 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("str", "BYLINE_MAIL_FROM", f"byline@{_url.hostname}")

# -- what a browser may do with our pages

SECURE_REFERRER_POLICY = "same-origin"
MASTODON_HOSTS = [*MASTODON, *read_hosts("BYLINE_MASTODON_HOSTS")]  # whose posts can be shown in ours

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The nonce is for the admin's import map; it is sent only where a page asks for it.
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "blob:", "data:", *buckets.hosts(STORAGES)],
        "frame-src": [SELF, *FRAMED, *(f"https://{host}" for host in MASTODON_HOSTS)],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

SECURITY_CONTACTS = read_contacts("BYLINE_SECURITY_CONTACT")  # for who has found a hole: /.well-known/security.txt

# -- logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # an address that leads nowhere is no news for who is on duty
    },
}

# -- the editor: what it can do is blog's to say

from blog.editor import EXTENSIONS, MENU_GROUPS  # noqa: E402

DJANGO_PROSE_EDITOR_EXTENSIONS = EXTENSIONS
DJANGO_PROSE_EDITOR_MENU_GROUPS = MENU_GROUPS
