"""What paths add to the rooms below: where they show contact points."""

from netzwerk import usage
from reporting_paths.contacts.models import ContactPoint
from reporting_paths.paths.usages import usages_of_point

usage.register(ContactPoint, usages_of_point)
