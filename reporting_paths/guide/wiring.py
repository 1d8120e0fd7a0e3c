"""What the Leitfaden adds to the rooms below: names, and where it shows contact points."""

from django.utils.translation import gettext_lazy as _

from netzwerk import usage
from netzwerk.audit import name_events
from reporting_paths.contacts.models import ContactPoint
from reporting_paths.guide.usages import usages_of_point

usage.register(ContactPoint, usages_of_point)
name_events(
    {
        "guide.edition_published": _("Ausgabe des Leitfadens veröffentlicht"),
    }
)
