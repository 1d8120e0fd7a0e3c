"""Addresses of calendars; a secret one stands behind the public one, which therefore comes first."""

from django.urls import path

from netzwerk.calendars import views

app_name = "calendars"
urlpatterns = [
    path("mein/kalender/", views.own_calendar, name="own-calendar"),
    path("mein/kalender/adresse-erneuern/", views.feed_renew, name="feed-renew"),
    path("kalender/netzwerk.ics", views.network_feed, name="network-feed"),
    path("kalender/<str:secret>.ics", views.own_feed, name="own-feed"),
]
