"""Links from mails that work without sign-in: for one purpose, one record, until a day.

GET shows, POST acts: a mail scanner that opens every link changes nothing. The address names no person. The record has
a `secret` (see `netzwerk.models.LinkSecret`); a new secret makes older links worthless.

    url = make_link("seat", seat, days=30, view_name="trainings:seat-return")   # path("platz/<str:token>/", …)

    @signed_link("seat", Seat)
    def seat_return(request, seat): …
"""

from datetime import timedelta
from functools import wraps

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class LinkRefused(Exception):
    """A link that opens nothing; the view shows why."""

    status = 410
    heading = _("Dieser Link gilt nicht mehr")
    text = ""


class LinkInvalid(LinkRefused):
    """Shortened, changed, for something else, or for what is no longer there."""

    status = 404
    heading = _("Dieser Link ist nicht vollständig")
    text = _("Vielleicht wurde er beim Kopieren abgeschnitten. Öffnen Sie ihn bitte direkt aus der E-Mail.")


class LinkExpired(LinkRefused):
    text = _("Der Link war nur eine begrenzte Zeit gültig, und diese Zeit ist vorbei.")


class LinkUsed(LinkRefused):
    text = _("Der Link wurde schon benutzt oder durch einen neueren ersetzt. Sehen Sie nach der neuesten E-Mail.")


def make_link(purpose, record, *, days, view_name, **kwargs):
    """The full address of `view_name`, whose `token` names `record` and is good for `days` days."""
    token = make_token(purpose, record, days=days)
    return f"{settings.SITE_URL}{reverse(view_name, kwargs=kwargs | {'token': token})}"


def make_token(purpose, record, *, days):
    ends_at = int((timezone.now() + timedelta(days=days)).timestamp())
    return _signer(purpose).sign_object([record._meta.label_lower, record.pk, ends_at, _digest(purpose, record)])


def read_link(purpose, token, model=None):
    """The record (of `model`, if given) behind `token`; raises LinkInvalid, LinkExpired or LinkUsed."""
    try:
        label, pk, ends_at, digest = _signer(purpose).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise LinkInvalid from None
    if model is not None and label != model._meta.label_lower:
        raise LinkInvalid
    if timezone.now().timestamp() > ends_at:
        raise LinkExpired
    record = apps.get_model(label)._base_manager.filter(pk=pk).first()
    if record is None:
        raise LinkInvalid
    if not constant_time_compare(digest, _digest(purpose, record)):
        raise LinkUsed
    return record


def signed_link(purpose, model=None):
    """Decorator of a view whose address has a `token`: it gets the record instead, or the reader learns why not.

    The view may raise LinkUsed itself. The address goes to no other site, no cache and no search engine.
    """

    def decorate(view):
        @login_not_required
        @never_cache
        @wraps(view)
        def wrapped(request, token, **kwargs):
            try:
                response = view(request, read_link(purpose, token, model), **kwargs)
            except LinkRefused as refusal:
                response = refusal_page(request, refusal)
            response["Referrer-Policy"] = "same-origin"  # with none browsers send „Origin: null“ and no button works
            response["X-Robots-Tag"] = "noindex"
            return response

        return wrapped

    return decorate


def refusal_page(request, refusal):
    """The German page for a link that opens nothing."""
    return render(request, "signed_link_invalid.html", {"refusal": refusal}, status=refusal.status)


def _signer(purpose):
    return signing.Signer(salt=f"netzwerk.link:{purpose}", sep=".")


def _digest(purpose, record):
    return salted_hmac(f"netzwerk.link:{purpose}", record.secret, algorithm="sha256").hexdigest()[:20]
