"""Settings from the environment alone; in production a missing variable stops the start with its name.

`NETZWERK_ENV` is `production` (default), `local` (`make run`) or `test` (`make test`).
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from netzwerk.single_sign_on import single_sign_on

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.str("NETZWERK_ENV", default="production")
IS_PRODUCTION = ENVIRONMENT == "production"
LOCAL_DIR = Path(env.str("LOCAL_DIR", default=str(BASE_DIR / ".local")))

# Required in production; `make` sets these for the local run and the tests. An empty one counts as missing.
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SITE_URL", "MEDIA_ROOT", "EMAIL_URL")
for _name in REQUIRED:
    if not env.str(_name).strip():
        raise ImproperlyConfigured(f"The environment variable {_name} is empty")
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DATABASES = {"default": env.db_url("DATABASE_URL")}
REDIS_URL = env.str("REDIS_URL")
SITE_URL = env.str("SITE_URL").rstrip("/")
MEDIA_ROOT = env.str("MEDIA_ROOT")
EMAIL = env.email_url("EMAIL_URL")
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_BACKEND = "netzwerk.mail.backend.OutboxBackend"  # all mail, Django's and allauth's too, is a row first
MAIL_TRANSPORT = EMAIL["EMAIL_BACKEND"]  # what the worker hands the rows to
MAIL_IS_DELIVERED = ENVIRONMENT != "local"  # the local run keeps every mail in the „Postausgang“
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@netzwerk-kinderschutz.example")
FEEDBACK_MINIMUM = env.int("FEEDBACK_MINIMUM", default=5)  # answers before anybody sees a result
if FEEDBACK_MINIMUM < 3:
    raise ImproperlyConfigured("FEEDBACK_MINIMUM: with fewer than 3 answers each can be told apart")
MAIL_TEXT_DAYS = env.int("MAIL_TEXT_DAYS", default=90)  # how long coordinators can read what was sent
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")  # where mail servers send back what they cannot deliver
BOUNCE_IMAP_URL = env.str("BOUNCE_IMAP_URL", default="")  # imaps://name:password@host/INBOX
MAIL_WEBHOOK_SECRET = env.str("MAIL_WEBHOOK_SECRET", default="")  # see netzwerk/mail/webhook.py
CALENDAR_DAYS = env.int("CALENDAR_DAYS", default=365)  # how long dates are kept after their end; feeds show 90 days

DEBUG = env.bool("DEBUG", default=False) and not IS_PRODUCTION
CSRF_TRUSTED_ORIGINS = [SITE_URL]

DATABASES["default"]["CONN_MAX_AGE"] = env.int("DB_CONN_MAX_AGE", default=300)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 2  # plans of netzwerk.prepared; other queries have none
# A page's queries take a few milliseconds: helping processes and compiling would begin when they are over. What they
# read lies in memory or on an SSD, where reading here and there costs little more than reading on.
DATABASES["default"]["OPTIONS"]["options"] = (
    f"{DATABASES['default']['OPTIONS'].get('options', '')}"
    " -c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "netzwerk",
    "netzwerk.portal",
    "netzwerk.pages",
    "members",
    "members.directory",
    "members.imports",
    "members.experts",
    "members.upkeep",
    "members.coverage",
    "members.owndata",
    "meetings",
    "trainings",
    "trainings.feedback",
    "reporting_paths.laws",
    "reporting_paths.contacts",
    "reporting_paths.paths",
    "reporting_paths.guide",
    "crispy_forms",
    "netzwerk.admin_apps.SuperuserAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "netzwerk.pagecache.PageCacheMiddleware",
    "netzwerk.middleware.ServiceFaultMiddleware",
    "netzwerk.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "members.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "netzwerk.urls"
WSGI_APPLICATION = "netzwerk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["netzwerk.templatetags.netzwerk"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "netzwerk.portal.context.portal",
            ],
        },
    }
]

# Sign-in (all of it by allauth; the names of the pages are ours)
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.accounts.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:overview"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # the form asks for no password; one may set one later
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address each; the old one holds until the new one is confirmed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # rendered, never sent: see AccountAdapter.send_mail
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_PRODUCTION else 0  # the TLS proxy; rate limits count readers, not it
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_FORMS = {
    "login": "members.accounts.sign_in_forms.LoginForm",
    "request_login_code": "members.accounts.sign_in_forms.RequestLoginCodeForm",
    "confirm_login_code": "members.accounts.sign_in_forms.ConfirmLoginCodeForm",
    "signup": "members.accounts.sign_in_forms.SignupForm",
    "confirm_email_verification_code": "members.accounts.sign_in_forms.ConfirmAddressForm",
    "reset_password": "members.accounts.password_forms.ResetPasswordForm",
    "reset_password_from_key": "members.accounts.password_forms.ResetPasswordKeyForm",
    "change_password": "members.accounts.password_forms.ChangePasswordForm",
    "set_password": "members.accounts.password_forms.SetPasswordForm",
    "reauthenticate": "members.accounts.password_forms.ReauthenticateForm",
    "add_email": "members.accounts.password_forms.ChangeAddressForm",
}
MFA_ADAPTER = "members.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks differ, and people type slowly
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION  # http://localhost
MFA_FORMS = {
    "authenticate": "members.accounts.factor_forms.AuthenticateForm",
    "authenticate_webauthn": "members.accounts.factor_forms.AuthenticateByPasskeyForm",
    "reauthenticate": "members.accounts.factor_forms.ReauthenticateByCodeForm",
    "reauthenticate_webauthn": "members.accounts.factor_forms.ReauthenticateByPasskeyForm",
    "login_webauthn": "members.accounts.factor_forms.LoginByPasskeyForm",
    "activate_totp": "members.accounts.factor_forms.ActivateAppForm",
    "deactivate_totp": "members.accounts.factor_forms.DeactivateAppForm",
    "generate_recovery_codes": "members.accounts.factor_forms.GenerateRecoveryCodesForm",
    "add_webauthn": "members.accounts.factor_forms.AddPasskeyForm",
    "edit_webauthn": "members.accounts.factor_forms.RenamePasskeyForm",
}
SINGLE_SIGN_ON = single_sign_on(env, needs_tls=IS_PRODUCTION)
SOCIALACCOUNT_ADAPTER = "members.accounts.sign_on.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = SINGLE_SIGN_ON.providers if SINGLE_SIGN_ON else {}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_FORMS = {
    "disconnect": "members.accounts.sign_in_forms.DisconnectForm",
    "signup": "members.accounts.sign_in_forms.SignOnSignupForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "netzwerk.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_FAILURE_VIEW = "netzwerk.errors.forbidden"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique without regard to case, by constraint

# Transport and content security
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^gesund/$", r"^bereit/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Language and time
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["netzwerk.formats"]

# Files
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(LOCAL_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "netzwerk.staticfiles.NodePackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "media/"
NODE_MODULES = Path(env.str("NODE_MODULES", default=str(BASE_DIR / "node_modules")))
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Redis: page cache and Celery's broker
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "nk",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_IMPORTS = ["netzwerk.mail.tasks", "netzwerk.reminders.tasks", "members.invitations.tasks"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB: a child gives a large PDF's memory back
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_SCHEDULE", default=str(LOCAL_DIR / "beat"))
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "netzwerk.tasks.beat_heartbeat", "schedule": 20},
    "jobs": {"task": "netzwerk.tasks.send_jobs_again", "schedule": 60},
    "mail": {"task": "netzwerk.mail.tasks.send_waiting_mails", "schedule": 30, "options": {"expires": 60}},
    "advice": {"task": "members.experts.tasks.look_after_requests", "schedule": crontab(minute="*/15")},
    "bounces": {"task": "netzwerk.mail.tasks.read_bounces", "schedule": 300, "options": {"expires": 300}},
    "reminders": {"task": "netzwerk.reminders.tasks.send_reminders", "schedule": crontab(minute="*/15")},
    "digests": {"task": "netzwerk.mail.tasks.send_weekly_digests", "schedule": crontab(minute=0)},
    "old mails": {"task": "netzwerk.mail.tasks.delete_old_mails", "schedule": crontab(hour=3, minute=50)},
    "old dates": {"task": "netzwerk.tasks.delete_old_dates", "schedule": crontab(hour=3, minute=45)},
    "barrier reports": {"task": "netzwerk.pages.tasks.delete_old_reports", "schedule": crontab(hour=3, minute=20)},
    "sessions": {"task": "members.tasks.delete_ended_sessions", "schedule": crontab(hour=3, minute=30)},
    "imported rows": {"task": "members.imports.tasks.delete_old_rows", "schedule": crontab(minute=10)},
    "confirmations": {
        "task": "members.upkeep.tasks.ask_for_confirmations",
        "schedule": crontab(hour="7-18", minute=10),
    },
    "corrections": {
        "task": "members.upkeep.tasks.delete_decided_corrections",
        "schedule": crontab(hour=3, minute=30),
    },
    "training seats": {"task": "trainings.tasks.look_after_seats", "schedule": 300, "options": {"expires": 300}},
    "certificates": {"task": "trainings.tasks.issue_certificates", "schedule": crontab(minute="*/15")},
    "training names": {"task": "trainings.tasks.delete_old_names", "schedule": crontab(hour=2, minute=40)},
    "feedback": {"task": "trainings.feedback.tasks.forget_answers", "schedule": crontab(hour=2, minute=40)},
    "own data": {"task": "members.owndata.tasks.delete_old_files", "schedule": crontab(minute="*/15")},
    "log": {"task": "netzwerk.tasks.delete_old_events", "schedule": crontab(hour=3, minute=40)},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["crispy_netzwerk"]
CRISPY_TEMPLATE_PACK = "crispy_netzwerk"

# Qualification offers a year (§ 9 Abs. 5 Landeskinderschutzgesetz NRW: at least three)
TRAININGS_A_YEAR = env.int("TRAININGS_A_YEAR", default=3)

# How long names of trainings are kept (domain.md 6.3; no law sets a number)
TRAINING_UNATTENDED_MONTHS = env.int("TRAINING_UNATTENDED_MONTHS", default=3)  # who did not come, after the event
TRAINING_NAMES_YEARS = env.int("TRAINING_NAMES_YEARS", default=1)  # who was there: to the end of the n-th year after it
TRAINING_CERTIFICATE_YEARS = env.int("TRAINING_CERTIFICATE_YEARS", default=3)

# Where „Seite schnell verlassen“ leads
EXIT_URL = env.str("EXIT_URL", default="https://www.wikipedia.de/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "netzwerk.logs.PrivateJsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "none": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # These write paths, hosts or addresses; RequestLogMiddleware says the same without them.
        "django.request": {"handlers": ["none"], "propagate": False},
        "django.security": {"handlers": ["none"], "propagate": False},
        "django.server": {"handlers": ["none"], "propagate": False},
        # A line for every font and style sheet of every PDF says nothing.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        # The names of passkeys are nobody else's business.
        "fido2": {"level": "WARNING"},
    },
}
