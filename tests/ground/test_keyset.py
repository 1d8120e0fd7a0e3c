"""Pages by key: every row once, in both directions, also where names are equal."""

import pytest

from members.models import Person
from netzwerk import keyset
from netzwerk.keyset import keyset_page
from tests.factories import make_person

pytestmark = pytest.mark.django_db

ORDER = ("last_name", "first_name", "pk")


@pytest.fixture
def people():
    names = [("Aal", "B"), ("Aal", "A"), ("Aal", "A"), ("Zorn", ""), ("Berg", "C"), ("Aal", "A"), ("Berg", "")]
    for last_name, first_name in names:
        make_person(last_name=last_name, first_name=first_name)
    return list(Person.objects.order_by(*ORDER))


def page(counted=keyset.COUNTED, **params):
    return keyset_page(Person.objects.all(), order=ORDER, params=params, size=2, counted=counted)


def test_walking_on_and_back_meets_every_row_once(people):
    pages = [page()]
    while pages[-1].after:
        pages.append(page(nach=str(pages[-1].after)))
    assert [row for found in pages for row in found.rows] == people

    back = [pages[-1]]
    while back[0].before:
        back.insert(0, page(vor=str(back[0].before)))
    assert [row for found in back for row in found.rows] == people


@pytest.mark.parametrize("key", ["", "x", "0", "999999999", "9" * 30, "-1", "²"])
def test_unknown_keys_lead_to_the_beginning(people, key):
    assert page(nach=key).rows == people[:2]
    assert page(vor=key).rows == people[:2]


def test_a_page_after_the_last_row_is_the_first(people):
    assert page(nach=str(people[-1].pk)).rows == people[:2]


@pytest.mark.parametrize(("counted", "shown"), [(8, (7, False)), (7, (7, False)), (5, (5, True))])
def test_count_ends_where_nobody_reads_it(people, counted, shown):
    found = page(counted)

    assert (found.count, found.is_more) == shown


def test_nothing_counts_nothing():
    assert keyset_page(Person.objects.none(), order=ORDER, params={}).count == 0


def test_a_page_costs_two_queries(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        page()
    with django_assert_num_queries(2):
        page(nach=str(people[2].pk))
