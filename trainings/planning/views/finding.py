"""How views find the event they are about: unseen is 404, seen but another Jugendamt's is 403."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from netzwerk.permissions import enforce
from trainings.models import TrainingEvent
from trainings.permissions import can_change_event, can_plan
from trainings.planning.listing import detailed


def seen_event(request, pk):
    """An event the coordinator may read, as `listing.detailed` gives it."""
    enforce(can_plan, request.user)
    return get_object_or_404(detailed(TrainingEvent.objects.planned_by(request.user)), pk=pk)


def own_event(request, pk):
    """An event the coordinator may change."""
    event = seen_event(request, pk)
    enforce(can_change_event, request.user, event)
    return event


def plan_url(event):
    """The coordination's page of `event`."""
    return reverse("trainings:plan-detail", args=[event.pk])
