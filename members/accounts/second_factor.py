"""Who needs a second factor, who has one, and how its secrets are kept."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import BigIntegerField, Exists, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.models import RoleAssignment
from members.permissions import SECOND_FACTOR_ROLES, needs_second_factor
from netzwerk.models import Network
from netzwerk.prepared import Prepared, Slot

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
FACTOR_NAMES = {Authenticator.Type.TOTP: _("App"), Authenticator.Type.WEBAUTHN: _("Passkey")}


def with_second_factor(users):
    """Adds `has_second_factor` and `has_guarded_role` to the queryset `users`."""
    roles = RoleAssignment.objects.filter(user=OuterRef("pk"), role__in=SECOND_FACTOR_ROLES)
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return users.annotate(has_second_factor=Exists(factors), has_guarded_role=Exists(roles))


@Prepared
def _factors():
    return Authenticator.objects.filter(user=Slot("user", BigIntegerField()), type__in=FACTORS).values_list("pk")[:1]


def lacks_second_factor(user):
    """Whether `user` has to set one up before anything else; asks only about those whose roles need one."""
    return needs_second_factor(user) and not _factors(user=user.pk)


def factor_names(user):
    """In words, each once: „App“, „Passkey“."""
    types = {authenticator.type for authenticator in user.authenticator_set.all()}
    return [FACTOR_NAMES[type] for type in FACTORS if type in types]


def is_last_needed_factor(authenticator):
    """Whether its owner would lose the only factor, and may not be without one."""
    user = authenticator.user
    factors = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return (
        authenticator.type in FACTORS
        and not factors.exclude(pk=authenticator.pk).exists()
        and needs_second_factor(user)
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """German wording; secrets are encrypted with a key made of SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Ihre Aufgabe im Portal verlangt einen zweiten Faktor. Richten Sie zuerst einen anderen ein."
        ),
        "cannot_generate_recovery_codes": _("Ersatzcodes gibt es, sobald Sie einen zweiten Faktor haben."),
        "incorrect_code": _(
            "Dieser Code stimmt nicht oder ist verbraucht. Warten Sie auf den nächsten Code Ihrer App."
        ),
        "unverified_email": _("Bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def can_delete_authenticator(self, authenticator):
        return not is_last_needed_factor(authenticator)

    def encrypt(self, text):
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """After a change of SECRET_KEY a secret that fits no code: the factor is lost and has to be reset."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def get_totp_issuer(self):
        return self._get_site_name()

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Mein Passkey") if number == 1 else gettext("Passkey {number}").format(number=number)

    def _get_site_name(self):
        network = Network.objects.first()
        return network.name if network else "Netzwerk Kinderschutz"


def _fernet():
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(f"mfa:{key}".encode()).digest())) for key in keys])
