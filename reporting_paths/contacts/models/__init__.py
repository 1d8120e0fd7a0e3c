"""Whom people call: contact points with hours and closures, and helplines."""

from reporting_paths.contacts.models.helplines import Helpline
from reporting_paths.contacts.models.hours import Closure, WeeklyHours
from reporting_paths.contacts.models.points import ContactPoint

__all__ = ["Closure", "ContactPoint", "Helpline", "WeeklyHours"]
