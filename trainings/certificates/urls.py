"""Addresses of certificates and their check; mounted by trainings.urls."""

urlpatterns = []
