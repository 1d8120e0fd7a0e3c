"""What the rooms below want to know of registrations: open things of a seat, own data, dates of the own calendar."""

from django.db.models import Q
from django.utils.translation import gettext as _

from members.open_matters import OpenMatter
from members.personal_data import OpenData
from trainings.enums import EventStatus, RegistrationState
from trainings.models import Certificate, Registration
from trainings.registrations.filling import fill_up, lock_event
from trainings.registrations.succession import hand_back, leave_seat, pass_on, seat_text, seats_ahead

MATTERS = "training-seats"
COVERS = (
    "trainings.Registration.person",
    "trainings.Registration.user",
    "trainings.Registration.booked_by",
)


def open_matters_of_seat(membership):
    """Seats, offers and places on lists for the house, at events ahead."""
    rows = list(seats_ahead(membership))
    in_order = sorted(rows, key=lambda row: row.event_id)  # of the locks

    def hand_over(successor, *, by):
        """Each goes to the successor, with its place in the order."""
        made = {row.pk: pass_on(row, successor.person, by=by) for row in in_order}
        return {str(pk): new.pk if new else None for pk, new in made.items()}

    def leave(*, by):
        """They become free for others."""
        return {str(row.pk): row.pk for row in in_order if leave_seat(row, by=by)}

    items = tuple((seat_text(row), "") for row in rows)
    return [OpenMatter(_("Anmeldungen zu Fortbildungen"), items, hand_over, leave, MATTERS)]


def take_back_matters(membership, _successor, receipt, *, by):
    """Gives the person back what was handed over or left, where it is still to be had."""
    keys = {taken or int(old) for old, taken in receipt.items()}
    rows = Registration.objects.filter(pk__in=keys, event__status=EventStatus.PUBLISHED).exclude(
        state=RegistrationState.REPLACED
    )
    for row in rows.select_related("event").order_by("event_id", "number"):
        if not row.event.has_begun:
            hand_back(row, membership.person, by=by)


def scopes_of_user(user):
    """The dates of events at which `user` has a confirmed seat; one query."""
    seats = Registration.objects.of_user(user).confirmed().order_by()
    return {f"training:{event}" for event in seats.values_list("event_id", flat=True)}


def own_registrations(subject):
    """The person's own registrations, past ones too."""
    rows = _rows_of(subject).select_related("event").order_by("-event__starts_at", "-pk")
    return OpenData(
        "trainings",
        _("Fortbildungen"),
        (
            _("Veranstaltung"),
            _("Beginn"),
            _("Stand"),
            _("Name"),
            _("E-Mail-Adresse"),
            _("Einrichtung"),
            _("Bedarf"),
            _("Angemeldet am"),
            _("Teilnahme"),
        ),
        [
            (
                row.event.title,
                row.event.starts_at,
                row.get_state_display(),
                row.full_name,
                row.email,
                row.organisation_name,
                row.needs,
                row.registered_at,
                row.get_presence_display(),
            )
            for row in rows
        ],
        note=_("Was Sie für die Teilnahme brauchen, wird nach der Veranstaltung gelöscht."),
    )


def booked_registrations(subject):
    """Whom the person signed up: without what is only for those people."""
    rows = Registration.objects.filter(booked_by=subject.user) if subject.user else Registration.objects.none()
    return OpenData(
        "trainings-booked",
        _("Für andere gebuchte Fortbildungen"),
        (_("Veranstaltung"), _("Für"), _("Angemeldet am")),
        [(row.event.title, row.full_name, row.registered_at) for row in rows.select_related("event")],
    )


def erase(subject):
    """Seats ahead become free; what was stays without name, so that the figures hold."""
    if subject.user:
        Registration.objects.filter(booked_by=subject.user).update(booked_by=None)
    rows = _rows_of(subject)
    ahead = set(rows.live().exclude(event__status=EventStatus.HELD).values_list("event_id", flat=True))
    events = [lock_event(pk) for pk in sorted(ahead)]
    keys = list(rows.values_list("pk", flat=True))
    Certificate.objects.filter(registration__in=keys).update(registration=None, name_hash="")
    for row in Registration.objects.filter(pk__in=keys).select_related("event").order_by("pk"):
        _forget(row)
    for event in events:
        fill_up(event)
    return {_("Anmeldungen zu Fortbildungen"): len(keys)}


def _forget(row):
    """Nothing in it names the person, no link opens it; a seat ahead is given back."""
    if row.is_live and not row.event.has_ended:
        row.state, row.presence = RegistrationState.RETURNED, ""
    for name in ("first_name", "email", "organisation_name", "needs"):
        setattr(row, name, "")
    row.last_name = _("Gelöschte Angaben")
    row.person = row.user = row.booked_by = row.organisation = None
    row.renew_secret()
    row.save()


def _rows_of(subject):
    """Theirs by access, by person and by confirmed address."""
    found = Q(person=subject.person) if subject.person else Q(pk=None)
    rows = Registration.objects.filter(found)
    return rows | Registration.objects.of_user(subject.user) if subject.user else rows
