"""Addresses of this room, by subject."""

from trainings.attendance.urls import urlpatterns as attendance
from trainings.certificates.urls import urlpatterns as certificates
from trainings.offers.urls import urlpatterns as offers
from trainings.participants.urls import urlpatterns as participants
from trainings.planning.urls import urlpatterns as planning
from trainings.registrations.urls import urlpatterns as registrations

app_name = "trainings"
urlpatterns = [*offers, *registrations, *planning, *participants, *attendance, *certificates]
