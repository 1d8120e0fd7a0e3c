"""Addresses of this room."""

app_name = "imports"
urlpatterns = []
