"""Addresses of this room."""

app_name = "directory"
urlpatterns = []
