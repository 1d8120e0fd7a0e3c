"""Own data as files: built in the background, fetched by their owner alone, gone after a day."""

import io
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from members.enums import Role
from members.owndata.models import DataFile
from members.owndata.tasks import build_file, delete_old_files
from members.personal_data import open_data_of, subject_of
from netzwerk.jobs import actions
from netzwerk.models import AuditEvent, Job
from tests.factories import make_member, make_network, make_organisation, make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("owndata:data-detail")


@pytest.fixture(autouse=True)
def _network(monkeypatch):
    """No worker listens beside these tests: they do the work themselves."""
    monkeypatch.setattr(actions, "send_job", lambda job: None)
    make_network()


def address(kind):
    return reverse("owndata:file-detail", args=[kind])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def built(user, kind):
    """What one gets who asks for the file and fetches it from the job's page."""
    client = signed_in(user)
    page = client.post(reverse("owndata:file-create", args=[kind]), follow=True)
    job = page.context["job"]
    build_file(job.pk)
    done = client.get(job.get_absolute_url()).content.decode()
    assert f'href="{address(kind)}"' in done
    return client.get(address(kind))


def test_page_does_not_wait_and_the_job_is_found_again():
    user = make_member()
    client = signed_in(user)

    response = client.post(reverse("owndata:file-create", args=["pdf"]))

    job = Job.objects.get()
    assert (response.status_code, response.url, job.status) == (302, job.get_absolute_url(), Job.Status.QUEUED)
    assert not DataFile.objects.exists()
    assert "Meine Daten als PDF" in client.get(reverse("jobs:job-list")).content.decode()


def test_asked_twice_it_is_built_once():
    client = signed_in(make_member())

    for _click in range(2):
        client.post(reverse("owndata:file-create", args=["pdf"]))

    assert Job.objects.count() == 1


def test_json_holds_every_part():
    user = make_member()

    response = built(user, "json")

    data = json.loads(response.content)
    assert [part["key"] for part in data["parts"]] == [part.key for part in open_data_of(subject_of(user))]
    contact = next(part for part in data["parts"] if part["key"] == "contact")
    assert ["E-Mail-Adresse", user.email, "Mitglieder des Netzwerks"] in contact["rows"]
    assert "meine-daten.json" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert AuditEvent.objects.filter(kind="owndata.downloaded", actor_id=user.pk, details__format="json").exists()


def test_pdf_is_tagged_and_holds_the_data():
    user = make_member(organisation=make_organisation(name="Kita Sonnenstrahl"))

    response = built(user, "pdf")

    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Kita Sonnenstrahl" in text
    assert user.email in text.replace("\n", "")


@pytest.mark.parametrize("role", [None, Role.COORDINATOR, Role.DATA_PROTECTION])
def test_nobody_else_opens_the_file_or_its_job(role):
    owner = make_member()
    built(owner, "json")
    other = make_user(role=role) if role else make_member()
    client = signed_in(other)

    assert client.get(address("json")).url == PAGE
    assert client.get(Job.objects.get().get_absolute_url()).status_code == 404
    assert address("json") not in client.get(PAGE).content.decode()


def test_file_is_gone_after_a_day_and_the_page_says_so():
    user = make_member()
    built(user, "json")
    client = signed_in(user)
    assert address("json") in client.get(PAGE).content.decode()

    DataFile.objects.update(created_at=timezone.now() - timedelta(hours=24))
    answer = client.get(address("json"), follow=True).content.decode()

    assert "Die Datei ist gelöscht." in answer
    assert address("json") not in answer
    assert DataFile.objects.exists()
    delete_old_files()
    assert not DataFile.objects.exists()


def test_file_of_today_stays_when_older_ones_go():
    user = make_member()
    built(user, "json")

    delete_old_files()

    assert DataFile.objects.get().user == user


def test_new_file_takes_the_place_of_the_older_one():
    user = make_member()
    built(user, "json")
    user.person.last_name = "Neuling"
    user.person.save()

    assert "Neuling" in built(user, "json").content.decode()
    assert DataFile.objects.count() == 1


def test_unknown_kind_is_not_found():
    client = signed_in(make_member())

    assert client.post("/mein/daten/zusammenstellen/xlsx/").status_code == 404
    assert client.get(reverse("owndata:file-create", args=["pdf"])).status_code == 405


def test_job_of_an_access_that_is_gone_fails_quietly():
    user = make_user()
    signed_in(user).post(reverse("owndata:file-create", args=["pdf"]))
    user.delete()

    build_file(Job.objects.get().pk)

    assert (Job.objects.get().status, DataFile.objects.count()) == (Job.Status.FAILED, 0)


def test_database_keeps_one_file_of_a_kind():
    user = make_user()
    DataFile.objects.create(user=user, kind="pdf", content=b"x")

    with pytest.raises(IntegrityError, match="data_file_one_of_a_kind"):
        DataFile.objects.create(user=user, kind="pdf", content=b"x")
