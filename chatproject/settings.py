"""Django's settings, derived from `env.py`: the shape of an installation follows from what is set there."""

from datetime import timedelta
from typing import Any

import dj_database_url

from apps.core import logs
from apps.web import files
from chatproject import env as environment
from chatproject.limits import LIMITS, RATE_LIMITS  # noqa: F401 (read as django.conf.settings.LIMITS)

ENV = environment.read()

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins
REGISTRATION = ENV.registration
TRUSTED_PROXIES = ENV.trusted_proxies
PROXY_SECRET = ENV.proxy_secret
RATE_LIMIT_FACTOR = ENV.rate_limit_factor
ORM_THREADS = ENV.orm_threads
PORT = ENV.port
WEBHOOK_NETWORKS = ENV.webhook_networks
SERVERLESS = ENV.serverless

INSTALLED_APPS = [
    "chatproject.runserver.RunserverConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "apps.core",
    "apps.outbox",
    "apps.files",
    "apps.accounts",
    "apps.conversations",
    "apps.calls",
    "apps.notifications",
    "apps.realtime",
    "apps.web",
    "apps.costs",
]

MIDDLEWARE = [
    "apps.core.middleware.RequestLogMiddleware",
    "apps.web.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "apps.web.middleware.FilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.DeviceSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "chatproject.urls"
WSGI_APPLICATION = "chatproject.wsgi.application"
ASGI_APPLICATION = "chatproject.asgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
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

# ── The record ───────────────────────────────────────────────────────────────────────────────────────────────────────


dj_database_url.register("dsql", "apps.core.dsql")


def _database() -> dict[str, Any]:
    parsed: dict[str, Any] = dict(dj_database_url.parse(ENV.database_url))
    if parsed["ENGINE"] == "apps.core.dsql":
        # It ends connections after an hour, and a process that was frozen may find its own gone.
        return {**parsed, "CONN_MAX_AGE": 3_000 if ENV.serverless else 0, "CONN_HEALTH_CHECKS": True}
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        # Without IMMEDIATE two concurrent writers deadlock on the lock's upgrade and fail at once.
        parsed["CONN_MAX_AGE"] = None
        # A file for tests too: a database in memory is not shared the way that processes and threads share this one.
        parsed["TEST"] = {"NAME": f"{parsed['NAME']}.test"}
        parsed["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
        return parsed
    parsed["OPTIONS"] = {
        **parsed.get("OPTIONS", {}),
        "connect_timeout": 3,
        "options": f"-c lock_timeout=2000 -c statement_timeout={ENV.statement_timeout_ms}",
    }
    if ENV.serverless:
        # One connection for the one event that a process works on; it may find it gone after it was frozen.
        return {**parsed, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    parsed["OPTIONS"] = {
        **parsed["OPTIONS"],
        # Whoever tries to reconnect waits twice as long after each failure, and holds up the others: by default for up
        # to 5 minutes after PostgreSQL is back. One that gave up makes room for the next one that asks.
        "pool": {"min_size": 1, "max_size": ENV.orm_threads + 8, "timeout": 3, "reconnect_timeout": 2},
    }
    return parsed


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── What is shared between processes and short-lived ─────────────────────────────────────────────────────────────────

LOCAL_CACHE = {
    "BACKEND": "apps.core.caches.MemoryCache",
    "LOCATION": "local",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
REDIS_SOCKET_TIMEOUT = 1.0

if ENV.redis_url:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "apps.core.caches.SharedCache",
            "LOCATION": ENV.redis_url,
            "KEY_PREFIX": "parley",
            "OPTIONS": {
                "socket_timeout": REDIS_SOCKET_TIMEOUT,
                "socket_connect_timeout": REDIS_SOCKET_TIMEOUT,
            },
        },
        "local": LOCAL_CACHE,
    }
    CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {
                "hosts": [
                    {
                        "address": ENV.redis_url,
                        # A subscription reads for as long as nothing happens: redis-py 8's 5 s would end it.
                        "socket_timeout": None,
                        "socket_connect_timeout": REDIS_SOCKET_TIMEOUT,
                        "socket_keepalive": True,
                        "health_check_interval": 15,
                    }
                ],
                "prefix": "parley",
            },
        }
    }
else:
    shared_cache = {"BACKEND": "apps.core.dynamodb.cache.DynamoCache"}
    CACHES = {"default": shared_cache if ENV.serverless else LOCAL_CACHE, "local": LOCAL_CACHE}
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 100_000}}
    }

FANOUT_OUTLET = "apps.fanout.gateway.gathering.gathering" if ENV.serverless else "apps.fanout.outlet.outlet"
PRESENCE = (
    "apps.fanout.gateway.presence.ConnectedPresence"
    if ENV.serverless
    else "apps.fanout.presence.KeptPresence"
)

# ── Identity ─────────────────────────────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCESS_TOKEN_LIFETIME = timedelta(minutes=10)
REFRESH_TOKEN_LIFETIME = timedelta(days=60)
REFRESH_GRACE = timedelta(seconds=10)
TICKET_LIFETIME = timedelta(seconds=60)
PASSWORD_RESET_TIMEOUT = 24 * 3600
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": ACCESS_TOKEN_LIFETIME, "USER_ID_CLAIM": "sub", "ALGORITHM": "HS256"}

if ENV.serverless:
    SESSION_ENGINE = "apps.core.dynamodb.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(REFRESH_TOKEN_LIFETIME.total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
# `/health/*` is asked over plain HTTP by load balancers.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
# CloudFront, which calls a gateway by the gateway's own name. Whatever else it may say, ALLOWED_HOSTS holds.
USE_X_FORWARDED_HOST = ENV.serverless is not None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "apps.core.api_errors.csrf_failure"

# ── REST ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS["body_bytes"]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.authentication.BearerAuthentication",
        "apps.accounts.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["apps.core.json_http.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.json_http.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "apps.core.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "apps.core.api.exception_handler",
    # `?format=` is one more unknown query parameter: there is one format.
    "URL_FORMAT_OVERRIDE": None,
}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_FORMATTER_CLASS": "apps.core.api.ErrorFormatter"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Parley",
    "DESCRIPTION": "Chat and calls that you host yourself. The realtime half is described in docs/protocol.md.",
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["apps.core.openapi.add_components"],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}

# ── The files that people send ───────────────────────────────────────────────────────────────────────────────────────

FILES = ENV.files
FILES_STORE = (
    "apps.files.stores.s3.BucketStore" if ENV.files.bucket else "apps.files.stores.folder.FolderStore"
)

# ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────────────────

ICE = ENV.ice
RECORDING_DAYS = ENV.recording_days

# ── Language, time, files ────────────────────────────────────────────────────────────────────────────────────────────

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
# WhiteNoise serves files from where the packages keep them; nothing is collected, so there is no STATIC_ROOT.
WHITENOISE_USE_FINDERS = True
# The client: `/` is its index.html, and every file of it stands at its own path.
WHITENOISE_ROOT = environment.BASE_DIR / "web"
WHITENOISE_INDEX_FILE = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = files.add_headers
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

LOGGING = logs.config(debug=DEBUG)
