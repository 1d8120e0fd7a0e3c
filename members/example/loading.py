"""Puts the example network's people, seats and sign-ins into the database; days count from today."""

import tomllib
from datetime import timedelta
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from members.enums import MembershipEnd, MembershipKind, Visibility
from members.example.accounts import EXAMPLE_ACCOUNTS, EXAMPLE_PASSWORD, EXAMPLE_SECRET
from members.models import (
    Absence,
    Body,
    BodySeat,
    Invitation,
    Membership,
    Organisation,
    Person,
    RoleAssignment,
    User,
)
from members.permissions import needs_second_factor
from netzwerk.models import YouthWelfareOffice

PEOPLE = Path(__file__).with_name("people.toml")
SEATED_FOR_DAYS = 480
INVITATION_DAYS = 14


def load_accounts():
    """The sign-ins that do not exist yet, with their roles."""
    for account in EXAMPLE_ACCOUNTS:
        if User.objects.filter(email=account.email).exists():
            continue
        user = User.objects.create_user(
            account.email,
            EXAMPLE_PASSWORD,
            full_name=account.name,
            is_superuser=account.is_superuser,
            is_email_verified=True,
        )
        if account.role:
            RoleAssignment.objects.create(
                user=user,
                role=account.role,
                youth_welfare_office=YouthWelfareOffice.objects.filter(key=account.office).first(),
                organisation=Organisation.objects.filter(name=account.organisation).first(),
            )
        if needs_second_factor(user):
            TOTP.activate(user, EXAMPLE_SECRET)


def load_people():
    """People, seats, bodies, absences and invitations, unless there are people already."""
    if Person.objects.exists():
        return
    data = tomllib.loads(PEOPLE.read_text())
    bodies = {part["name"]: Body.objects.create(**part) for part in data["bodies"]}
    organisations = {organisation.name: organisation for organisation in Organisation.objects.all()}
    seats = {}
    for part in data["people"]:
        seat = _seat(part, _person(part), organisations[part["organisation"]], seats)
        seats[part["organisation"], part.get("seat", "holder"), part["name"]] = seat
        for name in part.get("bodies", ()):
            BodySeat.objects.create(body=bodies[name.rstrip("*")], membership=seat, is_chair=name.endswith("*"))


def _person(part):
    person = Person.objects.filter(email=part["email"]).first()
    if person:
        return person
    title = part.get("title", "")
    first_name, _, last_name = part["name"].removeprefix(title).strip().partition(" ")
    visibility = part.get("visibility", Visibility.MEMBERS)
    person = Person.objects.create(
        user=_user(part),
        title=title,
        first_name=first_name,
        last_name=last_name,
        email=part["email"],
        email_visibility=visibility,
        phone=part.get("phone", ""),
        phone_visibility=visibility,
        mobile=part.get("mobile", ""),
        confirmed_at=timezone.now() - timedelta(days=30 + len(part["name"]) * 11),
    )
    _add_days(part, person)
    return person


def _user(part):
    user = User.objects.filter(email=part["email"]).first()
    if user is None and part.get("access"):
        user = User.objects.create_user(part["email"], full_name=part["name"], is_email_verified=True)
    return user


def _add_days(part, person):
    today, now = timezone.localdate(), timezone.now()
    if "absent" in part:
        first, last = (today + timedelta(days=days) for days in part["absent"])
        Absence.objects.create(person=person, starts_on=first, ends_on=last)
    if "invited" in part:
        sent_at = now + timedelta(days=part["invited"])
        Invitation.objects.create(
            person=person,
            email=person.email,
            created_at=sent_at,
            sent_at=sent_at,
            expires_at=sent_at + timedelta(days=INVITATION_DAYS),
            invited_by=User.objects.get(email=EXAMPLE_ACCOUNTS[0].email),
        )


def _seat(part, person, organisation, seats):
    today = timezone.localdate()
    kind = part.get("seat", MembershipKind.HOLDER)
    holder = next((seat for key, seat in seats.items() if key[:2] == (organisation.name, "holder")), None)
    seat = Membership.objects.create(
        person=person,
        organisation=organisation,
        function=part["function"],
        kind=kind,
        deputy_of=holder if kind == MembershipKind.DEPUTY else None,
        since_on=today - timedelta(days=part.get("since", SEATED_FOR_DAYS)),
        until_on=today - timedelta(days=part["until"]) if "until" in part else None,
        end=MembershipEnd.VACANT if part.get("vacant") else "",
        is_multiplier=part.get("multiplier", False),
    )
    if "follows" in part:
        before = seats[organisation.name, "holder", part["follows"]]
        before.finish(on=before.until_on, end=MembershipEnd.SUCCESSOR, successor=seat)
    return seat
