"""Who may import, and for which part of the network."""

from members.enums import Role
from members.permissions import coordinates, is_coordinator, is_network_coordinator
from netzwerk.models import YouthWelfareOffice


def can_import(user):
    """Every coordination may, for what it is responsible for."""
    return is_coordinator(user)


def can_see_import(user, member_import):
    """The coordination of the part of the network it was uploaded for."""
    return coordinates(user, member_import.youth_welfare_office)


def coordinated_offices(user):
    """The Jugendämter `user` coordinates; all of them for the network's coordination, none for others."""
    if is_network_coordinator(user):
        return YouthWelfareOffice.objects.all()
    if not is_coordinator(user):
        return YouthWelfareOffice.objects.none()
    keys = [role.youth_welfare_office_id for role in user.roles if role.role == Role.COORDINATOR]
    return YouthWelfareOffice.objects.filter(pk__in=keys)
