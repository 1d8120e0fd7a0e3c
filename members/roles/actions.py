"""Giving and taking roles."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from members.enums import Role
from members.models import RoleAssignment
from netzwerk.audit import record_event
from netzwerk.mail import queue_mail


class RoleRefused(Exception):
    """The change of a role that must not be; the message is German and for people."""


NOT_FOR_ONESELF = _("Rollen für Sie selbst vergibt eine andere Koordination.")
LAST_COORDINATOR = _("Das ist die letzte Koordination des ganzen Netzwerks. Geben Sie die Rolle zuerst jemand anderem.")
HELD_ALREADY = _("Diese Rolle hat der Zugang schon.")
NO_SEAT = _("Eine Einrichtung verwaltet nur, wer dort einen Sitz hat. Tragen Sie zuerst den Sitz ein.")
NOT_ACTIVE = _("Dieser Zugang ist gesperrt.")


@transaction.atomic
def give_role(*, user, role, by, youth_welfare_office=None, organisation=None, comes_with_seat=False):
    """Gives `user` a role and tells them; raises RoleRefused.

    Nobody gives one to oneself, except where it `comes_with_seat`: handed over, or given back.
    """
    if user == by and not comes_with_seat:
        raise RoleRefused(NOT_FOR_ONESELF)
    if not user.is_active:
        raise RoleRefused(NOT_ACTIVE)
    if organisation and all(seat.organisation_id != organisation.pk for seat in user.current_seats):
        raise RoleRefused(NO_SEAT)
    try:
        with transaction.atomic():
            assignment = RoleAssignment.objects.create(
                user=user, role=role, youth_welfare_office=youth_welfare_office, organisation=organisation
            )
    except IntegrityError:
        raise RoleRefused(HELD_ALREADY) from None
    _tell(assignment, "given", by)
    return assignment


@transaction.atomic
def take_role(*, assignment, by):
    """Takes a role away and tells its holder; raises RoleRefused for the last coordination of the whole network.

    The rows of all network coordinators are locked: of two who take each other's role, one stays.
    """
    everyone = RoleAssignment.objects.filter(role=Role.COORDINATOR, youth_welfare_office=None, user__is_active=True)
    held = list(everyone.order_by("pk").select_for_update(of=("self",)))
    assignment = RoleAssignment.objects.select_related("user").filter(pk=assignment.pk).first()
    if assignment is None:
        return
    if [row.pk for row in held] == [assignment.pk]:
        raise RoleRefused(LAST_COORDINATOR)
    _tell(assignment, "taken", by)
    assignment.delete()


def _tell(assignment, what, by):
    details = {
        "role": assignment.role,
        "office": assignment.youth_welfare_office_id,
        "organisation": assignment.organisation_id,
    }
    event = record_event(f"members.role_{what}", target=assignment.user, by=by, **details)
    queue_mail(
        f"members/email/role_{what}",
        to=assignment.user.email,
        context={"user": assignment.user, "role": assignment},
        key=f"role:{what}:{event.pk}",
        kind="roles",
        by=by,
    )
