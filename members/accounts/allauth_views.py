"""allauth's pages where they need a word or a rule more."""

from functools import wraps

from allauth.account import views as account
from allauth.account.internal.decorators import login_not_required
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from members.accounts.example_codes import code_of_example, code_of_mail
from members.accounts.second_factor import is_last_needed_factor
from members.permissions import needs_second_factor


def in_portal(view):
    """Dresses a page of allauth: signed-in people see it as a page of their own area."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None:
            response.context_data["is_internal"] = request.user.is_authenticated
            response.context_data["sign_on"] = settings.SINGLE_SIGN_ON
        return response

    return wrapped


class ExpiryView:
    """Says so when a code is asked for that is no longer awaited."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", None) is None and request.user.is_anonymous:
            messages.info(request, _("Dieser Code gilt nicht mehr. Fordern Sie einen neuen an."))
        return response

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"mailed_code": code_of_mail(self._process)}


@method_decorator(login_not_required, name="dispatch")
class ConfirmLoginCodeView(ExpiryView, account.ConfirmLoginCodeView):
    pass


@method_decorator(login_not_required, name="dispatch")
class ConfirmAddressView(ExpiryView, account.ConfirmEmailVerificationCodeView):
    pass


class SecondFactorView(AuthenticateView):
    """Asks for the second factor; in the local run it tells the code of an example account."""

    def get_context_data(self, **kwargs):
        user = self.stage.login.user
        types = set(user.authenticator_set.values_list("type", flat=True))
        return super().get_context_data(**kwargs) | {
            "has_app": Authenticator.Type.TOTP in types,
            "has_passkey": Authenticator.Type.WEBAUTHN in types,
            "example_code": code_of_example(user),
        }


class RemovePasskeyView(RemoveWebAuthnView):
    """Refuses to take away the last factor of somebody who needs one."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_last": is_last_needed_factor(self.object)}

    def form_valid(self, form):
        if is_last_needed_factor(self.object):
            return HttpResponseRedirect(self.request.path)
        return super().form_valid(form)


class SecondFactorIndexView(IndexView):
    """Which factors one has; where people without a needed one are led to."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_guarded": needs_second_factor(self.request.user)}
