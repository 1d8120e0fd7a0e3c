"""The training of the stories: when it is, and what its stories add to the example."""

from members.models import Membership, Organisation, Person, User
from netzwerk.models import CalendarItem, OutgoingMail
from trainings.models import Certificate, Registration, TrainingEvent

TITLE = "Zuhören und handeln"
PLANNED_AT, BEGINS, OVER, DAY_AFTER = (2029, 2, 6, 10), (2029, 3, 14, 9), (2029, 3, 14, 13), (2029, 3, 15, 10)
STORED = (Certificate, Registration, TrainingEvent, OutgoingMail, CalendarItem, Membership, Person, Organisation, User)
