"""Plain makers of rows with honest defaults."""

import itertools
from datetime import timedelta

from django.utils import timezone

from members.models import ActorCategory, Organisation, RoleAssignment, User
from netzwerk.models import Municipality, Network, OutgoingMail, PostalCode, YouthWelfareOffice

_numbers = itertools.count(1)


def make_user(*, role=None, **fields):
    number = next(_numbers)
    fields = {"email": f"person{number}@netz.example", "full_name": f"Person {number}"} | fields
    user = User.objects.create_user(password=fields.pop("password", "ein langes Kennwort"), **fields)
    if role:
        RoleAssignment.objects.create(user=user, role=role)
    return user


def make_network(**fields):
    fields = {
        "key": "musterkreis",
        "name": "Netzwerk Kinderschutz Musterkreis",
        "short_name": "Musterkreis",
        "operator": "Jugendamt des Musterkreises",
    } | fields
    return Network.objects.create(**fields)


def make_office(**fields):
    number = next(_numbers)
    return YouthWelfareOffice.objects.create(
        **{"key": f"amt-{number}", "name": f"Jugendamt {number}", "short_name": f"Amt {number}"} | fields
    )


def make_town(*, postal_codes=(), **fields):
    number = next(_numbers)
    fields = {"slug": f"ort-{number}", "name": f"Ort {number}"} | fields
    if "youth_welfare_office" not in fields:
        fields["youth_welfare_office"] = make_office()
    town = Municipality.objects.create(**fields)
    PostalCode.objects.bulk_create(PostalCode(code=code, municipality=town) for code in postal_codes)
    return town


def make_category(**fields):
    number = next(_numbers)
    fields = {"code": f"{number:02d}"[-2:], "title": f"Gruppe {number}", "short_title": f"Gruppe {number}"} | fields
    return ActorCategory.objects.create(**fields)


def make_organisation(**fields):
    number = next(_numbers)
    fields = {"key": f"einrichtung-{number}", "name": f"Einrichtung {number}"} | fields
    if "actor_category" not in fields:
        fields["actor_category"] = make_category()
    return Organisation.objects.create(**fields)


def make_mail(**fields):
    """A mail that waits, due now."""
    number = next(_numbers)
    fields = {
        "key": f"probe:{number}",
        "kind": "probe",
        "to": f"person{number}@netz.example",
        "subject": "Einladung zum Netzwerktreffen",
        "text_body": "Guten Tag,\n\nhiermit laden wir Sie ein.",
        "html_body": '<!doctype html><html lang="de"><title>Einladung</title><p>Guten Tag</p></html>',
        "message_id": f"<{number}@netz.example>",
        "give_up_at": timezone.now() + timedelta(days=1),
    } | fields
    return OutgoingMail.objects.create(**fields)
