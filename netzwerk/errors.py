"""Error pages in the portal's look; none of them needs the database."""

import sys

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

ERRORS = {
    400: (
        _("Diese Anfrage kam nicht richtig an"),
        _("Bitte öffnen Sie die Seite noch einmal oder gehen Sie zur Startseite."),
    ),
    403: (
        _("Dafür fehlt Ihnen die Berechtigung"),
        _("Ihr Zugang reicht für diese Seite nicht aus. Die Koordinierungsstelle hilft Ihnen weiter."),
    ),
    404: (
        _("Diese Seite gibt es nicht"),
        _("Vielleicht wurde sie verschoben, oder die Adresse hat einen Tippfehler."),
    ),
    429: (
        _("Das waren viele Versuche in kurzer Zeit"),
        _("Zum Schutz der Zugänge geht es in einigen Minuten weiter. Hilfe und Meldewege sind ohne Anmeldung da."),
    ),
    500: (
        _("Hier ist etwas schiefgegangen"),
        _("Der Fehler liegt bei uns und ist vermerkt. Bitte versuchen Sie es in einigen Minuten noch einmal."),
    ),
    503: (
        _("Das Portal ist gerade nicht erreichbar"),
        _("Bitte versuchen Sie es in einigen Minuten noch einmal. In akuter Gefahr rufen Sie sofort an."),
    ),
}


def error_page(request, status):
    """The page for `status`, one of ERRORS; reads neither session nor user, as the fault may lie there."""
    heading, text = ERRORS[status]
    context = {"heading": heading, "text": text, "user": AnonymousUser(), "messages": []}
    return render(request, "error.html", context, status=status)


def bad_request(request, exception):
    return error_page(request, 400)


def forbidden(request, exception=None, reason=""):
    """Refused by permission or, as CSRF_FAILURE_VIEW, for a form that was open too long."""
    return error_page(request, 403)


def not_found(request, exception):
    return error_page(request, 404)


def too_many(request):
    """Somebody tries too often."""
    response = error_page(request, 429)
    response["Retry-After"] = "60"
    return response


def fault(request):
    """An exception nobody caught; a lost database may show itself in a middleware too, where the user is read."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(request)
    return error_page(request, 500)


def unavailable(request):
    """The database is out of reach: 503 and when to come back."""
    response = error_page(request, 503)
    response["Retry-After"] = "60"
    return response
