"""Makers of confirmations and corrections."""

from datetime import timedelta

from django.utils import timezone

from members.upkeep.enums import Reason, Source
from members.upkeep.models import Confirmation, Correction, CorrectionChange
from netzwerk.signed_links import make_token
from tests.factories import make_organisation


def make_confirmation(*, due_in=28, **fields):
    if "person" not in fields and "organisation" not in fields:
        fields["organisation"] = make_organisation()
    due_on = timezone.localdate() + timedelta(days=due_in)
    return Confirmation.objects.create(**{"round": "2026-2", "due_on": due_on} | fields)


def make_correction(*, changes=(("phone", "", "0571 80 700"),), membership=None, **fields):
    """`changes` are (field, old, new)."""
    if "person" not in fields and "organisation" not in fields:
        fields["organisation"] = make_organisation()
    correction = Correction.objects.create(**{"source": Source.PUBLIC, "reason": Reason.OUTDATED} | fields)
    for field, old, new in changes:
        CorrectionChange.objects.create(
            correction=correction, membership=membership, field=field, old_value=old, new_value=new
        )
    return correction


def link_to(confirmation, *, purpose="confirm-data", days=90):
    return f"/bestaetigen/{make_token(purpose, confirmation, days=days)}/"
