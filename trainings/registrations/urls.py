"""Addresses of registrations: own ones and those opened from a mail; mounted by trainings.urls."""

from django.urls import path

from trainings.registrations.views import links

urlpatterns = [
    path("platz/<str:token>/", links.seat_detail, name="seat-detail"),
]
