"""Addresses of the coordination's pages about registrations; mounted by trainings.urls."""

from django.urls import path

from trainings.participants import views

EVENT = "koordination/fortbildungen/<int:pk>/anmeldungen/"
ONE = "koordination/anmeldungen/<int:pk>/"
urlpatterns = [
    path(EVENT, views.registration_list, name="registration-list"),
    path(f"{EVENT}neu/", views.registration_add, name="registration-add"),
    path(f"{EVENT}nachricht/", views.registration_message, name="registration-message"),
    path(f"{EVENT}export.csv", views.registration_export, {"kind": "csv"}, name="registration-csv"),
    path(f"{EVENT}export.xlsx", views.registration_export, {"kind": "xlsx"}, name="registration-xlsx"),
    path(ONE, views.registration_detail, name="registration-detail"),
    path(f"{ONE}aendern/", views.registration_update, name="registration-update"),
    path(f"{ONE}platz/", views.registration_seat, name="registration-seat"),
    path(f"{ONE}abmelden/", views.registration_return, name="registration-return"),
]
