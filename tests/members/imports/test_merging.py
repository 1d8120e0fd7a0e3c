"""Two people become one, and nothing tied to either is lost."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.utils import timezone

from members import merging
from members.enums import MembershipKind, Role
from members.merging import FIELDS, MergeGone, MergeNotAllowed, MergeOutdated, merge_people
from members.models import Absence, BodySeat, Invitation, Membership, Person, RoleAssignment, User
from members.relations import relations_to, rival_of
from members.upkeep.models import Correction
from netzwerk.models import AuditEvent
from tests.factories import make_body, make_membership, make_office, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user(role=Role.COORDINATOR)


def merge(kept, gone, *, by, user=None, **values):
    chosen = {name: getattr(kept, name) or getattr(gone, name) for name in FIELDS} | values
    versions = {kept.pk: kept.version, gone.pk: gone.version}
    return merge_people(kept=kept.pk, gone=gone.pk, values=chosen, versions=versions, user=user, by=by)


# Rows of every model -------------------------------------------------------------------------------------------------


def make_row(model, **fixed):
    """A valid row of any model: what has no default is made up, other rows are made on the way."""
    values = dict(fixed)
    for field in model._meta.concrete_fields:
        if field.name in values or field.primary_key or field.generated or field.has_default() or field.null:
            continue
        if isinstance(field, models.ForeignKey):
            values[field.name] = MAKERS.get(field.related_model, lambda m=field.related_model: make_row(m))()
        else:
            values[field.name] = made_up(field)
    return model._base_manager.create(**values)


def made_up(field):
    if field.blank and isinstance(field, models.CharField):
        return ""
    if field.choices:
        return next(value for value, _label in field.flatchoices if value)
    for kind, value in MADE_UP.items():
        if isinstance(field, kind):
            value = value() if callable(value) else value
            return value[-field.max_length :] if isinstance(value, str) and field.max_length else value
    raise AssertionError(f"{field}: say in MADE_UP what stands in such a field")


COUNTER = iter(range(1, 10_000))
MADE_UP = {
    models.EmailField: lambda: f"erfunden{next(COUNTER)}@netz.example",
    models.URLField: "https://netz.example/",
    models.CharField: lambda: f"x{next(COUNTER)}",
    models.TextField: lambda: f"x{next(COUNTER)}",
    models.DateTimeField: timezone.now,
    models.DateField: lambda: timezone.localdate() + timedelta(days=1),
    models.TimeField: lambda: timezone.now().time(),
    models.BooleanField: False,
    models.JSONField: dict,
    models.BinaryField: b"x",
    models.GenericIPAddressField: "192.0.2.1",
    models.DurationField: timedelta(days=1),
    models.IntegerField: lambda: next(COUNTER),
    models.DecimalField: 1,
    models.FloatField: 1.0,
}
MAKERS = {Person: make_person, Membership: make_membership, User: make_user}
# Where a made-up row would break a rule of its own.
SPECIAL = {RoleAssignment: lambda: {"role": Role.EDITOR}, Correction: lambda: {"person": make_person()}}


def ties(model):
    return [(relation.field.model, relation.field) for relation in relations_to(model)]


def tied_rows(model, record):
    """A new row for every relation to `record`: {(model, field name): pk}."""
    rows = {}
    for related, field in ties(model):
        if related is Person:
            continue
        rows[related, field.name] = make_row(related, **(SPECIAL.get(related, dict)() | {field.name: record})).pk
    return rows


def test_every_relation_to_a_person_moves(coordinator):
    kept, gone = make_person(), make_person()
    rows = tied_rows(Person, gone)
    assert {(Membership, "person"), (Absence, "person"), (Invitation, "person")} <= set(rows)

    merge(kept, gone, by=coordinator)

    for (model, name), pk in rows.items():
        assert getattr(model._base_manager.get(pk=pk), f"{name}_id") == kept.pk, (model, name)
    assert not Person.objects.filter(pk=gone.pk).exists()


def test_every_relation_to_an_access_moves_but_the_ways_to_sign_in(coordinator):
    kept, gone = make_person(user=make_user()), make_person(user=make_user())
    other = gone.user
    rows = tied_rows(User, other)
    assert (RoleAssignment, "user") in rows

    merge(kept, gone, user=kept.user_id, by=coordinator)

    for (model, name), pk in rows.items():
        owner = other if model._meta.app_label in merging.SIGN_IN_APPS else kept.user
        assert getattr(model._base_manager.get(pk=pk), f"{name}_id") == owner.pk, (model, name)
    other.refresh_from_db()
    assert (other.is_active, kept.user.is_active) == (False, True)


def test_chosen_access_stays_also_where_it_was_the_other_ones(coordinator):
    kept, gone = make_person(user=make_user()), make_person(user=make_user())
    first, second = kept.user, gone.user

    merged = merge(kept, gone, user=second.pk, by=coordinator)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (merged.user, second.is_active, first.is_active) == (second, True, False)


# What both have ------------------------------------------------------------------------------------------------------


def test_two_open_seats_in_one_organisation_become_one_with_all_that_is_tied(coordinator):
    school = make_organisation()
    one = make_membership(organisation=school, function="Leitung", since_on=date(2024, 5, 1))
    two = make_membership(
        organisation=school, function="Schulsozialarbeit", since_on=date(2020, 1, 1), is_multiplier=True
    )
    deputy = make_membership(organisation=school, kind=MembershipKind.DEPUTY, deputy_of=two)
    shared, own = make_body(members=[one, two]), make_body(chair=two)

    merge(one.person, two.person, by=coordinator)

    seat = one.person.memberships.get()
    assert (seat.pk, seat.function, seat.since_on, seat.is_multiplier) == (
        one.pk,
        "Leitung, Schulsozialarbeit",
        date(2020, 1, 1),
        True,
    )
    deputy.refresh_from_db()
    assert deputy.deputy_of == seat
    assert set(BodySeat.objects.values_list("body", "membership", "is_chair")) == {
        (shared.pk, seat.pk, False),
        (own.pk, seat.pk, True),
    }


def test_somebody_who_stood_in_for_themselves_is_the_holder(coordinator):
    school = make_organisation()
    holder = make_membership(organisation=school)
    deputy = make_membership(organisation=school, kind=MembershipKind.DEPUTY, deputy_of=holder)

    for_deputy = merge(deputy.person, holder.person, by=coordinator)

    seat = for_deputy.memberships.get()
    assert (seat.kind, seat.deputy_of) == (MembershipKind.HOLDER, None)


def test_ended_seats_stay_beside_the_open_one(coordinator):
    school = make_organisation()
    one = make_membership(organisation=school, since_on=date(2025, 1, 1))
    two = make_membership(organisation=school, since_on=date(2020, 1, 1), until_on=date(2022, 1, 1))

    merge(one.person, two.person, by=coordinator)

    assert set(one.person.memberships.all()) == {one, two}


def test_second_open_invitation_is_withdrawn_and_kept(coordinator):
    kept, gone = make_person(), make_person()
    soon = timezone.now() + timedelta(days=3)
    one = Invitation.objects.create(person=kept, email=kept.email, expires_at=soon)
    two = Invitation.objects.create(person=gone, email=gone.email, expires_at=soon)

    merge(kept, gone, by=coordinator)

    assert list(kept.invitations.open()) == [one]
    assert set(kept.invitations.all()) == {one, two}


def test_same_role_twice_is_one(coordinator):
    kept, gone = make_person(user=make_user(role=Role.EDITOR)), make_person(user=make_user(role=Role.EDITOR))

    merge(kept, gone, user=kept.user_id, by=coordinator)

    assert [role.role for role in kept.user.role_assignments.all()] == [Role.EDITOR]


def test_rule_of_an_app_above_is_asked(coordinator, monkeypatch):
    calls = []
    monkeypatch.setitem(merging._rules, RoleAssignment, lambda kept, gone: calls.append((kept.pk, gone.pk)))
    kept, gone = make_person(user=make_user(role=Role.EDITOR)), make_person(user=make_user(role=Role.EDITOR))
    expected = (kept.user.role_assignments.get().pk, gone.user.role_assignments.get().pk)

    merge(kept, gone, user=kept.user_id, by=coordinator)

    assert calls == [expected]


def test_rival_sees_conditions_and_nulls():
    school = make_organisation()
    open_seat, other = make_membership(organisation=school), make_membership(organisation=school)
    ended = make_membership(organisation=school, since_on=date(2020, 1, 1), until_on=date(2021, 1, 1))
    person = Membership._meta.get_field("person")

    assert rival_of(other, person, open_seat.person_id) == open_seat
    assert rival_of(ended, person, open_seat.person_id) is None
    editor, second = make_user(role=Role.EDITOR), make_user(role=Role.EDITOR)
    user = RoleAssignment._meta.get_field("user")
    assert rival_of(second.role_assignments.get(), user, editor.pk) == editor.role_assignments.get()


# Values, rights, order of things -------------------------------------------------------------------------------------


def test_chosen_values_bring_their_visibility_and_are_logged(coordinator):
    kept = make_person(phone="030 23125 100")
    gone = make_person(phone="030 23125 200", phone_visibility="public", mobile="030 23125 300")

    merged = merge(kept, gone, by=coordinator, email=gone.email, phone=gone.phone)

    merged.refresh_from_db()
    assert (merged.email, merged.phone, merged.phone_visibility) == (gone.email, "030 23125 200", "public")
    assert (merged.mobile, merged.mobile_visibility, merged.version) == ("030 23125 300", "coordinators", 2)
    event = AuditEvent.objects.get(kind="members.people_merged")
    assert (event.target_id, event.actor_id, event.details) == (
        str(kept.pk),
        coordinator.pk,
        {"gone": gone.pk, "deactivated": None},
    )


def test_roles_move_only_by_who_may_give_them():
    office = make_office()
    regional = make_user(role=Role.COORDINATOR, office=office)
    kept, gone = make_person(user=make_user()), make_person(user=make_user(role=Role.COORDINATOR))

    with pytest.raises(MergeNotAllowed):
        merge(kept, gone, user=kept.user_id, by=regional)

    gone.refresh_from_db()
    assert (gone.user.is_active, Person.objects.count()) == (True, 2)


def test_access_of_the_administration_is_merged_by_itself_only(coordinator):
    kept, gone = make_person(user=make_user()), make_person(user=make_user(is_superuser=True))

    with pytest.raises(MergeNotAllowed):
        merge(kept, gone, user=kept.user_id, by=coordinator)


def test_second_of_two_merges_finds_nobody(coordinator):
    kept, gone = make_person(), make_person()
    merge(kept, gone, by=coordinator)

    with pytest.raises(MergeGone):
        merge(gone, kept, by=coordinator)


def test_person_changed_meanwhile_is_shown_again(coordinator):
    kept, gone = make_person(), make_person()
    Person.objects.filter(pk=gone.pk).update(version=2)

    with pytest.raises(MergeOutdated):
        merge(kept, gone, by=coordinator)
