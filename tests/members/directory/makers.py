"""People of the directory."""

import re
from html import unescape

from members.enums import Role
from tests.factories import make_membership, make_organisation, make_person, make_user


def make_seated(*, organisation=None, seat=None, **fields):
    """A person with a current seat; `seat` are fields of it."""
    person = make_person(**fields)
    make_membership(person=person, organisation=organisation or make_organisation(), **(seat or {}))
    return person


def make_coordinator(office=None):
    return make_user(role=Role.COORDINATOR, office=office)


def rows_of(response):
    """Names in the order of the list."""
    cells = re.findall(r'<th class="kern-table__cell" scope="row".*?</th>', response.content.decode(), re.S)
    return [unescape(re.search(r"<bdi>(.*?)</bdi>", cell)[1]) for cell in cells]


def words_of(response):
    text = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def status_of(response):
    return re.search(r'role="status">(.*?)</p>', response.content.decode(), re.S)[1].strip()
