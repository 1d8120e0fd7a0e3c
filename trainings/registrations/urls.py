"""Addresses of registrations: own ones and the coordination's; mounted by trainings.urls."""

urlpatterns = []
