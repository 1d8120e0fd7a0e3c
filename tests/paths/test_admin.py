"""The administration of paths: agreed deadlines change, texts of published versions do not."""

import pytest
from django.urls import reverse

from netzwerk.models import YouthWelfareOffice
from reporting_paths.paths.models import LocalDeadline, PathVersion, ReportingPath
from tests.factories import make_user


@pytest.fixture
def boss(client, network):
    client.force_login(make_user(is_superuser=True))
    return client


def deadline(**fields):
    office = YouthWelfareOffice.objects.get(key="stadt")
    path = ReportingPath.objects.get(slug="kita-jugendhilfe")
    row = {"office": office.pk, "path": path.pk, "deadline_key": "vereinbarung-insofa", "text": "In fünf Werktagen"}
    return row | fields


def test_agreed_deadline_is_added_and_shown(boss):
    assert boss.post(reverse("admin:paths_localdeadline_add"), deadline()).status_code == 302

    page = boss.get(reverse("paths:path-detail", args=["kita-jugendhilfe"]), {"ort": "stadt"}).content.decode()
    assert "In fünf Werktagen" in page
    rows = boss.get(reverse("admin:paths_localdeadline_changelist")).content.decode()
    assert "In fünf Werktagen" in rows
    assert "Jugendamt Stadt" in rows


@pytest.mark.parametrize("key", ["bericht-polizei", "erfunden"])
def test_key_of_another_path_is_refused(boss, key):
    response = boss.post(reverse("admin:paths_localdeadline_add"), deadline(deadline_key=key))

    assert response.status_code == 200
    assert "deadline_key" in response.context["adminform"].form.errors
    assert not LocalDeadline.objects.exists()


def test_second_deadline_for_the_same_step_is_refused(boss):
    for _ in range(2):
        response = boss.post(reverse("admin:paths_localdeadline_add"), deadline())

    assert response.status_code == 200
    assert LocalDeadline.objects.count() == 1


def test_published_version_can_be_read_only(boss):
    version = PathVersion.objects.published().get(path__slug="kita-jugendhilfe")
    address = reverse("admin:paths_pathversion_change", args=[version.pk])

    html = boss.get(address).content.decode()

    assert version.steps.first().title in html
    assert 'name="_save"' not in html
    assert boss.post(address, {"title": "Anders"}).status_code == 403
    assert boss.post(reverse("admin:paths_pathversion_delete", args=[version.pk]), {"post": "yes"}).status_code == 403
    assert boss.get(reverse("admin:paths_pathversion_add")).status_code == 403
    assert boss.get(reverse("admin:paths_pathversion_changelist")).status_code == 200
    version.refresh_from_db()
    assert version.title != "Anders"
