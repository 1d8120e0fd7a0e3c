"""Addresses of this room."""

from django.urls import path

from members.organisations import views as organisations
from members.people import views as people

app_name = "members"
urlpatterns = [
    path("koordination/personen/", people.person_list, name="person-list"),
    path("koordination/personen/neu/", people.person_create, name="person-create"),
    path("koordination/personen/<int:pk>/", people.person_detail, name="person-detail"),
    path("koordination/personen/<int:pk>/aendern/", people.person_update, name="person-update"),
    path("koordination/personen/<int:pk>/loeschen/", people.person_delete, name="person-delete"),
    path("koordination/einrichtungen/", organisations.organisation_list, name="organisation-list"),
    path("koordination/einrichtungen/neu/", organisations.organisation_create, name="organisation-create"),
    path("koordination/einrichtungen/<int:pk>/", organisations.organisation_detail, name="organisation-detail"),
    path("koordination/einrichtungen/<int:pk>/aendern/", organisations.organisation_update, name="organisation-update"),
]
