"""Whose dates are whose: what members belong to (see netzwerk.calendars.scopes)."""

from members.models import BodySeat, Membership, Person
from members.permissions import can_see_network
from netzwerk.calendars.scopes import MEMBERS


def body_scope(body_id):
    """For all who sit in the body today."""
    return f"body:{body_id}"


def person_scope(person_id):
    """For one person, who may get access later."""
    return f"person:{person_id}"


def scopes_of_member(user):
    """What `user` belongs to: the members, their person, the bodies of their current seats."""
    scopes = {MEMBERS} if can_see_network(user) else set()
    scopes |= {person_scope(pk) for pk in Person.objects.filter(user=user).values_list("pk", flat=True)}
    seats = BodySeat.objects.filter(membership__in=Membership.objects.current().filter(person__user=user))
    return scopes | {body_scope(pk) for pk in seats.filter(body__ended_on=None).values_list("body_id", flat=True)}
