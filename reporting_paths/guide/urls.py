"""Addresses of this room."""

from django.urls import path

from netzwerk.portal.start import home

app_name = "guide"
urlpatterns = [
    path("leitfaden/", home, name="guide-detail"),
]
