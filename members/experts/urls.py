"""Addresses of this room."""

app_name = "experts"
urlpatterns = []
