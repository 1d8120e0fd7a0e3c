"""Addresses of long-running work."""

from django.urls import path

from netzwerk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("koordination/vorgaenge/", views.job_list, name="job-list"),
    path("koordination/vorgaenge/<int:pk>/", views.job_detail, name="job-detail"),
    path("koordination/vorgaenge/<int:pk>/abbrechen/", views.job_cancel, name="job-cancel"),
]
