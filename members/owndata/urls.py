"""Addresses of this room."""

app_name = "owndata"
urlpatterns = []
