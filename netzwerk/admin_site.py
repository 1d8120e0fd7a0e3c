"""Django's administration: for superusers only, signed in through the portal's own page."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied


class SuperuserAdminSite(admin.AdminSite):
    """Refuses everybody but superusers; has no sign-in page of its own."""

    site_header = site_title = "Verwaltung des Portals"
    index_title = "Daten"

    def has_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def login(self, request, extra_context=None):
        """Anonymous people go to the portal's sign-in; who is signed in and no superuser is refused."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path))
