"""Signing in, by password or by a code in a mail, and signing up."""

from allauth.account import forms as account
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _

from members.accounts.portal_form import EMAIL_WORDING, PASSWORD_MISSING, CodeForm, PortalForm
from members.models import ActorCategory, User
from netzwerk.models import Municipality


class LoginForm(PortalForm, account.LoginForm):
    button = _("Anmelden")
    labels = {"login": _("E-Mail-Adresse"), "password": _("Passwort")}
    wording = {"login": EMAIL_WORDING, "password": {"required": PASSWORD_MISSING}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["password"].help_text = ""


class RequestLoginCodeForm(PortalForm, account.RequestLoginCodeForm):
    button = _("Code anfordern")
    labels = {"email": _("E-Mail-Adresse")}
    wording = {"email": EMAIL_WORDING}


class ConfirmLoginCodeForm(CodeForm, account.ConfirmLoginCodeForm):
    button = _("Anmelden")


class ConfirmAddressForm(CodeForm, account.ConfirmEmailVerificationCodeForm):
    button = _("Adresse bestätigen")


class SignupForm(PortalForm, account.SignupForm):
    """A professional without a seat in the network; group and town help to show what concerns them."""

    full_name = forms.CharField(
        label=_("Vor- und Nachname"),
        max_length=User._meta.get_field("full_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Geben Sie Ihren Namen ein.")},
    )
    actor_category = forms.ModelChoiceField(
        label=_("Berufsgruppe"),
        queryset=ActorCategory.objects.filter(is_active=True),
        required=False,
        empty_label=_("keine Angabe"),
    )
    municipality = forms.ModelChoiceField(
        label=_("Ort, an dem Sie arbeiten"),
        queryset=Municipality.objects.order_by("name"),
        required=False,
        empty_label=_("keine Angabe"),
    )
    field_order = ["full_name", "email", "actor_category", "municipality"]
    button = _("Zugang anlegen")
    labels = {"email": _("E-Mail-Adresse")}
    help_texts = {"email": _("Am besten die dienstliche. Wir senden Ihnen einen Code, mit dem Sie sie bestätigen.")}
    wording = {
        "email": EMAIL_WORDING,
        "actor_category": {"invalid_choice": _("Wählen Sie eine Berufsgruppe aus der Liste.")},
        "municipality": {"invalid_choice": _("Wählen Sie einen Ort aus der Liste.")},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password1"]

    def custom_signup(self, request, user):
        for name in ("full_name", "actor_category", "municipality"):
            setattr(user, name, self.cleaned_data[name])
        user.save(update_fields=["full_name", "actor_category", "municipality"])


class SignOnSignupForm(PortalForm, social.SignupForm):
    """For people whose sign-on service names no address."""

    button = _("Zugang anlegen")
    labels = {"email": _("E-Mail-Adresse")}
    wording = {"email": EMAIL_WORDING}


class DisconnectForm(PortalForm, social.DisconnectForm):
    button = _("Verbindung lösen")
    labels = {"account": _("Verbundene Anmeldedienste")}
    wording = {"account": {"required": _("Wählen Sie aus, welche Verbindung Sie lösen möchten.")}}
