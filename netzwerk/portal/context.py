"""What every page shows of the network: name, menu, emergency numbers, coordination office."""

from functools import cache, cached_property

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerk.models import Network, YouthWelfareOffice
from netzwerk.pagecache import keep_nothing, kept
from netzwerk.portal.menus import current_state, internal_menu
from reporting_paths.contacts.emergency import emergency_numbers
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.reading import contact_book

PUBLIC_MENU = (
    (_("Startseite"), "portal:home"),
    (_("Was tun bei Verdacht?"), "paths:path-list"),
    (_("Beratung und Hilfe"), "contacts:help"),
    (_("Fortbildungen"), "trainings:event-list"),
    (_("Leitfaden"), "guide:guide-detail"),
    (_("Netzwerk"), "portal:network"),
)


class Site:
    """Read at most once a request, and only by pages that ask; without a database only what is always true.

    The same for every reader: parts that all of them share are made of it.
    """

    exit_url = settings.EXIT_URL

    def __init__(self, request):
        self._request = request

    @cached_property
    def network(self):
        """The Network, or None before one is loaded."""
        try:
            return kept(self._request, "network", Network.objects.first)
        except DatabaseError:
            keep_nothing(self._request)
            return None

    @cached_property
    def offices(self):
        """All Jugendämter."""
        try:
            return list(YouthWelfareOffice.objects.all())
        except DatabaseError:
            keep_nothing(self._request)
            return []

    @cached_property
    def contacts(self):
        """The ContactBook of this request, or None without a database."""
        try:
            return contact_book(self._request)
        except DatabaseError:
            keep_nothing(self._request)
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


class Menu:
    """Entries as (label, address, `aria-current`): what a shared part of the page is made of."""

    def __init__(self, request):
        self._request = request

    @property
    def public(self):
        """The main menu."""
        return self._entries((label, url) for (label, _name), url in zip(PUBLIC_MENU, _menu_urls(), strict=True))

    @property
    def internal(self):
        """Menu of the internal pages, with what this person may open."""
        return self._entries(internal_menu(self._request.user))

    def _entries(self, links):
        path = self._request.path
        return tuple((str(label), url, current_state(path, url)) for label, url in links)


@cache
def _menu_urls():
    return [reverse(name) for _label, name in PUBLIC_MENU]


def portal(request):
    """Template variables `portal`, the same for every reader, and `menu`."""
    return {"portal": Site(request), "menu": Menu(request)}
