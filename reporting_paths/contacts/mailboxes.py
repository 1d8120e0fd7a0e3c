"""Where requests for advice go when a town has no expert who can be written to."""

from members.experts.fallbacks import Mailbox
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.hours import ContactBook

KINDS = (Kind.INSOFA, Kind.COORDINATION)


def advice_mailboxes(town):
    """The first advice centre of `town` with a mail address, otherwise its coordination office."""
    book = ContactBook.load()
    contacts = [contact for kind in KINDS for contact in book.serving(kind, town) if contact.email]
    return [Mailbox(f"contact:{contact.pk}", contact.email) for contact in contacts[:1]]
