"""The person in the network: contact data, seats, absences, invitations, consents, requests."""

from django.db.models import Q
from django.utils.translation import gettext as _

from members.models import CONTACT_FIELDS, Consent, Invitation, Membership
from members.owndata.models import DeletionRequest
from members.personal_data import OpenData


def contact(subject):
    person = subject.person
    rows = []
    if person:
        shown = {name: getattr(person, f"get_{name}_visibility_display")() for name in ("name", *CONTACT_FIELDS)}
        names = [(name, shown["name"]) for name in ("title", "first_name", "last_name")]
        rows = [
            (person._meta.get_field(name).verbose_name, getattr(person, name), seen_by)
            for name, seen_by in [*names, *((name, shown[name]) for name in CONTACT_FIELDS)]
        ]
        rows += [(_("Angelegt"), person.created_at, ""), (_("Zuletzt bestätigt"), person.confirmed_at, "")]
    return OpenData("contact", _("Ihre Person"), (_("Angabe"), _("Wert"), _("Sichtbar für")), rows)


def seats(subject):
    rows = Membership.objects.filter(person=subject.person) if subject.person else Membership.objects.none()
    rows = rows.select_related("organisation", "deputy_of__person", "successor__person")
    return OpenData(
        "seats",
        _("Ihre Sitze im Netzwerk"),
        (
            _("Einrichtung"),
            _("Art"),
            _("Funktion"),
            _("Seit"),
            _("Bis"),
            _("Vertritt"),
            _("Multiplikator/in"),
            _("Verbleib"),
            _("Gremien"),
        ),
        [
            (
                row.organisation.name,
                row.get_kind_display(),
                row.function,
                row.since_on,
                row.until_on,
                str(row.deputy_of.person) if row.deputy_of else "",
                row.is_multiplier,
                " ".join(filter(None, [row.get_end_display(), str(row.successor.person) if row.successor else ""])),
                ", ".join(_body_of(seat) for seat in row.body_seats.all()),
            )
            for row in rows.prefetch_related("body_seats__body")
        ],
    )


def absences(subject):
    rows = subject.person.absences.all() if subject.person else ()
    return OpenData(
        "absences", _("Ihre Abwesenheiten"), (_("Von"), _("Bis")), [(row.starts_on, row.ends_on) for row in rows]
    )


def invitations(subject):
    """Those of the person, and those the user sent."""
    wanted = Q(invited_by=subject.user) if subject.user else Q(pk=None)
    if subject.person:
        wanted |= Q(person=subject.person)
    rows = Invitation.objects.filter(wanted).select_related("person", "invited_by")
    return OpenData(
        "invitations",
        _("Einladungen"),
        (_("Eingeladen"), _("An"), _("Von"), _("Zuletzt gesendet"), _("Gilt bis"), _("Angenommen"), _("Zurückgezogen")),
        [
            (
                row.created_at,
                row.email if row.person == subject.person else str(row.person),
                str(row.invited_by or ""),
                row.sent_at,
                row.expires_at,
                row.accepted_at,
                row.withdrawn_at,
            )
            for row in rows
        ],
    )


def consents(subject):
    rows = Consent.objects.filter(person=subject.person) if subject.person else ()
    return OpenData(
        "consents",
        _("Ihre Einwilligungen"),
        (_("Wofür"), _("Fassung des Textes"), _("Erteilt"), _("Widerrufen")),
        [(row.get_kind_display(), row.wording, row.given_at, row.withdrawn_at) for row in rows],
    )


def deletion_requests(subject):
    """Those of the person, and those the user decided on; the latter without a name."""
    wanted = Q(user=subject.user) | Q(decided_by=subject.user) if subject.user else Q(pk=None)
    if subject.person:
        wanted |= Q(person=subject.person)
    return OpenData(
        "deletion-requests",
        _("Löschanträge"),
        (_("Antrag"), _("Beantragt"), _("Frist"), _("Stand"), _("Erledigt")),
        [
            (str(row), row.requested_at, row.due_on, row.get_state_display(), row.ended_at)
            for row in DeletionRequest.objects.filter(wanted)
        ],
    )


def _body_of(seat):
    return f"{seat.body.name} ({_('Leitung')})" if seat.is_chair else seat.body.name
