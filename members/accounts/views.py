"""„Mein Zugang“: everything about one's own access on one page, and where one is signed in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.accounts.sessions import describe_browser
from members.permissions import needs_second_factor


@never_cache
def access(request):
    """Address, password, second factor, sessions, sign-on service."""
    user = request.user
    factors = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    recovery = next((factor for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "is_internal": True,
        "address": EmailAddress.objects.get_primary_email(user) or user.email,
        "has_password": user.has_usable_password(),
        "has_app": any(factor.type == Authenticator.Type.TOTP for factor in factors),
        "passkeys": [factor.wrap().name for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(recovery.wrap().get_unused_codes()) if recovery else None,
        "is_guarded": needs_second_factor(user),
        "session_count": len(UserSession.objects.purge_and_list(user)),
        "sign_on": settings.SINGLE_SIGN_ON,
        "is_connected": SocialAccount.objects.filter(user=user).exists(),
    }
    return render(request, "account/access.html", context)


@never_cache
def session_list(request):
    """Where one is signed in; each can be ended."""
    sessions = sorted(UserSession.objects.purge_and_list(request.user), key=lambda session: session.created_at)
    rows = [(session, describe_browser(session.user_agent)) for session in reversed(sessions)]
    return render(request, "usersessions/usersession_list.html", {"is_internal": True, "rows": rows})


@require_POST
def session_end(request, pk):
    """Ends one session of one's own; the present one is signed out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [session])
    messages.success(request, _("Diese Anmeldung ist beendet."))
    return redirect("usersessions_list")


@require_POST
def session_end_all(request):
    """Signs out everywhere, here too."""
    end_sessions(request, UserSession.objects.filter(user=request.user))
    messages.success(request, _("Sie sind überall abgemeldet."))
    return redirect("account_login")
