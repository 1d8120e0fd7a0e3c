"""What is stored about somebody's messages, for their own page and for deletion."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import MessageChoice
from members.personal_data import OpenData
from netzwerk.mail.kinds import kind_label
from netzwerk.models import DigestItem

COVERS = ("members.MessageChoice.person", "members.MessageChoice.user")


def message_choices(subject):
    """Which messages the person wants how, and what waits for the next digest."""
    rows = [(kind_label(row.kind), row.get_choice_display()) for row in _choices(subject)]
    rows += [
        (kind_label(item.kind), _("wartet auf die Wochenübersicht: %s") % item.subject)
        for item in _items(subject).waiting()
    ]
    return OpenData("message_choices", _("Wahl der Nachrichten"), (_("Art"), _("Wahl")), rows)


def erase(subject):
    """Deletes the choices; what waits for a digest is emptied, so that it is neither sent nor written again."""
    chosen = _choices(subject).delete()[0]
    waiting = _items(subject).update(to="", owner="", recipient_id=None, subject="", text="", done_at=timezone.now())
    return {_("Wahl der Nachrichten"): chosen, _("Einträge der Wochenübersicht"): waiting}


def _choices(subject):
    found = Q(user=subject.user) if subject.user else Q(pk=None)
    if subject.person:
        found |= Q(person=subject.person)
    return MessageChoice.objects.filter(found)


def _items(subject):
    """Those still to come and those sent, whose address stays for a while."""
    found = Q(recipient_id=subject.user.pk) if subject.user else Q(pk=None)
    for address in {owner.email for owner in (subject.user, subject.person) if owner and owner.email}:
        found |= Q(to__iexact=address)
    return DigestItem.objects.filter(found)
