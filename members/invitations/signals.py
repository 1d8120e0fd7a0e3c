"""What follows from events of allauth."""

from allauth.account.signals import email_confirmed

from members.invitations.actions import connect_person


def connect_signals():
    """Called once, in wiring.py."""
    email_confirmed.connect(person_belongs_to_confirmed_address)


def person_belongs_to_confirmed_address(*, email_address, **_signal):
    """Somebody showed that an address is theirs: the seats of the person with this address are theirs too."""
    if email_address.email.lower() == email_address.user.email.lower():
        connect_person(user=email_address.user)
