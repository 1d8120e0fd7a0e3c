"""Whether mail reaches a person."""

from django.db.models import Exists, OuterRef

from netzwerk.models import OutgoingMail

TEXTS = ("text_body", "html_body", "attachments", "headers")


def undelivered_to(person):
    """The newest mail that failed or came back from an address of `person`; None if one got through there since."""
    addresses = {owner.email for owner in (person, person.user) if owner and owner.email}
    sent = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT)
    later = sent.filter(to=OuterRef("to"), created_at__gt=OuterRef("created_at"))
    return OutgoingMail.objects.undelivered().filter(~Exists(later), to__in=addresses).defer(*TEXTS).first()
