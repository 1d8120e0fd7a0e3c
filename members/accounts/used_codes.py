"""Codes of the second factor work once."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from django.core.cache import cache


def use_code(user, code):
    """Marks `code` as used as long as the clock would take it; False if it was before."""
    seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return cache.add(_key(user, code), 1, seconds)


def is_used(user, code):
    return cache.get(_key(user, code)) is not None


def _key(user, code):
    return f"second-factor-used:{user.pk}:{normalize_user_code(code)}"
