"""Chapters of the edition in force that show a contact point; the print's numbers are told to be old."""

from django.test import Client
from django.urls import reverse

from members.enums import Role
from netzwerk.usage import usages_of
from reporting_paths.contacts.models import ContactPoint
from tests.factories import make_user

NEXT = "(erst mit der nächsten Fassung neu)"


def chapters_of(key):
    usages = usages_of(ContactPoint.objects.get(key=key))
    return [usage.label for usage in usages if usage.label.startswith("Leitfaden")]


def test_chapters_with_its_block_or_its_name_are_listed(edition):
    wege = f"Leitfaden, Kapitel 2: Wege und Kontakte {NEXT}"

    assert chapters_of("asd") == [wege]
    assert chapters_of("nachts") == [f"Leitfaden, Kapitel 1: Anfang {NEXT}", wege]


def test_without_an_edition_there_is_no_chapter(network):
    assert chapters_of("asd") == []


def test_changed_number_marks_the_print_as_old(edition):
    point = ContactPoint.objects.get(key="asd")
    client = Client()
    client.force_login(make_user(role=Role.COORDINATOR))
    status = reverse("guide:status-detail", args=[edition.identifier])
    before = Client().get(status).content.decode()

    data = {"name": point.name, "phone": "030 23125 999", "zeiten-TOTAL_FORMS": 0, "zeiten-INITIAL_FORMS": 0}
    data |= {"schliesszeiten-TOTAL_FORMS": 0, "schliesszeiten-INITIAL_FORMS": 0, "version": point.version}
    assert client.post(point.get_absolute_url(), data).status_code == 302

    sentence = "Telefonnummern"
    after = Client().get(f"{status}?x=1").content.decode()
    assert after.count(sentence) > before.count(sentence)
