"""Pages of the Leitfaden, prints, and what coordinators may do."""

import pytest
from django.test import Client
from django.urls import reverse

from members.enums import Role
from netzwerk.models import Job
from reporting_paths.contacts.models import Helpline
from reporting_paths.guide.actions import publish_edition
from reporting_paths.guide.enums import EditionStatus
from reporting_paths.guide.models import GuideVersion
from reporting_paths.guide.standard import load_standard_guide
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(edition, folder):
    """A second edition; the first is superseded."""
    file = folder / "01-anfang.html"
    file.write_text(file.read_text(encoding="utf-8").replace("mehr", "noch mehr"), encoding="utf-8")
    draft = load_standard_guide(folder)
    return publish_edition(version=draft, change_note="Mehr zum Recht", by=None)


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    return response.status_code, response.content.decode()


def test_guide_before_the_first_edition_points_to_the_paths(client):
    status, html = page(client, "guide:guide-detail")

    assert status == 200
    assert reverse("paths:path-list") in html


def test_guide_lists_all_chapters_and_says_that_the_pdf_comes(client, edition):
    status, html = page(client, "guide:guide-detail")

    assert status == 200
    for chapter in edition.chapters.all():
        assert reverse("guide:chapter-detail", args=[chapter.number, chapter.slug]) in html
    assert "Das PDF wird gerade erstellt" in html
    assert reverse("guide:guide-pdf") not in html
    assert client.get(reverse("guide:guide-pdf")).status_code == 404


def test_chapter_leads_to_its_neighbours(client, edition):
    status, html = page(client, "guide:chapter-detail", 2, "wege")

    assert status == 200
    assert 'rel="prev" href="/leitfaden/kapitel/1-anfang/"' in html
    assert 'rel="next" href="/leitfaden/kapitel/3-anlagen/"' in html
    assert 'aria-current="page"' in html


@pytest.mark.parametrize(
    "path",
    [
        "/leitfaden/kapitel/9-wege/",
        "/leitfaden/kapitel/2-falsch/",
        "/leitfaden/7.7/",
        "/leitfaden/quatsch/",
        "/leitfaden/7.7/leitfaden.pdf",
    ],
)
def test_unknown_part_is_not_found(client, edition, path):
    assert client.get(path).status_code == 404


def test_draft_is_not_public(client, edition, folder):
    GuideVersion.objects.filter(pk=edition.pk).update(status=EditionStatus.DRAFT)

    assert client.get(reverse("guide:edition-detail", args=["1.0"])).status_code == 404
    assert client.get(reverse("guide:chapter-detail", args=[1, "anfang"])).status_code == 404
    assert client.get(reverse("guide:status-detail", args=[edition.identifier])).status_code == 404


def test_old_edition_can_be_read_and_says_so(client, edition, second):
    for name, args in (("guide:edition-detail", ["1.0"]), ("guide:edition-chapter", ["1.0", 1, "anfang"])):
        status, html = page(client, name, *args)
        assert status == 200
        assert "Diese Fassung ist überholt" in html
    assert "noch mehr" not in page(client, "guide:edition-chapter", "1.0", 1, "anfang")[1]
    assert "noch mehr" in page(client, "guide:chapter-detail", 1, "anfang")[1]


def test_changed_contacts_are_told(client, edition):
    assert "Kontakte geändert seit" not in page(client, "guide:guide-detail")[1]

    Helpline.objects.update(phone="116 999")

    past_the_cache = Client().get(f"{reverse('guide:guide-detail')}?x=1")
    assert "Kontakte geändert seit" in past_the_cache.content.decode()


def test_print_in_force_is_current(client, edition):
    status, html = page(client, "guide:status-detail", edition.identifier)

    assert status == 200
    assert "Ja, Ihr Ausdruck ist aktuell" in html


def test_old_print_learns_what_has_changed(client, edition, second):
    status, html = page(client, "guide:status-detail", edition.identifier)

    assert status == 200
    assert "überholt seit" in html
    assert "Fassung 1.1: Mehr zum Recht" in html


