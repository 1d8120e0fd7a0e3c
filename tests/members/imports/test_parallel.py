"""Ten imports or merges at once, and killed workers: nobody doubled, nobody lost. On real connections."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections

from members.enums import Role
from members.imports.actions import start_applying
from members.imports.tasks import apply_rows, check_rows
from members.merging import FIELDS, MergeRefused, merge_people
from members.models import Membership, Organisation, Person
from netzwerk.models import Job
from tests.factories import make_body, make_category, make_membership, make_organisation, make_person, make_user
from tests.members.imports.makers import check, checked, uploaded
from tests.members.imports.samples import HEADER, csv_file, long_file

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Runs all of them in threads that start together; errors show."""
    start, errors = threading.Barrier(len(works)), []

    def run(work):
        try:
            start.wait(20)
            work()
        except Exception as error:  # noqa: BLE001 - shown below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "a deadlock"
    return errors


def test_ten_imports_of_the_same_file_by_two_coordinators():
    coordinators = [make_user(role=Role.COORDINATOR) for _ in range(2)]
    make_category(code="2")
    content = long_file(60, organisations=[(f"Kita {n}", "2") for n in range(7)])
    imports = [checked(content, by=coordinators[n % 2]) for n in range(10)]
    jobs = [start_applying(member_import=entry, by=coordinators[n % 2]) for n, entry in enumerate(imports)]

    errors = at_once(*[lambda pk=job.pk: apply_rows(pk) for job in jobs])

    assert errors == []
    assert set(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("status", flat=True)) == {"done"}
    assert (Person.objects.count(), Membership.objects.count(), Organisation.objects.count()) == (60, 60, 7)


def test_one_import_delivered_ten_times_is_taken_over_once():
    coordinator = make_user(role=Role.COORDINATOR)
    make_category(code="2")
    member_import = checked(long_file(40), by=coordinator)
    job = start_applying(member_import=member_import, by=coordinator)

    errors = at_once(*[lambda: apply_rows(job.pk)] * 10)

    assert errors == []
    assert Person.objects.count() == 40


def test_imports_and_merges_beside_each_other():
    coordinator = make_user(role=Role.COORDINATOR)
    kita = make_organisation(name="Kita 0", actor_category=make_category(code="2"))
    pairs = [
        [
            make_membership(organisation=kita, person=make_person(first_name="Eva", last_name=f"Ott{n}{side}"))
            for side in "ab"
        ]
        for n in range(5)
    ]
    bodies = [make_body(members=pair) for pair in pairs]
    content = long_file(50, organisations=[("Kita 0", "2")])
    imports = [checked(content, by=coordinator) for _ in range(5)]
    jobs = [start_applying(member_import=entry, by=coordinator) for entry in imports]

    errors = at_once(
        *[lambda pk=job.pk: apply_rows(pk) for job in jobs],
        *[lambda pair=pair: merge(*[seat.person for seat in pair], by=coordinator) for pair in pairs],
    )

    assert errors == []
    assert (Person.objects.count(), kita.memberships.count()) == (55, 55)
    assert [body.seats.count() for body in bodies] == [1] * 5


def test_ten_merges_of_the_same_two_leave_one():
    coordinator = make_user(role=Role.COORDINATOR)
    one, two = make_membership(), make_membership()

    def merge_either(n):
        people = [one.person, two.person]
        merge(*(people if n % 2 else people[::-1]), by=coordinator)

    errors = at_once(*[lambda n=n: merge_either(n) for n in range(10)])

    assert len(errors) == 9
    assert all(isinstance(error, MergeRefused) for error in errors)
    assert Person.objects.get().memberships.count() == 2


def merge(kept, gone, *, by):
    values = {name: getattr(kept, name) or getattr(gone, name) for name in FIELDS}
    versions = {kept.pk: kept.version, gone.pk: gone.version}
    return merge_people(kept=kept.pk, gone=gone.pk, values=values, versions=versions, user=None, by=by)


WORKER = """
import os, signal, sys, django
django.setup()
from members.imports import applying
from members.imports.tasks import apply_rows
applying.CHUNK = 20
save, calls = applying.Step._save, []
def save_and_die(step):
    save(step)
    calls.append(1)
    if len(calls) == 3:  # in the third transaction, with everything written and nothing committed
        os.kill(os.getpid(), signal.SIGKILL)
applying.Step._save = save_and_die
apply_rows(int(sys.argv[1]))
"""


def test_killed_worker_loses_one_step_and_the_next_one_finishes():
    coordinator = make_user(role=Role.COORDINATOR)
    make_category(code="2")
    member_import = checked(long_file(100), by=coordinator)
    job = start_applying(member_import=member_import, by=coordinator)

    worker = killed_worker(WORKER, job)

    assert worker.returncode == -signal.SIGKILL
    assert (Person.objects.count(), Membership.objects.count()) == (40, 40)
    apply_rows(job.pk)
    job.refresh_from_db()
    member_import.refresh_from_db()
    assert (job.status, job.attempts, member_import.status) == ("done", 2, "applied")
    assert (Person.objects.count(), Membership.objects.count()) == (100, 100)
    assert member_import.counts["made_person"] == 100


def killed_worker(code, job):
    at = connection.settings_dict
    address = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run([sys.executable, "-c", code, str(job.pk)], env=environment, timeout=100, check=False)


def test_somebody_saves_the_same_address_while_the_step_runs(monkeypatch):
    """The database refuses the second one; the step starts over and sees the first."""
    coordinator = make_user(role=Role.COORDINATOR)
    make_organisation(name="Kita 0", actor_category=make_category(code="2"))
    rows = [["", "Maren", "Tiemann", "m@kita.example", "", "", "Kita 0", "", "", "", "", ""]]
    member_import = checked(csv_file(rows, header=HEADER), by=coordinator)
    job = start_applying(member_import=member_import, by=coordinator)
    bulk_create, meanwhile = Person.objects.bulk_create, []

    def late(people):
        if not meanwhile:
            meanwhile.append(1)
            at_once(lambda: make_person(first_name="Maren", last_name="Tiemann", email="m@kita.example"))
        return bulk_create(people)

    monkeypatch.setattr("members.imports.applying.Person.objects.bulk_create", late)
    apply_rows(job.pk)

    assert Person.objects.get().memberships.get().organisation.name == "Kita 0"


def test_check_that_was_killed_starts_over():
    coordinator = make_user(role=Role.COORDINATOR)
    make_category(code="2")
    member_import = uploaded(long_file(30), by=coordinator)
    check(member_import, by=coordinator)
    job = Job.objects.get(kind="member-import-check")
    Job.objects.filter(pk=job.pk).update(status="running")
    type(member_import).objects.update(status="checking")

    check_rows(job.pk)

    member_import.refresh_from_db()
    assert (member_import.rows.count(), member_import.counts["new"]) == (30, 30)
