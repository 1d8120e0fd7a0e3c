"""„Postausgang“ as a list: filters and who the recipients are."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import User
from netzwerk.mail.kinds import is_secret_kind, kind_choices, kind_label
from netzwerk.models import OutgoingMail

UNDELIVERED = "fehler"
STATES = [("", _("alle")), (UNDELIVERED, _("nicht angekommen")), *OutgoingMail.State.choices]


class MailFilterForm(forms.Form):
    """What the list is narrowed to; a value nobody can choose narrows nothing."""

    suche = forms.CharField(required=False, max_length=200)
    stand = forms.ChoiceField(required=False, choices=STATES)
    art = forms.ChoiceField(required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["art"].choices = [("", _("alle")), *kind_choices()]
        self.is_valid()

    def mails(self):
        """The mails that fit, newest first, without their texts."""
        mails = OutgoingMail.objects.defer("text_body", "html_body", "attachments", "headers")
        words, state, kind = (self.cleaned_data.get(name, "") for name in ("suche", "stand", "art"))
        if words:
            named = User.objects.filter(full_name__icontains=words).values("pk")
            mails = mails.filter(Q(to__icontains=words) | Q(recipient_id__in=named))
        if state:
            mails = mails.undelivered() if state == UNDELIVERED else mails.filter(state=state)
        return mails.filter(kind=kind) if kind else mails

    @property
    def is_used(self):
        return any(self.cleaned_data.values())


def with_people(mails):
    """`mails` as a list; each knows `recipient_name` ("" without access) and `kind_label`."""
    mails = list(mails)
    names = {
        user.pk: user.full_name
        for user in User.objects.filter(pk__in={mail.recipient_id for mail in mails} - {None}).only("full_name")
    }
    for mail in mails:
        mail.recipient_name = names.get(mail.recipient_id, "")
        mail.kind_label = kind_label(mail.kind)
    return mails


def can_read_text(mail, *, is_delivered):
    """Codes and links to an access are for their recipient; only the local run, where no mail leaves, shows them."""
    return not (is_delivered and is_secret_kind(mail.kind))
