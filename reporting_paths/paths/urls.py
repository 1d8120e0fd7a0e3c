"""Addresses of this room."""

from django.urls import path

from netzwerk.portal.start import home

app_name = "paths"
urlpatterns = [
    path("meldewege/", home, name="path-list"),
    path("meldewege/<slug:slug>/", home, name="path-detail"),
]
