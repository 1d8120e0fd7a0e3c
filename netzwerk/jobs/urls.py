"""Addresses of long-running work."""

from django.urls import path

from netzwerk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("mein/vorgaenge/", views.job_list, name="job-list"),
    path("mein/vorgaenge/<int:pk>/", views.job_detail, name="job-detail"),
    path("mein/vorgaenge/<int:pk>/abbrechen/", views.job_cancel, name="job-cancel"),
]
