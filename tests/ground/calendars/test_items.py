"""One row a date: the UID stays, SEQUENCE grows only where it matters."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction

from netzwerk.calendars import cancel_item
from netzwerk.models import AuditEvent, CalendarItem
from tests.ground.calendars.makers import berlin, make_item

LATER = {"starts_at": berlin(2027, 3, 9, 14), "ends_at": berlin(2027, 3, 9, 16)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({}, 0),
        (LATER, 1),
        ({"ends_at": berlin(2027, 3, 2, 17)}, 1),
        ({"summary": "Netzwerktreffen Frühjahr"}, 1),
        ({"location": "Videokonferenz"}, 1),
        ({"description": "Tagesordnung folgt"}, 0),
        ({"url": "https://portal.example/intern/treffen/1/"}, 0),
        ({"organizer_name": "Maren Tiemann"}, 0),
        ({"scopes": ["public"]}, 0),
        ({"scopes": ["members", "members"], "summary": " Netzwerktreffen\n"}, 0),  # the same, written differently
    ],
)
def test_sequence_grows_only_with_what_matters(change, sequence):
    first = make_item()

    second = make_item(**change)

    assert (second.pk, second.uid, second.sequence) == (first.pk, first.uid, sequence)
    assert (second.changed_at > first.changed_at) == bool(change and "summary" not in change or sequence)


@pytest.mark.django_db
def test_uid_stays_through_moving_cancelling_and_taking_place_again():
    versions = [make_item(), make_item(**LATER), cancel_item("meeting:1"), cancel_item("meeting:1"), make_item(**LATER)]

    assert {item.uid for item in versions} == {CalendarItem.objects.get().uid}
    assert [item.sequence for item in versions] == [0, 1, 2, 2, 3]
    assert [item.is_cancelled for item in versions] == [False, False, True, True, False]
    kinds = AuditEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert [kind.rpartition("_")[2] for kind in kinds] == ["created", "moved", "cancelled", "moved"]


@pytest.mark.django_db
def test_cancelling_what_is_not_there_changes_nothing():
    assert cancel_item("meeting:404") is None
    assert not CalendarItem.objects.exists()


@pytest.mark.django_db
def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(IntegrityError, match="calendar_item_ends_after_start"), transaction.atomic():
        make_item(ends_at=berlin(2027, 3, 2, 13))


@pytest.mark.django_db
def test_a_kind_is_found_by_the_whole_word():
    meeting, _training = make_item("meeting:1"), make_item("meetings-of-others:1")

    assert set(CalendarItem.objects.of_kind("meeting")) == {meeting}


def at_once(*works):
    """Runs all works at the same moment, each on a connection of its own."""
    start = Barrier(len(works))

    def run(work):
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_the_same_date_published_at_once_is_one_row():
    items = at_once(*[make_item] * 6)

    assert {(item.pk, item.uid, item.sequence) for item in items} == {(items[0].pk, items[0].uid, 0)}
    assert CalendarItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_changes_at_once_count_one_by_one():
    uid = make_item().uid
    starts = [berlin(2027, 3, 2, 8) + timedelta(minutes=minutes) for minutes in range(5)]

    items = at_once(
        *[lambda start=start: make_item(starts_at=start) for start in starts], lambda: cancel_item("meeting:1")
    )

    # Six changes; whoever comes after the cancellation makes the date take place again.
    assert sorted(item.sequence for item in items) == [1, 2, 3, 4, 5, 6]
    last = CalendarItem.objects.get()
    assert (last.uid, last.sequence) == (uid, 6)
    assert next(item for item in items if item.sequence == 6).starts_at == last.starts_at
