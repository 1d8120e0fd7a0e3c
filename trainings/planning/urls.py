"""Addresses of the coordination's planning; mounted by trainings.urls."""

urlpatterns = []
