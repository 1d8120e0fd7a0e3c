"""How allauth works in this portal."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given out by coordinators; nobody signs up alone."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beide Angaben."),
        "too_many_login_attempts": _("Zu viele Versuche. Warten Sie einige Minuten, bevor Sie es wieder versuchen."),
    }

    def is_open_for_signup(self, request):
        return False
