"""Addresses of the directory."""

from django.urls import path

from members.directory import exports, own, views

app_name = "directory"
urlpatterns = [
    path("intern/verzeichnis/", views.person_list, name="person-list"),
    path("intern/verzeichnis/liste.csv", exports.person_export, {"kind": "csv"}, name="person-csv"),
    path("intern/verzeichnis/liste.xlsx", exports.person_export, {"kind": "xlsx"}, name="person-xlsx"),
    path("intern/verzeichnis/liste.vcf", exports.person_export, {"kind": "vcf"}, name="person-vcf"),
    path("intern/verzeichnis/<int:pk>/", views.person_detail, name="person-detail"),
    path("intern/verzeichnis/<int:pk>/visitenkarte.vcf", views.person_card, name="person-card"),
    path("intern/einrichtungen/", views.organisation_list, name="organisation-list"),
    path("intern/einrichtungen/<int:pk>/", views.organisation_detail, name="organisation-detail"),
    path("mein/sichtbarkeit/", own.own_visibility, name="own-visibility"),
]
