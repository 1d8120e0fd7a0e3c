"""Two people change the same profile."""

from members.conflicts import conflict_page
from netzwerk.hour_forms import HoursFormSet


def both_versions(request, form, hours, expert, *, back=None):
    """The page of both versions, hours included; `expert` as it is stored."""
    stored = HoursFormSet(stored=expert.hours.all())
    return conflict_page(request, form, expert, rows=[(hours, stored)], back=back)
