"""Addresses of the public offers and signing up; mounted by trainings.urls."""

urlpatterns = []
