"""`make proof`: figures of long runs, one line each."""

import itertools
import logging

import pytest
from django.test import Client
from django.urls import reverse

from reporting_paths.paths.models import ReportingPath

pytestmark = [pytest.mark.proof, pytest.mark.usefixtures("example_network")]

ROUNDS = 60


def test_hit_rate_of_anonymous_readers(django_db_blocker, caplog):
    """Readers who go round the public pages: how many answers come from the cache, which leaves no line in the log."""
    with django_db_blocker.unblock(), caplog.at_level(logging.INFO, "netzwerk.requests"):
        client = Client()
        pages = [reverse("portal:home"), reverse("contacts:help"), reverse("guide:guide-detail")]
        pages += [path.get_absolute_url() for path in ReportingPath.objects.all()]
        answers = [client.get(page).status_code for page in itertools.chain.from_iterable([pages] * ROUNDS)]

    rendered = sum(record.name == "netzwerk.requests" for record in caplog.records)
    rate = 1 - rendered / len(answers)
    print(f"page cache, hit rate over {len(answers)} requests: {rate:.1%}")
    assert set(answers) == {200}
    assert rate > 0.95
