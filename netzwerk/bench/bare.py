"""What everything is compared with: a bare Django view, constant 20 kB, no middleware, no database.

Settings, URLs and WSGI application in one: `gunicorn netzwerk.bench.bare:application` with DJANGO_SETTINGS_MODULE
naming this module.
"""

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

SECRET_KEY = "bench only"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "netzwerk.bench.bare"
MIDDLEWARE = []
INSTALLED_APPS = []
USE_TZ = True

BODY = b"x" * 20_000


def bare(request):
    return HttpResponse(BODY)


urlpatterns = [path("", bare)]
application = get_wsgi_application()
