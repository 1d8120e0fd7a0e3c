"""Nobody uses guarded rights without a second factor."""

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect

from members.accounts.second_factor import lacks_second_factor

# The set-up itself, proving who one is, and the ways out.
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
    }
)


class SecondFactorMiddleware:
    """Leads people who need a second factor and have none to its set-up; public pages they see like any guest.

    Costs one query for those whose roles need one; the roles every page of theirs asks for anyway.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or request.resolver_match.view_name in OPEN:
            return None
        if not lacks_second_factor(request.user):
            return None
        if getattr(view, "login_required", True):
            return redirect("mfa_index")
        request.user = AnonymousUser()
        return None
