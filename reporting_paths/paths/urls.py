"""Addresses of this room."""

from django.urls import path

from reporting_paths.paths import views

app_name = "paths"
urlpatterns = [
    path("meldewege/", views.path_list, name="path-list"),
    path("meldewege/mitnehmen.html", views.path_pack, name="path-pack"),
    path("meldewege/<slug:slug>/", views.path_detail, name="path-detail"),
    path("meldewege/<slug:slug>/schritt/<str:key>/", views.step_detail, name="step-detail"),
    path("meldewege/<slug:slug>/druck/", views.path_print, name="path-print"),
    path("meldewege/<slug:slug>/handzettel.pdf", views.path_pdf, name="path-pdf"),
]
