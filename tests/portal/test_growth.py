"""What `make bench` measures of growth: the same number of queries at every size, and nothing stays."""

from io import StringIO

from django.core.management import call_command

from members.models import Organisation, Person, User
from netzwerk.models import OutgoingMail
from netzwerk.portal import growth, reminding, sign_ups
from netzwerk.portal.management.commands import bench_reminders
from trainings.models import Registration, TrainingEvent


def test_directory_asks_as_often_at_every_size_and_leaves_nothing(example_network, monkeypatch):
    monkeypatch.setattr(growth, "SIZES", (60, 300))
    monkeypatch.setattr(growth, "ROUNDS", 1)
    before = [model.objects.count() for model in (Person, Organisation, User)]

    measured = list(growth.directory_growth())

    queries = {
        name: {asked for other, _size, _seconds, _length, asked in measured if other == name} for name, *_ in measured
    }
    assert all(len(asked) == 1 and asked.pop() <= 10 for asked in queries.values())
    assert {size for _name, size, *_ in measured} == {60, 300}
    assert [model.objects.count() for model in (Person, Organisation, User)] == before


def test_session_of_the_measurement_goes_again(example_network, client):
    with growth.member_session() as headers:
        assert client.get("/intern/verzeichnis/", headers=headers).status_code == 200

    assert client.get("/intern/verzeichnis/", headers=headers).status_code == 302
    assert not User.objects.filter(email=growth.BENCH_EMAIL).exists()


def test_reminders_are_queued_in_batches_and_nothing_stays(example_network, monkeypatch):
    monkeypatch.setattr(reminding, "SIZES", (10, 500, 1_000))
    before = [model.objects.count() for model in (Person, OutgoingMail)]

    few, batch, many = reminding.reminder_growth()

    assert many[1] - few[1] == 990
    assert few[3] == batch[3]
    assert many[3] - batch[3] <= 10
    assert [model.objects.count() for model in (Person, OutgoingMail)] == before


def test_signing_up_asks_as_often_at_every_size_and_leaves_nothing(example_network, monkeypatch):
    monkeypatch.setattr(sign_ups, "SIZES", (10, 300))
    monkeypatch.setattr(sign_ups, "SEATS", 100)  # the other registrations belong to past trainings
    monkeypatch.setattr(growth, "ROUNDS", 1)
    before = [model.objects.count() for model in (Registration, TrainingEvent, User)]

    measured = list(sign_ups.sign_up_growth())

    queries = {
        name: {asked for other, _size, _seconds, _length, asked in measured if other == name} for name, *_ in measured
    }
    assert queries.keys() == {"list", "page", "sign-up form", "sign-up form, signed in", "signing up"}
    assert [name for name, asked in queries.items() if len(asked) > 1] == []
    assert [model.objects.count() for model in (Registration, TrainingEvent, User)] == before


def test_pass_beside_the_pages_says_when_it_begins_and_leaves_nothing(example_network, monkeypatch):
    monkeypatch.setattr(bench_reminders, "give_way", lambda: None)
    before, out = [model.objects.count() for model in (Person, OutgoingMail)], StringIO()

    call_command("bench_reminders", "10", stdout=out)

    begun, result = out.getvalue().splitlines()
    assert (begun, result.split()[0]) == (reminding.BEGUN, "10")
    assert [model.objects.count() for model in (Person, OutgoingMail)] == before
