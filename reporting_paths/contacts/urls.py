"""Addresses of this room."""

from django.urls import path

from reporting_paths.contacts import expert_views, point_views, views

app_name = "contacts"
urlpatterns = [
    path("hilfe/", views.help_page, name="help"),
    path("hilfe/<slug:slug>/", views.help_town, name="help-town"),
    path("ansprechpersonen/", views.contact_list, name="contact-list"),
    path("insofa/", expert_views.expert_list, name="expert-list"),
    path("insofa/anfrage/gesendet/", expert_views.advice_sent, name="advice-sent"),
    path("koordination/kontakte/", point_views.point_list, name="point-list"),
    path("koordination/kontakte/neu/", point_views.point_create, name="point-create"),
    path("koordination/kontakte/<int:pk>/", point_views.point_update, name="point-update"),
    path("koordination/kontakte/<int:pk>/loeschen/", point_views.point_delete, name="point-delete"),
]
