"""Editions: new ones only for new texts, published text stands still, contacts are watched."""

import pytest
from django.db import IntegrityError, transaction

from netzwerk.models import AuditEvent, Job
from reporting_paths.contacts.models import Helpline, WeeklyHours
from reporting_paths.guide.actions import contacts_have_changed, publish_edition
from reporting_paths.guide.enums import EditionStatus
from reporting_paths.guide.models import EditionClosed, GuideVersion
from reporting_paths.guide.standard import load_standard_guide
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def change(folder):
    file = folder / "03-anlagen.html"
    file.write_text(file.read_text(encoding="utf-8").replace("Alle", "Alle zusammen"), encoding="utf-8")


def test_loading_again_makes_no_new_edition(edition, folder):
    again = load_standard_guide(folder, publish=True)

    assert again == edition
    assert GuideVersion.objects.count() == 1


def test_changed_text_becomes_a_draft_and_then_one_edition(edition, folder):
    change(folder)
    draft = load_standard_guide(folder)
    change(folder)
    assert load_standard_guide(folder) == draft
    assert (draft.number, draft.status) == ("1.1", EditionStatus.DRAFT)

    publish_edition(version=draft, change_note="Anlagen ergänzt", by=make_user())

    edition.refresh_from_db()
    assert (edition.status, edition.superseded_on is not None) == (EditionStatus.SUPERSEDED, True)
    assert GuideVersion.objects.current().number == "1.1"


def test_publishing_renders_records_placeholders_and_laws(edition):
    first, second, third = edition.chapters.all()

    assert "Netzwerk &lt;Kinderschutz&gt; Musterkreis" in first.html
    assert 'href="https://www.gesetze-im-internet.de/sgb_8/__8a.html"' in first.html
    assert "&amp; mehr" in first.html
    assert 'href="tel:110"' in first.html
    assert "Sozialer Dienst, Telefon 030 23125 101" in second.html
    assert "Mo 8:30–16 Uhr" in second.html
    assert "116 111" in second.html
    assert "Fassung 1.0" in third.html
    assert '<td data-label="Antwort">Alle</td>' in third.html
    assert "{" not in first.html + second.html + third.html


def test_published_text_never_changes(edition):
    chapter = edition.chapters.first()
    chapter.html = "anders"

    with pytest.raises(EditionClosed):
        chapter.save()
    with pytest.raises(EditionClosed):
        chapter.delete()
    with pytest.raises(EditionClosed):
        publish_edition(version=edition, change_note="noch einmal", by=None)


def test_kept_text_does_not_follow_the_contacts(edition):
    before = list(edition.chapters.values_list("html", flat=True))

    Helpline.objects.update(phone="116 999")

    assert list(edition.chapters.values_list("html", flat=True)) == before
    assert contacts_have_changed(edition)


def test_unchanged_contacts_are_not_marked(edition):
    assert not contacts_have_changed(edition)


def test_changed_hours_are_marked(edition):
    WeeklyHours.objects.update(closes="17:00")

    assert contacts_have_changed(edition)


@pytest.mark.parametrize("status", [EditionStatus.PUBLISHED, EditionStatus.DRAFT])
def test_one_published_and_one_draft_at_most(edition, status):
    def make(number):
        return GuideVersion.objects.create(
            guide=edition.guide, number=number, status=status, published_on=edition.published_on
        )

    if status == EditionStatus.DRAFT:
        make("9.0")
    with pytest.raises(IntegrityError), transaction.atomic():
        make("9.1")


def test_publishing_is_recorded_and_queues_the_pdf(edition):
    assert AuditEvent.objects.filter(kind="guide.edition_published", target_id=edition.pk).count() == 1
    assert [job.params for job in Job.objects.all()] == [{"version": edition.pk}]
