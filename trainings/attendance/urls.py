"""Addresses of the day itself; mounted by trainings.urls."""

urlpatterns = []
