"""What this package adds to registries."""

from django.utils.translation import gettext_lazy as _

from netzwerk.mail import register_mail_kind
from trainings.offers.actions import CODE_KIND


def register():
    """The code is secret: nobody reads it in the outbox, and it is forgotten once it has left."""
    label = _("Code zur Anmeldung bei einer Fortbildung")
    register_mail_kind(CODE_KIND, label, is_secret=True, is_before_access=True)
