"""Addresses of long-running work."""

app_name = "jobs"
urlpatterns = []
