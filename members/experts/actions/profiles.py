"""Profiles of experts and their duty rota."""

from django.db import transaction
from django.utils import timezone

from members.experts.models import ExpertHours, ExpertProfile
from netzwerk.audit import record_event
from netzwerk.hours import ONE_DAY
from netzwerk.models import YouthWelfareOffice
from netzwerk.versions import lock_version


@transaction.atomic
def create_expert(*, person, organisation, fields, hours, by):
    """Makes `person` an expert for `organisation`; an ended profile of theirs lives again with the new data."""
    expert = ExpertProfile.objects.select_for_update(of=["self"]).filter(person=person).first()
    expert = expert or ExpertProfile(person=person)
    expert.organisation, expert.ended_on = organisation, None
    _save(expert, fields, hours)
    record_event("experts.profile_created", target=expert, by=by)
    return expert


@transaction.atomic
def change_expert(*, expert, fields, hours, version, by):
    """Takes over `fields` (by name) and the whole week's `hours`. Raises Outdated if somebody saved since `version`."""
    expert = lock_version(expert, version)
    expert.version += 1
    _save(expert, fields, hours)
    record_event("experts.profile_changed", target=expert, by=by, fields=sorted(fields))
    return expert


@transaction.atomic
def end_expert(*, expert, by):
    """Ends the profile at once; its duties from today on are taken back, so that the gap shows."""
    expert = ExpertProfile.objects.select_for_update(of=["self"]).get(pk=expert.pk)
    today = timezone.localdate()
    expert.end(on=today)
    expert.duties.filter(starts_on__gte=today).delete()
    expert.duties.filter(ends_on__gte=today).update(ends_on=today - ONE_DAY)
    record_event("experts.profile_ended", target=expert, by=by)


@transaction.atomic
def save_duty(*, duty, expert, starts_on, ends_on, by):
    """Saves a new or changed duty. Raises DutyOverlaps; two coordinators at once wait for each other."""
    _lock_rota(duty.youth_welfare_office_id)
    is_new = duty.pk is None
    duty.expert, duty.starts_on, duty.ends_on = expert, starts_on, ends_on
    duty.refuse_overlap()
    duty.save()
    record_event(f"experts.duty_{'created' if is_new else 'changed'}", target=duty, by=by)
    return duty


@transaction.atomic
def delete_duty(*, duty, by):
    """Takes a duty off the rota."""
    _lock_rota(duty.youth_welfare_office_id)
    record_event("experts.duty_deleted", target=duty, by=by)
    duty.delete()


def _lock_rota(office_id):
    YouthWelfareOffice.objects.select_for_update().get(pk=office_id)


def _save(expert, fields, hours):
    towns = fields.get("municipalities")
    for name, value in fields.items():
        if name != "municipalities":
            setattr(expert, name, value)
    expert.save()
    if towns is not None:
        expert.municipalities.set(towns)
    expert.hours.all().delete()
    ExpertHours.objects.bulk_create(ExpertHours(expert=expert, **row) for row in hours)
