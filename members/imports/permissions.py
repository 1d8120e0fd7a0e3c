"""Who may import, and for which part of the network."""

from members.permissions import coordinated_office_ids, coordinates, is_coordinator, is_network_coordinator
from netzwerk.models import YouthWelfareOffice


def can_import(user):
    """Every coordination may, for what it is responsible for."""
    return is_coordinator(user)


def can_see_import(user, member_import):
    """The coordination of the part of the network it was uploaded for."""
    return coordinates(user, member_import.youth_welfare_office)


def coordinated_offices(user):
    """The Jugendämter `user` coordinates; all of them for the network's coordination, none for others."""
    offices = YouthWelfareOffice.objects.all()
    return offices if is_network_coordinator(user) else offices.filter(pk__in=coordinated_office_ids(user))
