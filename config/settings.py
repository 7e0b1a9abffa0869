"""Everything that differs between installations is read from the environment.

With an empty environment the product runs on SQLite and a file-system broker under `var/`.
"""

import os
from pathlib import Path

import bootstrap_wrapper
import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from common.clamav import address_of
from config.figures_folder import figures_folder
from config.mailbox import account_from
from config.object_storage import storage_from
from config.secret import secret_key_from

django_stubs_ext.monkeypatch()  # generic classes of Django may be written ModelForm[User]

BASE_DIR = Path(__file__).resolve().parent.parent
# An empty variable means the same as none.
env = environ.Env()
env.ENVIRON = {name: value for name, value in env.ENVIRON.items() if value != ""}

VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var")
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or secret_key_from(VAR_DIR)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
BEHIND_TLS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "common",
    "accounts",
    "correspondence",
    "deadlines",
    "projects",
    "amendments",
    "inforequests",
    "hearings",
    "monitoring",
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "common.visits.VisitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "common.middleware.OwnPagesMiddleware",
    "common.middleware.SearchEnginesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "common.middleware.Utf8Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.InterfaceLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.CurrentOrganisationMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "common.not_a_page.StepIsNoPageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.kit",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'qatysu.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A deferred transaction that upgrades from read to write fails at once under WAL; IMMEDIATE waits its turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": env.cache_url("CACHE_URL", "locmemcache://qatysu")}
MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
FONT_DIR = VAR_DIR / "fonts"
FONT_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [
    ("bootstrap", str(Path(bootstrap_wrapper.__file__).parent.parent / "bootstrap")),
    ("fonts", str(FONT_DIR)),
]
STORAGE_URL = env.str("STORAGE_URL", "")
STORAGES = {
    "default": storage_from(STORAGE_URL)
    if STORAGE_URL
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "woff2", "png", "jpg", "svgz", "gz", "br")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = 110_000_000  # twenty pages of 5 MB, and what holds them together
FILE_UPLOAD_HANDLERS = [
    "common.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "common.uploads.TidyTemporaryUpload",
]

# The public key (age) that backups are encrypted for; without it they are not encrypted.
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", "")

# Uploads are shown to this ClamAV daemon; without it nothing is scanned and nothing held back.
CLAMAV_URL = env.str("CLAMAV_URL", "")
if CLAMAV_URL:
    address_of(CLAMAV_URL)  # a mistake in it stops the start

# --- Language and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "kk")
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["common.formats"]
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

# Content is kept in the two languages of the law; an English reader sees Russian, then Kazakh.
MODELTRANSLATION_LANGUAGES = ("kk", "ru")
MODELTRANSLATION_DEFAULT_LANGUAGE = "kk"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("kk", "ru"), "kk": ("ru",), "ru": ("kk",)}

# --- People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "monitoring:today"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_RESET_TIMEOUT = 24 * 3600
INVITATION_DAYS = 14

# Locked by the pair of account and address, and by address: a stranger cannot lock the owner out from elsewhere.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = "accounts.throttle.lockout_parameters"
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.client_address"
AXES_CLIENT_STR_CALLABLE = "accounts.throttle.client_label"  # without it e-mail addresses stand in the log
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Coordinators and the operator need a second factor, and so do exports of personal data.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", BEHIND_TLS)

SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
if (
    BEHIND_TLS
):  # a browser takes these names from this very host alone, not from another one of the same domain
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT = BEHIND_TLS
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# A server of figures (Prometheus) shows this word at /metrics; without one it has to ask from this machine.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
# Where the processes of the web server count visits (common.figures): private to the service (PrivateTmp of systemd, a
# tmpfs of its own in a container). The library reads the variable while it is imported.
FIGURES_DIR = figures_folder(VAR_DIR)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FIGURES_DIR)
SECURE_REFERRER_POLICY = "same-origin"
ACCESS_MODULE = "accounts.access"  # common asks it who may do what, and may not import it
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- E-mail -----------------------------------------------------------------------------------------------------

# Every message becomes a row first (correspondence.backends); the transport below hands the rows over.
EMAIL_BACKEND = "correspondence.backends.OutboxBackend"
EMAIL_CONFIGURED = bool(env.str("EMAIL_URL", ""))
MAIL_TRANSPORT = env.email_url("EMAIL_URL", "filemail://")
MAIL_FOLDER = VAR_DIR / "mail"
MAIL_CONNECTIONS = env.int("MAIL_CONNECTIONS", 1)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Qatysu <qatysu@localhost.localdomain>")
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", "")
# Letters about errors that nobody caught.
ERROR_EMAIL = env.str("ERROR_EMAIL", "") or OPERATOR_EMAIL
EMAIL_TIMEOUT = 30
# Mailboxes whose letters are matched with requests; with spaces between them, each of one organisation.
INBOX_ACCOUNTS = [account_from(url) for url in env.str("INBOX_URL", "").split()]

# --- Work in the background -------------------------------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost//")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 540
CELERY_TASK_SOFT_TIME_LIMIT = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", False)
if CELERY_BROKER_URL.startswith("filesystem:"):
    BROKER_DIR = VAR_DIR / "broker"
    for _folder in ("queue", "processed", "control"):
        (BROKER_DIR / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
else:
    # Longer than any task may run, and a lost task is handed out again within a minute or two.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "unacked_restore_interval": 30,
        "unacked_restore_throttle": 1,
    }

# --- The state's portal -----------------------------------------------------------------------------------------

PORTAL_HOST = "legalacts.egov.kz"
CRAWLER_CONTACT = env.str("CRAWLER_CONTACT", "") or OPERATOR_EMAIL
CRAWLER_NAME = f"Qatysu/0.1 (+{SITE_URL})"
POLLING_ENABLED = env.bool("POLLING_ENABLED", True)
# Addresses (host:port) that the fetcher may reach although they are private: for tests with local servers only.
FETCH_ALLOW_PRIVATE = env.list("FETCH_ALLOW_PRIVATE", default=[])

# --- Logs -------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"ours": {"()": "config.logs.formatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "ours"},
        "alarm": {"()": "common.alarms.Handler", "level": "ERROR"},
    },
    "loggers": {
        "django.request": {"handlers": ["alarm"], "level": "WARNING"},
        "celery.app.trace": {"handlers": ["alarm"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
