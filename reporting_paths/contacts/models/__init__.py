"""Whom people call: contact points with hours and closures, and helplines."""

from reporting_paths.contacts.models.closures import Closure
from reporting_paths.contacts.models.helplines import Helpline
from reporting_paths.contacts.models.points import ContactPoint, WeeklyHours

__all__ = ["Closure", "ContactPoint", "Helpline", "WeeklyHours"]
