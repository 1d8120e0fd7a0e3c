"""Every kind of page: the addresses of `test_access.TABLE`, and more of one address where it looks different."""

from tests.test_access import TABLE, address_of

# Further states of the same address.
MORE = {
    "home, wrong code": "/hilfe/?plz=abc",
    "help, unknown code": "/hilfe/?plz=99999",
    "town not covered": "/hilfe/buende/",
    "no such page": "/gibt-es-nicht/",
}
# No pages: plain text, JSON, redirects, the administration (Django's own pages).
NOT_PAGES = {"health-live", "health-ready", "portal:leave", "admin:*"}


def _shows_a_page(name, role):
    line = TABLE[name]
    return name not in NOT_PAGES and line.is_page and line.method == "get" and line.expected(role) == 200


PUBLIC = [name for name in TABLE if _shows_a_page(name, "anonymous")] + list(MORE)
INTERNAL = [name for name in TABLE if _shows_a_page(name, "superuser") and name not in PUBLIC]


def address_of_page(name):
    """Asked for inside a test: the keys of rows are known only then."""
    return MORE.get(name) or address_of(name)


# Information pages set no cookie; pages with a form that is sent may.
WITH_FORM = ("account_", "pages:barrier-report")


def is_information(name):
    return not name.startswith(WITH_FORM)
