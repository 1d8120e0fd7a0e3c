"""Which mails of the outbox went to somebody."""

from django.db.models import Q

from netzwerk.models import OutgoingMail


def mails_to(subject):
    """The mails to the person's or the access's address, or noted as theirs."""
    found = Q(recipient_id=subject.user.pk) if subject.user else Q(pk=None)
    addresses = {owner.email for owner in (subject.user, subject.person) if owner and owner.email}
    for address in addresses:
        found |= Q(to__iexact=address)
    return OutgoingMail.objects.filter(found)
