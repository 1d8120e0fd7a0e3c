"""Plain makers of rows with honest defaults."""

import itertools
import time
from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from members.models import ActorCategory, Body, BodySeat, Membership, Organisation, Person, RoleAssignment, User
from members.permissions import SECOND_FACTOR_ROLES
from netzwerk.models import Municipality, Network, OutgoingMail, PostalCode, YouthWelfareOffice
from trainings.enums import EventStatus, RegistrationSource, RegistrationState
from trainings.models import Registration, SeatReservation, Session, Topic, TrainingEvent
from trainings.seats import recount

TOTP_SECRET = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"
_numbers = itertools.count(1)


def make_user(*, role=None, office=None, organisation=None, second_factor=True, **fields):
    """Whoever needs a second factor has one, unless `second_factor` is False; the address is confirmed."""
    number = next(_numbers)
    fields = {
        "email": f"person{number}@netz.example",
        "full_name": f"Person {number}",
        "is_email_verified": True,
    } | fields
    user = User.objects.create_user(password=fields.pop("password", "ein langes Kennwort"), **fields)
    if role:
        RoleAssignment.objects.create(user=user, role=role, youth_welfare_office=office, organisation=organisation)
    if second_factor and (user.is_superuser or role in SECOND_FACTOR_ROLES):
        make_second_factor(user)
    return user


def make_second_factor(user):
    """An app with the secret TOTP_SECRET."""
    return TOTP.activate(user, TOTP_SECRET).instance


def make_session(user):
    """The key of a session in which `user` is signed in, and need not show again who they are."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() + 24 * 60 * 60}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return session.session_key


def totp_code(periods=0):
    """What the app of `make_second_factor` shows now, or `periods` of 30 seconds later."""
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30 + periods))


def make_person(**fields):
    number = next(_numbers)
    fields = {
        "first_name": f"Vorname{number}",
        "last_name": f"Nachname{number}",
        "email": f"kontakt{number}@haus.example",
    } | fields
    return Person.objects.create(**fields)


def make_membership(**fields):
    fields = {
        "person": fields.get("person") or make_person(),
        "organisation": fields.get("organisation") or make_organisation(),
    } | fields
    return Membership.objects.create(**fields)


def make_member(*, organisation=None, role=None, office=None, **fields):
    """A user who holds a seat: `user.person` is the person."""
    user = make_user(role=role, office=office, **fields)
    make_membership(person=make_person(user=user, email=user.email), organisation=organisation or make_organisation())
    return user


def make_body(*, members=(), chair=None, **fields):
    """A body with the memberships `members`, led by the membership `chair`."""
    body = Body.objects.create(**{"name": f"Arbeitsgruppe {next(_numbers)}"} | fields)
    for membership in {*members, *([chair] if chair else [])}:
        BodySeat.objects.create(body=body, membership=membership, is_chair=membership == chair)
    return body


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
    code = f"{chr(65 + number // 10 % 26)}{number % 10}"  # none of those the network comes with
    fields = {"code": code, "title": f"Gruppe {number}", "short_title": f"Gruppe {number}"} | fields
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


def make_topic(**fields):
    return Topic.objects.create(**{"name": f"Thema {next(_numbers)}"} | fields)


def make_training(*, starts_at=None, hours=3, topics=(), target_categories=(), reserved=None, **fields):
    """A published training in four weeks, one session, 20 seats; `reserved` is {category: seats} until its eve."""
    number = next(_numbers)
    starts_at = starts_at or timezone.now() + timedelta(days=28)
    ends_at = starts_at + timedelta(hours=hours)
    fields = {
        "title": f"Fortbildung {number}",
        "slug": f"fortbildung-{number}",
        "lead": "Was Fachkräfte wissen sollten.",
        "status": EventStatus.PUBLISHED,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "published_at": timezone.now(),
    } | fields
    event = TrainingEvent.objects.create(**fields)
    Session.objects.create(event=event, starts_at=starts_at, ends_at=ends_at)
    event.topics.set(topics)
    event.target_categories.set(target_categories)
    release_on = timezone.localdate(starts_at) - timedelta(days=1)
    for category, seats in (reserved or {}).items():
        SeatReservation.objects.create(event=event, actor_category=category, seats=seats, release_on=release_on)
    recount(event)
    return event


def make_registration(**fields):
    """A confirmed seat; the event's counts follow."""
    number = next(_numbers)
    fields = {
        "first_name": f"Vorname{number}",
        "last_name": f"Nachname{number}",
        "email": f"gast{number}@haus.example",
        "state": RegistrationState.CONFIRMED,
        "source": RegistrationSource.SELF,
    } | fields
    event = fields["event"] = fields.get("event") or make_training()
    event.last_number += 1
    event.save(update_fields=["last_number"])
    fields.setdefault("number", event.last_number)
    fields["actor_category"] = fields.get("actor_category") or make_category()
    registration = Registration.objects.create(**fields)
    recount(event)
    return registration
