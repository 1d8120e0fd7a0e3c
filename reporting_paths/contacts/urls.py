"""Addresses of this room."""

from django.urls import path

from netzwerk.portal.views import home

app_name = "contacts"
urlpatterns = [
    path("hilfe/", home, name="help"),
    path("hilfe/<slug:slug>/", home, name="help-town"),
    path("ansprechpersonen/", home, name="contact-list"),
    path("insofa/", home, name="expert-list"),
]
