"""People as vCards, with what the reader may see of them."""

import vobject
from django.utils.encoding import force_bytes
from vobject.vcard import Name

CONTENT_TYPE = "text/vcard; charset=utf-8"


def card_of(entry):
    """The vCard 3.0 of an Entry, in UTF-8."""
    person = entry.person
    card = vobject.vCard()
    card.add("n").value = Name(family=person.last_name, given=person.first_name, prefix=person.title)
    card.add("fn").value = person.full_name
    if entry.seats:
        card.add("org").value = [entry.seats[0]["organisation"]]
        _add(card, "title", entry.seats[0]["function"])
    _add(card, "email", entry.email, "INTERNET")
    _add(card, "tel", entry.phone, "WORK")
    _add(card, "tel", entry.mobile, "CELL")
    return force_bytes(card.serialize())


def _add(card, name, value, kind=None):
    if value:
        line = card.add(name)
        line.value = value
        if kind:
            line.type_param = kind
