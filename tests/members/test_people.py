"""People as coordinators find, enter, change and delete them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Visibility
from members.models import Absence, Invitation, Person
from netzwerk import usage
from netzwerk.models import AuditEvent
from tests.factories import make_category, make_mail, make_member, make_membership, make_person, make_user
from tests.members.makers import form_data, make_coordinator, make_local_organisation

pytestmark = pytest.mark.django_db

LIST = reverse("members:person-list")


def detail(person):
    return reverse("members:person-detail", args=[person.pk])


def update(person):
    return reverse("members:person-update", args=[person.pk])


@pytest.fixture
def coordinator(client):
    user = make_coordinator()
    client.force_login(user)
    return user


def found(client, **query):
    return set(client.get(LIST, query).context["page"].rows)


def invite(person):
    return Invitation.objects.create(person=person, email=person.email, expires_at=timezone.now() + timedelta(days=14))


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(client, coordinator, count, django_assert_num_queries):
    for _ in range(count):
        make_membership()
        make_membership(person=make_person(), organisation=make_local_organisation())
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)


def test_list_finds_by_name_group_office_and_organisation(client, coordinator):
    school = make_local_organisation(name="Gesamtschule Nord")
    tiemann = make_membership(person=make_person(first_name="Maren", last_name="Tiemann"), organisation=school).person
    other = make_membership(organisation=make_local_organisation(actor_category=make_category())).person
    unseated = make_person()

    assert found(client) == {tiemann, other, unseated}
    assert found(client, suche="tie") == {tiemann}
    assert found(client, suche="Maren Tiem") == {tiemann}
    assert found(client, einrichtung="Nord") == {tiemann}
    assert found(client, gruppe=school.actor_category.code) == {tiemann}
    assert found(client, jugendamt=school.youth_welfare_office.key) == {tiemann}
    assert found(client, gruppe=school.actor_category.code, suche="xyz") == set()


def test_list_finds_by_seat_and_access(client, coordinator):
    yesterday = timezone.localdate() - timedelta(days=1)
    former = make_membership(since_on=yesterday, until_on=yesterday).person
    seated, never, invited = make_membership().person, make_person(), make_person()
    invite(invited)
    member = make_member().person

    assert found(client, sitz="mit") == {seated, member}
    assert found(client, sitz="ohne") == {former, never, invited}
    assert found(client, sitz="beendet") == {former}
    assert found(client, zugang="ja") == {member}
    assert found(client, zugang="eingeladen") == {invited}
    assert found(client, zugang="nein") == {former, seated, never}


def test_list_understands_any_filter(client, coordinator):
    person = make_person()

    response = client.get(LIST, {"gruppe": "gibt-es-nicht", "sitz": "x", "nach": "abc", "suche": "\x00"})

    assert response.status_code == 200
    assert response.context["page"].rows == [person]


def test_empty_list_says_what_to_do(client, coordinator):
    assert "Legen Sie die erste Person an." in client.get(LIST).content.decode()
    make_person()
    assert "heben Sie den Filter auf" in client.get(LIST, {"suche": "niemand"}).content.decode()


def test_pages_lead_on_and_back_without_names_in_the_address(client, coordinator):
    people = [make_person(last_name=f"Name{number:03d}") for number in range(120)]

    first = client.get(LIST).context["page"]
    second = client.get(LIST, {"nach": first.after}).context["page"]
    third = client.get(LIST, {"nach": second.after}).context["page"]
    back = client.get(LIST, {"vor": third.before}).context["page"]

    assert first.rows + second.rows + third.rows == people
    assert (first.before, third.after) == (None, None)
    assert back.rows == second.rows
    assert client.get(LIST, {"nach": 999_999_999}).context["page"].rows == first.rows


def test_foreign_coordination_sees_what_members_see(client):
    organisation = make_local_organisation()
    shared = make_person(phone="0571 1", mobile="0151 2", last_name="Offen")
    hidden = make_person(name_visibility=Visibility.COORDINATORS, last_name="Geheim")
    for person in (shared, hidden):
        make_membership(person=person, organisation=organisation)
    client.force_login(make_coordinator(make_local_organisation().youth_welfare_office))

    assert found(client) == {shared}
    assert client.get(detail(hidden)).status_code == 404
    html = client.get(detail(shared)).content.decode()
    assert "0571 1" in html
    assert "0151 2" not in html
    assert "Protokoll" not in html
    assert client.get(update(shared)).status_code == 403
    names = client.get(reverse("members:organisation-detail", args=[organisation.pk])).content.decode()
    assert "Offen" in names
    assert "Geheim" not in names
    assert "Name nicht freigegeben" in names


def test_own_coordination_sees_everything(client):
    organisation = make_local_organisation()
    person = make_person(mobile="0151 23456", name_visibility=Visibility.COORDINATORS)
    make_membership(person=person, organisation=organisation)
    client.force_login(make_coordinator(organisation.youth_welfare_office))

    assert found(client) == {person}
    html = client.get(detail(person)).content.decode()
    assert "0151 23456" in html
    assert "nur Koordination" in html


def test_person_page_shows_seats_absence_and_access(client, coordinator):
    person = make_person()
    today = timezone.localdate()
    make_membership(person=person, organisation=make_local_organisation(name="Heute-Haus"))
    gone = today - timedelta(days=30)
    make_membership(
        person=person, organisation=make_local_organisation(name="Früher-Haus"), since_on=gone, until_on=gone
    )
    Absence.objects.create(person=person, starts_on=today, ends_on=today)
    invite(person)

    response = client.get(detail(person))

    assert [row["seat"].organisation.name for row in response.context["current_seats"]] == ["Heute-Haus"]
    assert [row["seat"].organisation.name for row in response.context["other_seats"]] == ["Früher-Haus"]
    assert "eingeladen" in response.content.decode()
    assert list(response.context["absences"]) == [person.absences.get()]


@pytest.mark.parametrize("count", [1, 3])
def test_person_page_query_count_stays(client, coordinator, count, django_assert_num_queries):
    person = make_person()
    for _ in range(count):
        make_membership(person=person, organisation=make_local_organisation())
    client.get(detail(person))

    with django_assert_num_queries(9):
        client.get(detail(person))


def test_person_page_shows_what_came_back_until_a_later_mail_arrives(client, coordinator):
    person = make_person(email="ina@amt.example", user=make_user(email="ina.privat@amt.example"))
    earlier, bounce = timezone.now() - timedelta(days=2), timezone.now() - timedelta(days=1)
    make_mail(to=person.email, state="sent", sent_at=earlier, created_at=earlier)
    assert "kam nicht an" not in client.get(detail(person)).content.decode()

    words = "Der Mailserver der Gegenseite hat die E-Mail zurückgeschickt: 550 unknown user"
    mail = make_mail(to=person.email, state="bounced", sent_at=bounce, created_at=bounce, error=words)
    page = client.get(detail(person)).content.decode()
    assert words in page
    assert reverse("portal:mail-detail", args=[mail.pk]) in page

    make_mail(to=person.email)  # waits: nobody knows yet
    make_mail(to=person.user.email, state="sent", sent_at=timezone.now())  # another address
    assert words in client.get(detail(person)).content.decode()
    make_mail(to=person.email, state="sent", sent_at=timezone.now())
    assert words not in client.get(detail(person)).content.decode()


def test_create_keeps_all_and_records_no_value(client, coordinator):
    data = {
        "title": "Dr.",
        "first_name": "Łukasz",
        "last_name": "Ńowak",
        "name_visibility": "members",
        "email": "Nowak@Grün.Example",
        "email_visibility": "coordinators",
        "phone": "0571 23125-100",
        "phone_visibility": "members",
        "mobile": "",
        "mobile_visibility": "coordinators",
        "version": "1",
    }

    response = client.post(reverse("members:person-create"), data)

    person = Person.objects.get()
    assert response.url == detail(person)
    assert (person.full_name, person.email, person.email_visibility) == (
        "Dr. Łukasz Ńowak",
        "Nowak@grün.example",
        "coordinators",
    )
    event = AuditEvent.objects.get()
    assert (event.kind, event.target_id, event.actor_id, event.details) == (
        "members.person_created",
        str(person.pk),
        coordinator.pk,
        {},
    )
    assert "Nowak@grün.example" in client.get(detail(person)).content.decode()


def test_change_is_logged_by_field_not_by_value(client, coordinator):
    person = make_person(last_name="Alt", phone="0571 100")
    form = client.get(update(person)).context["form"]

    client.post(update(person), form_data(form, last_name="Neu", phone="0571 200"))

    person.refresh_from_db()
    assert (person.last_name, person.phone, person.version) == ("Neu", "0571 200", 2)
    assert AuditEvent.objects.get().details == {"fields": ["last_name", "phone"]}
    html = client.get(detail(person)).content.decode()
    assert "Angaben zur Person geändert" in html
    assert "Nachname, Telefon" in html
    assert str(coordinator) in html


def test_saving_without_a_change_is_no_event(client, coordinator):
    person = make_person()
    form = client.get(update(person)).context["form"]

    assert client.post(update(person), form_data(form)).status_code == 302

    person.refresh_from_db()
    assert person.version == 1
    assert not AuditEvent.objects.exists()


def test_update_names_where_the_person_is_used(client, coordinator, monkeypatch):
    monkeypatch.setitem(usage._finders, Person, [lambda person: [usage.Usage("Meldeweg Kita", "/meldewege/kita/")]])
    person = make_person()

    assert 'href="/meldewege/kita/"' in client.get(update(person)).content.decode()
    assert 'href="/meldewege/kita/"' in client.get(reverse("members:person-delete", args=[person.pk])).content.decode()


def test_delete_asks_and_says_what_goes_too(client, coordinator):
    person = make_person()
    Absence.objects.create(person=person, starts_on=timezone.localdate(), ends_on=timezone.localdate())
    address = reverse("members:person-delete", args=[person.pk])

    assert "1 Abwesenheit" in client.get(address).content.decode()
    assert Person.objects.exists()
    assert client.post(address).url == LIST

    assert not Person.objects.exists()
    assert AuditEvent.objects.get().kind == "members.person_deleted"


@pytest.mark.parametrize("tie", ["seat", "access"])
def test_person_with_history_is_not_deleted(client, coordinator, tie):
    person = make_person(user=make_user() if tie == "access" else None)
    if tie == "seat":
        day = timezone.localdate() - timedelta(days=400)
        make_membership(person=person, since_on=day, until_on=day)
    address = reverse("members:person-delete", args=[person.pk])

    assert "gehört zur Geschichte des Netzwerks" in client.get(address).content.decode()
    client.post(address)

    assert Person.objects.get() == person
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("name", ["members:person-update", "members:person-delete", "members:absence-list"])
def test_foreign_coordination_is_refused(client, name):
    organisation = make_local_organisation()
    person = make_membership(organisation=organisation).person
    client.force_login(make_coordinator(make_local_organisation().youth_welfare_office))

    response = client.post(reverse(name, args=[person.pk]), {"last_name": "Übernommen", "version": 1})

    assert response.status_code == 403
    person.refresh_from_db()
    assert person.last_name != "Übernommen"


def test_unseated_person_belongs_to_every_coordination(client):
    person = make_person()
    client.force_login(make_coordinator(make_local_organisation().youth_welfare_office))

    assert client.get(update(person)).status_code == 200
