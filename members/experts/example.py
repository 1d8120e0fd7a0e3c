"""Three insoweit erfahrene Fachkräfte of the example network and who has duty in the next weeks."""

from datetime import time, timedelta

from django.utils import timezone

from members.enums import Visibility
from members.experts.enums import Expertise
from members.experts.models import ExpertDuty, ExpertHours, ExpertProfile
from members.models import Membership
from netzwerk.models import YouthWelfareOffice

EXPERTS = {
    "insofa@netzwerk.example": {
        "office": "minden",
        "phone": "0221 4710-361",
        "phone_visibility": Visibility.PUBLIC,
        "expertise": [Expertise.NEGLECT, Expertise.EARLY, Expertise.PARENTS, Expertise.DOMESTIC],
        "hours": {0: (9, 13), 1: (9, 13), 3: (14, 17)},
        "is_named": True,
    },
    "friedrichs@kreis-ml.example": {
        "office": "kreis",
        "phone": "0221 4710-362",
        "phone_visibility": Visibility.MEMBERS,
        "expertise": [Expertise.PHYSICAL, Expertise.EMOTIONAL, Expertise.DISABILITY, Expertise.SEPARATION],
        "hours": {0: (9, 15), 2: (9, 15), 4: (9, 12)},
        "is_named": False,
    },
    "oltersdorf@wildwasser.example": {
        "office": None,
        "phone": "0221 4710-363",
        "phone_visibility": Visibility.PUBLIC,
        "expertise": [Expertise.SEXUAL, Expertise.DIGITAL, Expertise.INSTITUTION],
        "hours": {1: (10, 16), 3: (10, 16)},
        "is_named": True,
    },
}
# (Jugendamt, expert, first day, last day), counted from Monday of this week; Minden has a week without anybody
DUTIES = (
    ("minden", "insofa@netzwerk.example", 0, 13),
    ("minden", "oltersdorf@wildwasser.example", 21, 34),
    ("kreis", "friedrichs@kreis-ml.example", 0, 27),
)


def load_experts():
    """Profiles and rota, unless there are some already or the example's people are missing."""
    seats = {seat.person.email: seat for seat in Membership.objects.current().select_related("person")}
    if ExpertProfile.objects.exists() or not set(EXPERTS) <= set(seats):
        return
    offices = {office.key: office for office in YouthWelfareOffice.objects.all()}
    experts = {email: _expert(seats[email], part, offices) for email, part in EXPERTS.items()}
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    for office, email, first, last in DUTIES:
        ExpertDuty.objects.create(
            expert=experts[email],
            youth_welfare_office=offices[office],
            starts_on=monday + timedelta(days=first),
            ends_on=monday + timedelta(days=last),
        )


def _expert(seat, part, offices):
    if part["is_named"]:
        seat.person.name_visibility = Visibility.PUBLIC
        seat.person.save(update_fields=["name_visibility"])
    expert = ExpertProfile.objects.create(
        person=seat.person,
        organisation=seat.organisation,
        youth_welfare_office=offices.get(part["office"]),
        phone=part["phone"],
        phone_visibility=part["phone_visibility"],
        expertise=part["expertise"],
    )

    ExpertHours.objects.bulk_create(
        ExpertHours(expert=expert, weekday=weekday, opens=time(opens), closes=time(closes))
        for weekday, (opens, closes) in part["hours"].items()
    )
    return expert
