"""Addresses of this room."""

app_name = "upkeep"
urlpatterns = []
