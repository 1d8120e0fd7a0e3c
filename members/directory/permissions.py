"""Who may take the directory along."""

from members.permissions import is_coordinator


def can_export_people(user):
    """Coordinators alone: a list of people leaves every rule of the portal behind (Art. 5 DSGVO, data minimisation).

    Members and editors look people up here and take single cards with them.
    """
    return is_coordinator(user)
