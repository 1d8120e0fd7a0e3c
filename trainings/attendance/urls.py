"""Addresses of the attendance pages; mounted by trainings.urls."""

from django.urls import path

from trainings.attendance import doors, views

BASE = "koordination/fortbildungen/"
urlpatterns = [
    path(f"{BASE}nicht-erschienen/", views.no_show_list, name="no-show-list"),
    path(f"{BASE}<int:pk>/teilnahme/", views.attendance_list, name="attendance-list"),
    path(f"{BASE}<int:pk>/teilnahme/ohne-anmeldung/", views.attendance_walk_in, name="attendance-walk-in"),
    path(f"{BASE}<int:pk>/teilnahme/zahlen/", views.attendance_numbers, name="attendance-numbers"),
    path(f"{BASE}<int:pk>/unterschriften.pdf", views.attendance_sheet, name="attendance-sheet"),
    path(f"{BASE}<int:pk>/einchecken/", doors.check_in, name="check-in"),
    path("koordination/einchecken/<str:code>/", doors.check_in_code, name="check-in-code"),
]
