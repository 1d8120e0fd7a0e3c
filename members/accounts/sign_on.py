"""Municipal single sign-on (OpenID Connect)."""

import logging
from functools import wraps

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from csp.decorators import csp_update
from django.conf import settings
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from members.models import User

logger = logging.getLogger(__name__)


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Signs in who has access under the verified address; others become professionals where the settings allow it."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _(
            "Zu dieser Adresse gibt es schon einen Zugang. Melden Sie sich dort mit Passwort oder Code an."
        ),
        "invalid_token": _("Die Antwort des Anmeldedienstes war unvollständig. Versuchen Sie es noch einmal."),
    }

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """The operator has to see why nobody gets in."""
        logger.warning("sign-on failed", exc_info=exception, extra={"error": str(error)})

    def is_open_for_signup(self, request, sociallogin):
        return settings.SINGLE_SIGN_ON is not None and settings.SINGLE_SIGN_ON.allows_sign_up

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        for record in (user, *sociallogin.email_addresses):
            record.email = User.objects.normalize_email(record.email)
        name = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        user.full_name = name[: user._meta.get_field("full_name").max_length]
        return user


def leads_to_sign_on(view):
    """Lets the forms of a page lead to the sign-on service: browsers check where a sent form is led on to."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if settings.SINGLE_SIGN_ON is None:
            return view(request, *args, **kwargs)
        return csp_update({"form-action": settings.SINGLE_SIGN_ON.origin})(view)(request, *args, **kwargs)

    return wrapped


def survives_silence(view):
    """The way to the service; one that does not answer, or answers nonsense, gets the page that says so."""
    view = leads_to_sign_on(view)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (RequestException, KeyError, ValueError):
            logger.warning("sign-on service does not answer", exc_info=True)
            return redirect("socialaccount_login_error")

    return wrapped
