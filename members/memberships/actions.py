"""Seats: given, changed, ended with all that is open, and resumed.

Whoever changes seats of an organisation first locks its row; so closing, ending and giving wait for each other.
What comes after it: members.locks.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import MembershipEnd, MembershipKind
from members.locks import lock_above
from members.models import Membership, Organisation, Person
from members.open_matters import CannotTakeBack, settle, take_back
from netzwerk.audit import record_event
from netzwerk.usage import relations_of
from netzwerk.versions import lock_version, save_version


class SeatRefused(Exception):
    """The seat cannot be given, changed or ended like this; the text says why in German, `field` where it belongs."""

    def __init__(self, text, field=None):
        super().__init__(text)
        self.text, self.field = str(text), field


@transaction.atomic
def create_membership(*, person, organisation, values, by):
    """Gives `person` a seat for `organisation`. Raises SeatRefused."""
    organisation = lock_organisation(organisation)
    if organisation.closed_on:
        raise SeatRefused(_("Die Einrichtung macht nicht mehr mit. Nehmen Sie zuerst ihre Mitarbeit wieder auf."))
    if not Person.objects.select_for_update(no_key=True).filter(pk=person.pk).exists():
        raise SeatRefused(_("Diese Person gibt es nicht mehr."))
    membership = Membership(person=person, organisation=organisation, **values)
    _check_dates(membership)
    _check_deputy(membership)
    membership.save()
    _record("created", membership, by)
    return membership


@transaction.atomic
def change_membership(*, membership, values, version, by):
    """Changes the fields in `values`. Raises Outdated if somebody saved since `version`, and SeatRefused."""
    lock_organisation(membership.organisation)
    row = lock_version(membership, version)
    if row.end:
        raise SeatRefused(_("Dieser Sitz ist beendet."))
    changed = save_version(row, values)
    _check_dates(row)
    _check_deputy(row)
    if changed:
        _record("changed", row, by, fields=changed)
    return row


@transaction.atomic
def end_membership(*, membership, on, by, successor=None, heir=None):
    """Ends the seat with the day `on` and hands over what it leaves open; returns the successor's seat or None.

    `successor` is a seat of the same organisation, `heir` a person who gets one if they have none; without both the
    seat stays vacant. Raises SeatRefused.
    """
    organisation = lock_organisation(membership.organisation)
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    _check_end(row, on)
    before = {"since_on": str(row.since_on), "until_on": str(row.until_on) if row.until_on else None}
    if heir is not None:
        successor = _open_seat(heir, organisation)
        if successor is None:
            successor = _seat_of_heir(row, heir, on, by)
            before["created"] = successor.pk
    elif successor is not None:
        successor = Membership.objects.select_for_update().get(pk=successor.pk)
    if successor is not None:
        _check_successor(row, successor)
    before["matters"] = settle(row, successor, by=by)
    if successor is not None:
        before["promoted"] = _promote(row, successor)
    row.finish(
        on=on, end=MembershipEnd.SUCCESSOR if successor else MembershipEnd.VACANT, successor=successor, before=before
    )
    _record("ended", row, by, end=row.end, successor=successor.pk if successor else None)
    return successor


def end_all(*, organisation, on, by):
    """Leaves every unfinished seat of a locked organisation vacant with the day `on` (earlier where it ran out)."""
    lock_above(organisation.memberships.unfinished().values_list("person", flat=True))
    for row in organisation.memberships.select_for_update().unfinished().order_by("pk"):
        before = {"since_on": str(row.since_on), "until_on": str(row.until_on) if row.until_on else None}
        before["matters"] = settle(row, None, by=by)
        row.refresh_from_db()  # a deputy of a seat that ended just before
        last_day = min(on, row.until_on) if row.until_on else on
        row.finish(on=last_day, end=MembershipEnd.VACANT, before=before)
        _record("ended", row, by, end=row.end, successor=None)


@transaction.atomic
def restore_membership(*, membership, by):
    """Takes a wrongly ended seat back with all it handed over, unless something was built on it. Raises SeatRefused."""
    organisation = lock_organisation(membership.organisation)
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if not row.end:
        raise SeatRefused(_("Dieser Sitz ist nicht beendet."))
    if organisation.closed_on:
        raise SeatRefused(_("Die Einrichtung macht nicht mehr mit. Nehmen Sie zuerst ihre Mitarbeit wieder auf."))
    if _open_seat(row.person, organisation):
        raise SeatRefused(_("Die Person hat hier inzwischen einen neuen Sitz."))
    before, successor = row.before_end, row.successor
    try:
        take_back(row, successor, before.get("matters", {}), by=by)
    except CannotTakeBack as error:
        raise SeatRefused(_("Was übergeben wurde, hat sich inzwischen geändert.")) from error
    row.resume()
    _take_back_successor(successor, before)
    _record("restored", row, by)
    return row


def lock_organisation(organisation):
    """Its row, locked against other changes of its seats until the transaction ends."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _record(verb, membership, by, **details):
    details |= {"person": membership.person_id, "organisation": membership.organisation_id}
    record_event(f"members.membership_{verb}", target=membership, by=by, **details)


