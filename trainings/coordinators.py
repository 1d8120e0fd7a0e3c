"""Who coordinates a training, for mails that ask for a decision."""

from collections import defaultdict

from members.enums import Role
from members.models import RoleAssignment
from netzwerk.reminders import To


class Coordinators:
    """Asked for once, for any number of trainings; one query, none where nobody is asked for."""

    def __init__(self):
        self._by_office = None

    def of(self, office_id):
        """[To] of the Jugendamt with this key; of the whole network where it has none, or none of its own."""
        if self._by_office is None:
            self._by_office = _by_office()
        return self._by_office.get(office_id) or self._by_office.get(None, [])


def _by_office():
    """{key of the Jugendamt, None for the whole network: [To]}"""
    roles = RoleAssignment.objects.filter(role=Role.COORDINATOR, user__is_active=True).order_by("pk")
    found = defaultdict(dict)
    for held in roles.select_related("user"):
        found[held.youth_welfare_office_id][held.user_id] = To(held.user.email, held.user_id)
    return {office: list(people.values()) for office, people in found.items()}
