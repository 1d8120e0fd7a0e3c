"""Addresses of the coverage."""

from django.urls import path

from members.coverage import views

app_name = "coverage"
urlpatterns = [
    path("koordination/abdeckung/", views.coverage, name="coverage"),
    path("koordination/abdeckung/<slug:code>/<slug:key>/", views.coverage_cell, name="coverage-cell"),
]