def _check_dates(membership):
    """No two seats of a person for one organisation at the same time."""
    others = Membership.objects.filter(person=membership.person_id, organisation=membership.organisation_id)
    others = others.exclude(pk=membership.pk).filter(Q(until_on=None) | Q(until_on__gte=membership.since_on))
    if membership.until_on:
        others = others.filter(since_on__lte=membership.until_on)
    if others.exists():
        raise SeatRefused(_("Diese Person hat in dieser Zeit schon einen Sitz für die Einrichtung."), "since_on")


def _check_deputy(membership):
    holder = membership.deputy_of
    if holder is None:
        return
    if holder.organisation_id != membership.organisation_id or holder.kind != MembershipKind.HOLDER or holder.end:
        raise SeatRefused(_("Wählen Sie eine Vertretung derselben Einrichtung aus."), "deputy_of")


def _check_end(row, on):
    if row.end:
        raise SeatRefused(_("Dieser Sitz ist schon beendet."))
    if on < row.since_on:
        raise SeatRefused(_("Das Ende liegt vor dem Beginn."), "on")
    if on > timezone.localdate():
        raise SeatRefused(_("Der letzte Tag ist heute oder liegt schon zurück."), "on")


def _check_successor(row, successor):
    fits = successor.organisation_id == row.organisation_id and successor.person_id != row.person_id
    if not fits or successor.end or not successor.is_current:
        raise SeatRefused(_("Wählen Sie als Nachfolge jemanden mit einem heutigen Sitz dieser Einrichtung."), "heir")


def _open_seat(person, organisation):
    seats = Membership.objects.select_for_update().unfinished().current()
    return seats.filter(person=person, organisation=organisation).first()


def _seat_of_heir(row, heir, on, by):
    values = {
        "function": row.function,
        "kind": row.kind,
        "deputy_of": row.deputy_of,
        "since_on": min(on + timedelta(days=1), timezone.localdate()),
    }
    return create_membership(person=heir, organisation=row.organisation, values=values, by=by)


def _promote(row, successor):
    """Who follows a holder becomes one; returns what they were, with the version that results, or None."""
    if row.kind != MembershipKind.HOLDER or successor.kind == MembershipKind.HOLDER:
        return None
    was = {"kind": successor.kind, "deputy_of": successor.deputy_of_id}
    successor.take_over(kind=MembershipKind.HOLDER)
    return was | {"version": successor.version}


def _take_back_successor(successor, before):
    """The seat made for the successor goes again, a promotion ends; both only while untouched."""
    touched = SeatRefused(_("An der Nachfolge wurde inzwischen etwas geändert."))
    if before.get("created"):
        made = Membership.objects.select_for_update().filter(pk=before["created"], version=1, end="").first()
        if made is None or relations_of(made):
            raise touched
        made.delete()
    elif before.get("promoted"):
        was = before["promoted"]
        key = successor.pk if successor else None
        seat = Membership.objects.select_for_update().filter(pk=key, version=was["version"], end="").first()
        if seat is None:
            raise touched
        deputy_of = Membership.objects.filter(pk=was["deputy_of"]).first() if was["deputy_of"] else None
        seat.take_over(kind=was["kind"], deputy_of=deputy_of)
