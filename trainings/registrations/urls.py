"""Addresses of registrations: own ones and those opened from a mail; mounted by trainings.urls."""

from django.urls import path

from trainings.registrations.views import links, own

urlpatterns = [
    path("mein/fortbildungen/", own.own_registration_list, name="own-registration-list"),
    path("mein/fortbildungen/<int:pk>/", own.own_registration_detail, name="own-registration-detail"),
    path("mein/fortbildungen/<int:pk>/abmelden/", own.own_registration_return, name="own-registration-return"),
    path("mein/fortbildungen/<int:pk>/annehmen/", own.own_registration_accept, name="own-registration-accept"),
    path("mein/fortbildungen/<int:pk>/ersatz/", own.own_registration_substitute, name="own-registration-substitute"),
    path("mein/fortbildungen/<int:pk>/termin.ics", own.own_registration_calendar, name="own-registration-calendar"),
    path(
        "mein/fortbildungen/<int:pk>/material/<int:material>/",
        own.own_registration_material,
        name="own-registration-material",
    ),
    path("platz/<str:token>/", links.seat_detail, name="seat-detail"),
    path("platz/<str:token>/abmelden/", links.seat_return, name="seat-return"),
    path("platz/<str:token>/annehmen/", links.seat_accept, name="seat-accept"),
    path("platz/<str:token>/ersatz/", links.seat_substitute, name="seat-substitute"),
    path("platz/<str:token>/termin.ics", links.seat_calendar, name="seat-calendar"),
    path("platz/<str:token>/material/<int:material>/", links.seat_material, name="seat-material"),
]
