"""Which mails a coordinator sees, and which texts nobody reads here."""

from django.db.models import Exists, OuterRef, Q

from members.models import Membership, Person
from members.permissions import coordinated_office_ids, is_coordinator, is_network_coordinator
from netzwerk.mail.kinds import is_secret_kind
from netzwerk.models import OutgoingMail


def visible_mails(user):
    """All for the network's coordination; a Jugendamt's sees those to its own people and those it caused itself.

    People without any seat belong to every coordination.
    """
    if is_network_coordinator(user):
        return OutgoingMail.objects.all()
    if not is_coordinator(user):
        return OutgoingMail.objects.none()
    seats = Membership.objects.current().filter(person=OuterRef("pk"))
    own = seats.filter(organisation__youth_welfare_office__in=coordinated_office_ids(user))
    people = Person.objects.filter(~Exists(seats) | Exists(own))
    to_own = Q(recipient_id__in=people.exclude(user=None).values("user"))
    for address in ("email", "user__email"):
        to_own |= Q(to__in=people.exclude(**{f"{address}__isnull": True}).exclude(**{address: ""}).values(address))
    return OutgoingMail.objects.filter(to_own | Q(created_by_id=user.pk))


def can_read_text(mail, *, is_delivered):
    """Codes and links to an access are for their recipient; only the local run, where no mail leaves, shows them."""
    return not (is_delivered and is_secret_kind(mail.kind))
