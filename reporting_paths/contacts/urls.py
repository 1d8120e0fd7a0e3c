"""Addresses of this room."""

from django.urls import path

from reporting_paths.contacts import expert_views, views

app_name = "contacts"
urlpatterns = [
    path("hilfe/", views.help_page, name="help"),
    path("hilfe/<slug:slug>/", views.help_town, name="help-town"),
    path("ansprechpersonen/", views.contact_list, name="contact-list"),
    path("insofa/", expert_views.expert_list, name="expert-list"),
    path("insofa/anfrage/gesendet/", expert_views.advice_sent, name="advice-sent"),
]
