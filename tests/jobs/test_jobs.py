"""Long work: once at a time, seen by its owner only, taken up after a killed worker."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from netzwerk.jobs import actions
from netzwerk.jobs.actions import cancel_job, queue_job, send_silent_jobs
from netzwerk.jobs.runner import LOCK_SPACE, JobFailed, run_job
from netzwerk.models import AuditEvent, Job
from netzwerk.models.jobs import MAX_ATTEMPTS
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """Job ids in the order in which they went to the broker."""
    ids = []
    monkeypatch.setattr(actions, "send_job", lambda job: ids.append(job.pk))
    return ids


def make_job(**fields):
    return Job.objects.create(**{"kind": "probe", "key": "probe:1", "task": "probe", "title": "Probe"} | fields)


def finished_work(job, progress):
    progress(50, "Halb fertig")
    return "/ergebnis/"


def test_queue_job_sends_once_while_active(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = queue_job(kind="probe", key="probe:1", task="probe", title="Probe")
        second = queue_job(kind="probe", key="probe:1", task="probe", title="Probe")
        other = queue_job(kind="probe", key="probe:2", task="probe", title="Probe")

    assert first == second
    assert sent == [first.pk, other.pk]
    assert AuditEvent.objects.filter(kind="netzwerk.job_queued").count() == 2


def test_queue_job_starts_anew_after_the_end(sent):
    make_job(status=Job.Status.FAILED)

    assert queue_job(kind="probe", key="probe:1", task="probe", title="Probe").status == Job.Status.QUEUED


def test_one_active_job_a_key_is_held_by_the_database():
    make_job(status=Job.Status.RUNNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_job()


def test_run_job_keeps_progress_and_result():
    job, seen = make_job(), []

    def work(job, progress):
        progress(40, "Kapitel 4 von 10")
        seen.append(Job.objects.values_list("status", "percent", "step").get(pk=job.pk))
        return "/ergebnis/"

    run_job(job.pk, work)

    job.refresh_from_db()
    assert seen == [("running", 40, "Kapitel 4 von 10")]
    assert (job.status, job.percent, job.result_url) == ("done", 100, "/ergebnis/")


def test_second_delivery_finds_it_done():
    job, calls = make_job(), []

    def work(job, progress):
        calls.append(job.pk)
        return "/ergebnis/"

    run_job(job.pk, work)
    run_job(job.pk, work)

    assert calls == [job.pk]


@pytest.mark.parametrize(
    ("error", "text"), [(JobFailed("Es fehlt ein Kapitel."), "Es fehlt ein Kapitel."), (ValueError("geheim"), "Fehler")]
)
def test_failed_work_says_so_in_german(error, text):
    job = make_job()

    def work(job, progress):
        raise error

    run_job(job.pk, work)

    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert text in job.error
    assert "geheim" not in job.error


def test_cancelled_job_stops_at_its_next_step():
    job, after = make_job(), []

    def work(job, progress):
        cancel_job(job=job, by=make_user())
        progress(50, "Weiter")
        after.append("not reached")

    run_job(job.pk, work)

    job.refresh_from_db()
    assert (job.status, after) == (Job.Status.CANCELLED, [])


def test_job_that_always_dies_is_given_up():
    job = make_job(status=Job.Status.RUNNING, attempts=MAX_ATTEMPTS)

    run_job(job.pk, finished_work)

    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert "mehrmals" in job.error


def test_silent_jobs_are_sent_again(sent):
    long_ago = timezone.now() - timedelta(minutes=10)
    lost = make_job(key="a", created_at=long_ago)
    killed = make_job(key="b", status=Job.Status.RUNNING, heartbeat_at=long_ago, created_at=long_ago)
    make_job(key="c", status=Job.Status.RUNNING, heartbeat_at=timezone.now(), created_at=long_ago)
    make_job(key="d")
    make_job(key="e", status=Job.Status.DONE, created_at=long_ago)

    send_silent_jobs()

    assert set(sent) == {lost.pk, killed.pk}


WORKER = """
import sys, time, django
django.setup()
from netzwerk.jobs.runner import run_job
def work(job, progress):
    progress(30, "Kapitel 3")
    print("in work", flush=True)
    time.sleep(60)
run_job(int(sys.argv[1]), work)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_work_that_the_next_one_finishes():
    job = make_job()
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk)],
        env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout.readline() == "in work\n"
        run_job(job.pk, finished_work)
        job.refresh_from_db()
        assert (job.status, job.step) == (Job.Status.RUNNING, "Kapitel 3"), "a second delivery must not disturb"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    _wait_for_lock(job)

    run_job(job.pk, finished_work)

    job.refresh_from_db()
    assert (job.status, job.attempts, job.result_url) == (Job.Status.DONE, 2, "/ergebnis/")


def _wait_for_lock(job):
    """PostgreSQL notices a killed client within moments."""
    for _attempt in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [LOCK_SPACE])
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.1)
    raise AssertionError("lock still held")


def test_list_shows_own_jobs_only(client):
    owner = make_user()
    mine = make_job(key="a", owner=owner)
    make_job(key="b", owner=make_user())
    make_job(key="c")
    client.force_login(owner)

    response = client.get(reverse("jobs:job-list"))

    assert list(response.context["page"].object_list) == [mine]


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(client, count, django_assert_num_queries):
    owner = make_user()
    for number in range(count):
        make_job(key=str(number), owner=owner)
    client.force_login(owner)
    client.get(reverse("jobs:job-list"))

    with django_assert_num_queries(6):
        client.get(reverse("jobs:job-list"))


@pytest.mark.parametrize("name", ["jobs:job-detail", "jobs:job-cancel"])
@pytest.mark.parametrize("role", [None, Role.COORDINATOR])
def test_others_job_does_not_exist(client, name, role):
    job = make_job(owner=make_user())
    client.force_login(make_user(role=role))

    assert client.get(reverse(name, args=[job.pk])).status_code == 404
    assert client.post(reverse(name, args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED


def test_jobs_need_sign_in(client):
    response = client.get(reverse("jobs:job-list"))

    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_running_job_looks_again_with_and_without_script(client):
    job = make_job(owner=make_user(), status=Job.Status.RUNNING, percent=35, step="Kapitel 7 von 18")
    client.force_login(job.owner)

    html = client.get(job.get_absolute_url()).content.decode()

    assert f'<noscript><p class="kern-body"><a class="kern-link" href="{job.get_absolute_url()}">' in html
    assert "refresh" not in html  # a page that reloads by itself tears screen readers away
    assert "js/jobs.js" in html
    assert 'value="35"' in html
    assert "Kapitel 7 von 18" in html


def test_ended_job_rests(client):
    job = make_job(owner=make_user(), status=Job.Status.DONE, percent=100, result_url="/ergebnis/")
    client.force_login(job.owner)

    html = client.get(job.get_absolute_url()).content.decode()

    assert 'href="/ergebnis/"' in html
    assert "refresh" not in html
    assert "jobs.js" not in html


def test_cancel_asks_first(client):
    job = make_job(owner=make_user())
    client.force_login(job.owner)
    address = reverse("jobs:job-cancel", args=[job.pk])

    client.get(address)
    job.refresh_from_db()
    assert job.status == Job.Status.QUEUED

    client.post(address)
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
