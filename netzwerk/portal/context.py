"""What every page shows of the network: name, menu, emergency numbers, coordination office."""

from functools import cached_property

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from netzwerk.models import Network, YouthWelfareOffice
from netzwerk.pagecache import kept
from netzwerk.portal.menus import internal_menu, menu_for
from reporting_paths.contacts.emergency import emergency_numbers
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.hours import contact_book

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

    def __init__(self, request):
        self.request = request
        self.path = request.path

    @cached_property
    def network(self):
        """The Network, or None before one is loaded."""
        try:
            return kept(self.request, "network", Network.objects.first)
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
    def contacts(self):
        """The ContactBook of this request, or None without a database."""
        try:
            return contact_book(self.request)
        except DatabaseError:
            return None

    @cached_property
    def emergency(self):
        """Numbers for immediate danger: {label, number, tel}."""
        on_call = self.contacts.of_kind(Kind.ON_CALL) if self.contacts else []
        return emergency_numbers(on_call)

    @cached_property
    def coordination(self):
        """The coordination office's contact for the footer, or None; the one of the whole network comes first."""
        found = self.contacts.of_kind(Kind.COORDINATION) if self.contacts else []
        return min(found, key=lambda contact: contact.youth_welfare_office_id is not None, default=None)

    @cached_property
    def menu(self):
        """Main menu: {label, url, is_current}; the entry above the open page is current too."""
        return menu_for(PUBLIC_MENU, self.path)

    @cached_property
    def internal_menu(self):
        """Menu of the internal pages, with what this person may open."""
        return internal_menu(self.request.user, self.path)


def portal(request):
    """Template variable `portal`."""
    return {"portal": Site(request)}