def test_print_with_other_numbers_by_now_is_told(client, edition):
    Helpline.objects.update(phone="116 999")

    assert "die Kontakte haben sich geändert" in page(client, "guide:status-detail", edition.identifier)[1]


def test_unknown_number_gets_a_kind_sentence(client, edition):
    status, html = page(client, "guide:status-detail", "abcd2345")

    assert status == 404
    assert "Diese Nummer kennen wir nicht" in html
    assert "kennung" in html


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}/", "STAND"])
def test_typed_number_is_found_as_people_write_it(client, edition, typed):
    typed = edition.identifier.upper() if typed == "STAND" else typed.format(edition.identifier)

    response = client.get(reverse("guide:status-search"), {"kennung": typed})

    assert response["Location"] == reverse("guide:status-detail", args=[edition.identifier])


@pytest.mark.parametrize("typed", ["", "   ", "'; DROP TABLE--" * 2, "x" * 10_000, "☃"])
def test_any_input_is_answered(client, edition, typed):
    response = client.get(reverse("guide:status-search"), {"kennung": typed}, follow=True)

    assert response.status_code in (200, 404)
    assert "Nummer auf dem Ausdruck" in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [(None, 403), (Role.COORDINATOR, 200), (Role.EDITOR, 200)])
def test_editions_are_for_those_who_change_contents(client, edition, role, status):
    client.force_login(make_user(role=role))

    assert client.get(reverse("guide:edition-list")).status_code == status


def test_member_may_neither_build_nor_publish(client, edition):
    client.force_login(make_user())

    assert client.post(reverse("guide:pdf-build", args=[edition.pk])).status_code == 403
    assert client.post(reverse("guide:edition-publish", args=[edition.pk])).status_code == 403
    assert Job.objects.count() == 1


def test_coordinator_builds_the_pdf_again_once(client, edition):
    Job.objects.update(status=Job.Status.DONE)
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)

    first = client.post(reverse("guide:pdf-build", args=[edition.pk]))
    second = client.post(reverse("guide:pdf-build", args=[edition.pk]))

    job = Job.objects.get(owner=user)
    assert first["Location"] == second["Location"] == job.get_absolute_url()


def test_publishing_asks_for_the_change(client, edition, folder):
    (folder / "02-wege.html").write_text("<!-- titel: Wege -->\n<p>Neu</p>", encoding="utf-8")
    draft = load_standard_guide(folder)
    client.force_login(make_user(role=Role.COORDINATOR))
    address = reverse("guide:edition-publish", args=[draft.pk])

    assert client.post(address, {"change_note": ""}).status_code == 200
    draft.refresh_from_db()
    assert draft.is_draft

    client.post(address, {"change_note": "Wege gekürzt"})
    draft.refresh_from_db()
    assert (draft.is_current, draft.change_note) == (True, "Wege gekürzt")


@pytest.mark.parametrize("count", [1, 3])
def test_edition_list_query_count_stays(client, edition, count, django_assert_num_queries):
    for number in range(1, count):
        GuideVersion.objects.create(
            guide=edition.guide,
            number=f"0.{number}",
            status=EditionStatus.SUPERSEDED,
            published_on=edition.published_on,
            superseded_on=edition.published_on,
        )
    client.force_login(make_user(role=Role.COORDINATOR))

    with django_assert_num_queries(11):
        client.get(reverse("guide:edition-list"))


def test_warm_pages_cost_no_query(client, edition, django_assert_num_queries):
    addresses = [
        reverse("guide:guide-detail"),
        reverse("guide:chapter-detail", args=[1, "anfang"]),
        reverse("guide:status-detail", args=[edition.identifier]),
    ]
    for address in addresses:
        client.get(address)

    with django_assert_num_queries(0):
        for address in addresses:
            assert client.get(address).status_code == 200
