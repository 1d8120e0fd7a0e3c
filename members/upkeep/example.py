"""What a coordinator of the example network finds to do: answers that are overdue, corrections that wait."""

from datetime import timedelta

from django.utils import timezone

from members.models import Organisation
from members.upkeep.enums import Answer, Reason, Source
from members.upkeep.models import Confirmation, ConfirmationSettings, Correction

# How long ago they answered in days; None: they have not.
ANSWERS = {
    "Sekundarschule Rahden": 40,
    "Drogenberatung Minden": 52,
    "Frauenhaus Minden": None,
    "Ordnungsamt Stadt Espelkamp": None,
    "Grundschulverbund Stemwede": None,
}
CORRECTIONS = (
    ("Europaschule Bad Oeynhausen", Source.PUBLIC, "website", "https://www.europaschule.example"),
    ("Drogenberatung Minden", Source.CONFIRMATION, "phone", "0221 4710-476"),
)


def load_upkeep():
    """The last round's answers and two proposed corrections, unless there are some."""
    if Confirmation.objects.exists():
        return
    now = timezone.now()
    key, begins = ConfirmationSettings.current().latest_round(timezone.localdate())
    for name, days in ANSWERS.items():
        answer = {"answer": Answer.CONFIRMED, "answered_at": now - timedelta(days=days)} if days else {}
        Confirmation.objects.create(
            organisation=Organisation.objects.get(name=name),
            round=key,
            asked_at=now - timedelta(days=60),
            times_sent=1,
            due_on=begins + timedelta(days=28),
            **answer,
        )
    for name, source, field, value in CORRECTIONS:
        organisation = Organisation.objects.get(name=name)
        correction = Correction.objects.create(organisation=organisation, source=source, reason=Reason.OUTDATED)
        correction.changes.create(field=field, old_value=getattr(organisation, field), new_value=value)
