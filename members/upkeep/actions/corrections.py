"""Corrections: proposed by anybody, taken over or declined by the coordination."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from members.models import Membership
from members.upkeep.enums import Source, State
from members.upkeep.fields import label_of, one_form
from members.upkeep.models import Correction, CorrectionChange
from netzwerk.audit import record_event
from netzwerk.limits import count_this_hour
from netzwerk.mail import queue_mail

PUBLIC_AN_HOUR = 60
ONE_RECORD_AN_HOUR = 10
ONE_MEMBER_AN_HOUR = 30
KEPT = timedelta(days=365)


class TooManyCorrections(Exception):
    """More came within the hour than people send; nothing was kept."""


class CorrectionDecided(Exception):
    """Somebody else took it over or declined it first."""


class ValuesChanged(Exception):
    """What stands in the record now is not what stood there when the correction was proposed."""


@dataclass(frozen=True)
class Proposed:
    """A new value for a field of the record, or of a seat in it."""

    field: str
    new: str
    old: str
    membership: Membership | None = None


@dataclass(frozen=True)
class Compared:
    """A change beside what is stored today."""

    change: CorrectionChange
    label: str
    current: str

    @property
    def is_conflict(self):
        """Whether somebody else changed the value meanwhile, to something else."""
        return self.current not in (self.change.old_value, self.change.new_value)


@transaction.atomic
def propose_correction(*, record, reason, changes, source, reply_email="", by=None):
    """Keeps the correction (`changes` are Proposed). Raises TooManyCorrections."""
    _refuse_flood(record, source, by)
    correction = Correction.objects.create(
        **{record._meta.model_name: record}, reason=reason, source=source, reply_email=reply_email, proposed_by=by
    )
    CorrectionChange.objects.bulk_create(
        CorrectionChange(
            correction=correction,
            membership=change.membership,
            field=change.field,
            old_value=change.old,
            new_value=change.new,
        )
        for change in changes
    )
    record_event("upkeep.correction_proposed", target=record, by=by, correction=correction.pk, source=source)
    return correction


def compared(correction):
    """Every change of the correction beside the value of today."""
    rows = []
    for change in correction.changes.select_related("membership__person"):
        target = change.membership or correction.record
        if change.is_leaving:
            rows.append(Compared(change, str(target.person), ""))
        else:
            rows.append(Compared(change, _label(change, target), one_form(getattr(target, change.field))))
    return rows


def fingerprint(rows):
    """The same as long as the values of today are."""
    return hashlib.sha256(json.dumps([row.current for row in rows]).encode()).hexdigest()[:20]


@transaction.atomic
def apply_correction(*, correction, by, seen=""):
    """Writes the new values into the record.

    Raises CorrectionDecided; ValuesChanged where a value was changed meanwhile, unless `seen` is the fingerprint of
    just those values; ValidationError where the record does not take one.
    """
    correction = _locked(correction)
    record = type(correction.record).objects.select_for_update().get(pk=correction.record.pk)
    rows = [row for row in compared(correction) if not row.change.is_leaving]
    if any(row.is_conflict for row in rows) and seen != fingerprint(rows):
        raise ValuesChanged
    fields = _write(record, [row.change for row in rows if row.change.membership is None])
    if correction.source == Source.CONFIRMATION:
        record.confirmed_at = timezone.now()
        record.save(update_fields=["confirmed_at"])
    record_event("upkeep.correction_applied", target=record, by=by, correction=correction.pk, fields=fields)
    for change in (row.change for row in rows if row.change.membership is not None):
        _write_seat(change, by=by)
    _answer(correction, "upkeep/email/correction_applied")
    correction.decide(State.APPLIED, by=by)


@transaction.atomic
def decline_correction(*, correction, reason, by):
    """Leaves the record as it is. Raises CorrectionDecided."""
    correction = _locked(correction)
    correction.decline_reason = reason
    _answer(correction, "upkeep/email/correction_declined")
    correction.decide(State.DECLINED, by=by, decline_reason=reason)
    record_event("upkeep.correction_declined", target=correction.record, by=by, correction=correction.pk, reason=reason)


def delete_old_corrections(now=None):
    """Forgets corrections decided a year ago; returns how many rows went."""
    return Correction.objects.decided_before((now or timezone.now()) - KEPT).delete()[0]


def _refuse_flood(record, source, by):
    if source == Source.CONFIRMATION:
        return  # a link works once
    if by is not None:
        is_flood = count_this_hour(f"corrections:user:{by.pk}") > ONE_MEMBER_AN_HOUR
    else:
        one = count_this_hour(f"corrections:{record._meta.model_name}:{record.pk}")
        is_flood = one > ONE_RECORD_AN_HOUR or count_this_hour("corrections") > PUBLIC_AN_HOUR
    if is_flood:
        raise TooManyCorrections


def _locked(correction):
    correction = Correction.objects.select_for_update(of=["self"]).get(pk=correction.pk)
    if not correction.is_open:
        raise CorrectionDecided
    return correction


def _write(record, changes):
    """Sets and saves the fields of the record itself; returns their names."""
    fields = [change.field for change in changes]
    for change in changes:
        setattr(record, change.field, change.new_value)
    if fields:
        others = {field.name for field in record._meta.fields} - set(fields)
        record.clean_fields(exclude=others)
        record.validate_constraints(exclude=others)
        record.version += 1
        record.save(update_fields=[*fields, "version"])
    return fields


def _write_seat(change, *, by):
    setattr(change.membership, change.field, change.new_value)
    change.membership.save(update_fields=[change.field])
    record_event("upkeep.correction_applied", target=change.membership, by=by, fields=[change.field])


def _label(change, target):
    label = label_of(target, change.field)
    return f"{target.person}: {label}" if change.membership_id else str(label)


def _answer(correction, template):
    """Thanks whoever left an address; the address is deleted with the decision."""
    if correction.reply_email:
        queue_mail(
            template,
            to=correction.reply_email,
            key=f"upkeep:correction:{correction.pk}:answer",
            context={"correction": correction},
        )
