"""Addresses of the import and of merging."""

from django.urls import path

from members.imports import merge_views, views

app_name = "imports"
urlpatterns = [
    path("koordination/import/", views.import_list, name="import-list"),
    path("koordination/import/mustertabelle.xlsx", views.import_template, name="import-template"),
    path("koordination/import/<int:pk>/", views.import_detail, name="import-detail"),
    path("koordination/import/<int:pk>/blatt/", views.import_sheet, name="import-sheet"),
    path("koordination/import/<int:pk>/spalten/", views.import_map, name="import-map"),
    path("koordination/import/<int:pk>/einrichtungen/", views.import_organisations, name="import-organisations"),
    path("koordination/import/<int:pk>/entscheiden/", views.import_decide, name="import-decide"),
    path("koordination/import/<int:pk>/fehler.csv", views.import_problems, name="import-problems"),
    path("koordination/import/<int:pk>/uebernehmen/", views.import_apply, name="import-apply"),
    path("koordination/import/<int:pk>/rueckgaengig/", views.import_undo, name="import-undo"),
    path("koordination/import/<int:pk>/verwerfen/", views.import_discard, name="import-discard"),
    path("koordination/personen/zusammenfuehren/", merge_views.duplicate_list, name="duplicate-list"),
    path(
        "koordination/personen/zusammenfuehren/<int:first>/<int:second>/", merge_views.person_merge, name="person-merge"
    ),
    path(
        "koordination/personen/zusammenfuehren/<int:first>/<int:second>/verschieden/",
        merge_views.people_tell_apart,
        name="people-tell-apart",
    ),
]
