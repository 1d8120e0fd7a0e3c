"""What a seat leaves open in this app: deputies, places in bodies, the administration of the organisation."""

from django.utils.translation import gettext_lazy as _

from members.enums import Role
from members.models import Body, BodySeat, Membership, RoleAssignment, User
from members.open_matters import CannotTakeBack, OpenMatter, register
from members.roles.actions import RoleRefused, give_role, take_role

DEPUTIES = "members.deputies"
BODY_SEATS = "members.body_seats"
ADMINISTRATION = "members.administration"


def register_matters():
    """Called once, in wiring.py."""
    register(find_deputies, key=DEPUTIES, take_back=take_back_deputies)
    register(find_body_seats, key=BODY_SEATS, take_back=take_back_body_seats)
    register(find_administration, key=ADMINISTRATION, take_back=take_back_administration)


def find_deputies(membership):
    """Those who stand in for this very seat."""
    deputies = list(membership.deputies.unfinished().select_related("person"))

    def give_to(successor=None, *, by):
        keys = [deputy.pk for deputy in deputies if deputy != successor]
        for deputy in Membership.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
            deputy.take_over(kind=deputy.kind, deputy_of=successor)
        return keys

    items = tuple((str(deputy.person), deputy.person.get_absolute_url()) for deputy in deputies)
    return [OpenMatter(str(_("Stellvertretungen")), items, give_to, give_to, DEPUTIES)]


def take_back_deputies(membership, successor, keys, *, by):
    deputies = list(Membership.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    if len(deputies) != len(keys) or any(deputy.deputy_of != successor for deputy in deputies):
        raise CannotTakeBack
    for deputy in deputies:
        deputy.take_over(kind=deputy.kind, deputy_of=membership)


def find_body_seats(membership):
    """Places in bodies, the lead among them."""
    seats = list(membership.body_seats.select_related("body"))
    items = tuple((_body_text(seat), "") for seat in seats)
    return [
        OpenMatter(
            str(_("Plätze in Gremien")),
            items,
            lambda successor, by: [_move(seat, successor) for seat in seats],
            lambda by: [_remove(seat) for seat in seats],
            BODY_SEATS,
        )
    ]


def take_back_body_seats(membership, successor, receipts, *, by):
    for receipt in receipts:
        if receipt["place"] == "moved":
            moved = BodySeat.objects.filter(pk=receipt["seat"], membership=successor, is_chair=receipt["is_chair"])
            if not moved.update(membership=membership):
                raise CannotTakeBack
            continue
        if not Body.objects.filter(pk=receipt["body"]).exists():
            raise CannotTakeBack
        if receipt["place"] == "joined" and receipt["made_chair"]:
            BodySeat.objects.filter(body=receipt["body"], membership=successor).update(is_chair=False)
        BodySeat.objects.create(body_id=receipt["body"], membership=membership, is_chair=receipt["is_chair"])


def find_administration(membership):
    """The right to change the organisation's data; without access the successor does not get it."""
    roles = list(_administration(membership.organisation_id, membership.person.user_id))

    def hand_over(successor, *, by):
        return _pass_on(membership, successor.person.user_id, by)

    def leave(*, by):
        return _pass_on(membership, None, by)

    items = tuple((str(membership.organisation), "") for _role in roles)
    label = _("Verwaltung der Einrichtung (entfällt, wenn die Nachfolge keinen Zugang hat)")
    return [OpenMatter(str(label), items, hand_over, leave, ADMINISTRATION)]


def take_back_administration(membership, successor, receipt, *, by):
    if membership.person.user_id != receipt["from"]:
        raise CannotTakeBack
    for role in _administration(membership.organisation_id, receipt["to"]):
        take_role(assignment=role, by=by)
    _give_administration(membership.organisation, receipt["from"], by)


def _body_text(seat):
    return f"{seat.body} ({_('Leitung')})" if seat.is_chair else str(seat.body)


def _move(seat, successor):
    """The successor's place; who sits there already keeps theirs and takes the lead over."""
    held = BodySeat.objects.select_for_update().filter(body=seat.body, membership=successor).first()
    if held is None:
        BodySeat.objects.filter(pk=seat.pk).update(membership=successor)
        return {"place": "moved", "seat": seat.pk, "is_chair": seat.is_chair}
    made_chair = seat.is_chair and not held.is_chair
    if made_chair:
        BodySeat.objects.filter(pk=held.pk).update(is_chair=True)
    return _remove(seat) | {"place": "joined", "made_chair": made_chair}


def _remove(seat):
    BodySeat.objects.filter(pk=seat.pk).delete()
    return {"place": "left", "body": seat.body_id, "is_chair": seat.is_chair}


def _administration(organisation_id, user_id):
    held = RoleAssignment.objects.filter(role=Role.ORGANISATION_ADMIN, organisation=organisation_id)
    return held.filter(user=user_id) if user_id else held.none()


def _pass_on(membership, user_id, by):
    """Takes the role from the person; gives it to `user_id`, if there is one who does not have it yet."""
    for role in _administration(membership.organisation_id, membership.person.user_id):
        take_role(assignment=role, by=by)
    is_given = bool(user_id) and _give_administration(membership.organisation, user_id, by)
    return {"from": membership.person.user_id, "to": user_id if is_given else None}


def _give_administration(organisation, user_id, by):
    """Whether the role is new to them; a locked access gets none."""
    try:
        user = User.objects.get(pk=user_id)
        give_role(user=user, role=Role.ORGANISATION_ADMIN, organisation=organisation, by=by, comes_with_seat=True)
    except RoleRefused:
        return False
    return True
