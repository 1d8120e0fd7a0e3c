"""Addresses of trainings."""

from django.urls import path

from trainings import views

app_name = "trainings"
urlpatterns = [path("fortbildungen/kalender.ics", views.training_feed, name="training-feed")]
