"""„Postausgang“ as a list: filters and who the recipients are."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Person, User
from netzwerk.mail.kinds import kind_choices, kind_label
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

    def narrow(self, mails):
        """Those of `mails` that fit, newest first, without their texts."""
        mails = mails.defer("text_body", "html_body", "attachments", "headers")
        words, state, kind = (self.cleaned_data.get(name, "") for name in ("suche", "stand", "art"))
        if words:
            mails = mails.filter(Q(to__icontains=words) | _to_somebody_named(words))
        if state:
            mails = mails.undelivered() if state == UNDELIVERED else mails.filter(state=state)
        return mails.filter(kind=kind) if kind else mails

    @property
    def is_used(self):
        return any(self.cleaned_data.values())


def with_people(mails):
    """`mails` as a list; each knows `recipient_name` ("" without access) and `kind_label`."""
    mails = list(mails)
    by_id, by_address = _people_of(mails)
    for mail in mails:
        mail.recipient_name = by_id.get(mail.recipient_id) or by_address.get(mail.to, "")
        mail.kind_label = kind_label(mail.kind)
    return mails


def _people_of(mails):
    """Names by user id and by address; mails to people without access and allauth's know the address alone."""
    addresses = {mail.to for mail in mails}
    is_one = Q(pk__in={mail.recipient_id for mail in mails} - {None}) | Q(email__in=addresses)
    users = list(User.objects.filter(is_one).only("full_name", "email"))
    by_address = {person.email: str(person) for person in Person.objects.filter(email__in=addresses - {""})}
    by_address |= {user.email: user.full_name for user in users}
    return {user.pk: user.full_name for user in users}, by_address


def _to_somebody_named(words):
    """The condition that a mail goes to a user or person of this name."""
    users, people = User.objects.filter(full_name__icontains=words), Person.objects.named_like(words)
    addresses = Q(to__in=users.values("email")) | Q(to__in=people.exclude(email="").values("email"))
    return Q(recipient_id__in=users.values("pk")) | addresses
