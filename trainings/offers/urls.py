"""Addresses of the public offers and signing up; mounted by trainings.urls."""

from django.urls import path

from trainings.offers import sign_up_views as sign_up
from trainings.offers import views

urlpatterns = [
    path("fortbildungen/", views.event_list, name="event-list"),
    path("fortbildungen/kalender.ics", views.event_feed, name="event-feed"),
    path("fortbildungen/<slug:slug>/", views.event_detail, name="event-detail"),
    path("fortbildungen/<slug:slug>/termin.ics", views.event_calendar, name="event-calendar"),
    path("fortbildungen/<slug:slug>/anmelden/", sign_up.event_register, name="event-register"),
    path("fortbildungen/<slug:slug>/anmelden/code/", sign_up.event_code, name="event-code"),
    path("fortbildungen/<slug:slug>/anmelden/fertig/", sign_up.event_registered, name="event-registered"),
]
