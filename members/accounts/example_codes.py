"""Help for newcomers in the local run, where no mail leaves and nobody has the app of an example account."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from members.accounts.used_codes import is_used
from members.example import EXAMPLE_ACCOUNTS, EXAMPLE_SECRET

ADDRESSES = frozenset(account.email for account in EXAMPLE_ACCOUNTS)


def code_of_example(user):
    """The code that the app of an example account shows now, or None; never outside the local run."""
    if settings.ENVIRONMENT != "local" or user.email not in ADDRESSES:
        return None
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return None
    return next((code for code in _codes_that_count() if not is_used(user, code)), None)


def code_of_mail(process):
    """The code that went out in a mail, as the local run delivers none; None elsewhere."""
    return process.code if settings.ENVIRONMENT == "local" and process else None


def _codes_that_count():
    now = int(time.time()) // app_settings.TOTP_PERIOD
    for counter in (now, now + 1, now - 1):
        yield format_hotp_value(hotp_value(EXAMPLE_SECRET, counter))
