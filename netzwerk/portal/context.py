"""What every page shows of the network: name, menu, emergency numbers, coordination office."""

from functools import cached_property

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerk.models import Network, YouthWelfareOffice

NATIONAL_EMERGENCY = (
    {"label": _("Polizei"), "number": "110"},
    {"label": _("Rettungsdienst und Feuerwehr"), "number": "112"},
)
PUBLIC_MENU = (
    (_("Startseite"), "portal:home"),
    (_("Was tun bei Verdacht?"), "paths:path-list"),
    (_("Beratung und Hilfe"), "contacts:help"),
    (_("Leitfaden"), "guide:guide-detail"),
    (_("Netzwerk"), "portal:network"),
)


class Site:
    """Read at most once a request, and only by pages that ask; without a database only what is always true."""

    exit_url = settings.EXIT_URL

    def __init__(self, path):
        self.path = path

    @cached_property
    def network(self):
        """The Network, or None before one is loaded."""
        try:
            return Network.objects.first()
        except DatabaseError:
            return None

    @cached_property
    def offices(self):
        """All Jugendämter."""
        try:
            return list(YouthWelfareOffice.objects.all())
        except DatabaseError:
            return []

    @cached_property
    def emergency(self):
        """Numbers for immediate danger: {label, number}."""
        return list(NATIONAL_EMERGENCY)

    @cached_property
    def coordination(self):
        """The coordination office's contact for the footer, or None."""
        return None

    @cached_property
    def menu(self):
        """Main menu: {label, url, is_current}; the entry above the open page is current too."""
        entries = []
        for label, name in PUBLIC_MENU:
            url = reverse(name)
            is_current = "page" if self.path == url else "true" if url != "/" and self.path.startswith(url) else ""
            entries.append({"label": label, "url": url, "is_current": is_current})
        return entries


def site(request):
    """Template variable `site`."""
    return {"site": Site(request.path)}
