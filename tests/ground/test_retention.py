"""The log ends after twelve months."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.audit import record_event
from netzwerk.models import AuditEvent
from netzwerk.tasks import delete_old_events

pytestmark = pytest.mark.django_db


def test_events_end_after_twelve_months():
    old, young = record_event("portal.network_loaded"), record_event("portal.network_loaded")
    AuditEvent.objects.filter(pk=old.pk).update(happened_at=timezone.now() - timedelta(days=366))
    AuditEvent.objects.filter(pk=young.pk).update(happened_at=timezone.now() - timedelta(days=364))

    delete_old_events()

    assert list(AuditEvent.objects.all()) == [young]
