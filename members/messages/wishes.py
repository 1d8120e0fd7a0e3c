"""What each recipient of a mail wants; the outbox asks here (netzwerk.mail.choices)."""

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from members.models import MessageChoice, Person, User
from netzwerk.mail import Choice, Wish

_signer = signing.Signer(salt="members.unsubscribe", sep=".")


class UnsubscribeLinkInvalid(Exception):
    """Shortened or changed, or nobody is there any more."""


def wishes_of_recipients(drafts):
    """{key: Wish} of `drafts` to people or users of the portal, in two queries."""
    owners = _owners_of(drafts)
    choices = _choices_of(owners.values(), {draft.kind for draft in drafts})
    return {key: _wish(owner, kind, choices) for key, owner, kind in _with_owner(drafts, owners)}


def choices_of(owner):
    """{kind: choice} of a Person or a User; without one a kind comes at once."""
    user = owner.user if isinstance(owner, Person) else None
    chosen_before = dict(user.message_choices.values_list("kind", "choice")) if user else {}
    return chosen_before | dict(owner.message_choices.values_list("kind", "choice"))


def owner_of(user):
    """Whose choices a signed-in user makes: those of their person, or of the user where there is none."""
    return Person.objects.filter(user=user).first() or user


def read_token(token):
    """(Person or User, kind) of a link in a mail; raises UnsubscribeLinkInvalid."""
    try:
        name, pk, kind = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise UnsubscribeLinkInvalid from None
    owner = {"person": Person, "user": User}[name].objects.filter(pk=pk).first()
    if owner is None:
        raise UnsubscribeLinkInvalid
    return (owner_of(owner) if name == "user" else owner), kind


def unsubscribe_path(name, pk, kind):
    """Names nobody, and has no end: mails are read late."""
    return reverse("members:message-unsubscribe", args=[_signer.sign_object([name, pk, kind])])


def _owners_of(drafts):
    """{key: ("person", id) or ("user", id)}; whoever is neither is left out."""
    user_ids = {draft.recipient_id for draft in drafts if draft.recipient_id}
    addresses = {draft.to.lower() for draft in drafts if draft.to and not draft.recipient_id}
    people = Person.objects.annotate(address=Lower("email")).filter(
        Q(user_id__in=user_ids) | (Q(address__in=addresses) & ~Q(email=""))
    )
    found = list(people.values_list("pk", "user_id", "address"))
    by_user = {user_id: pk for pk, user_id, _address in found}
    by_address = {address: pk for pk, _user_id, address in found}
    owners = {draft.key: _owner(draft, by_user, by_address) for draft in drafts}
    return {key: owner for key, owner in owners.items() if owner}


def _owner(draft, by_user, by_address):
    if draft.recipient_id:
        pk = by_user.get(draft.recipient_id)
        return ("person", pk) if pk else ("user", draft.recipient_id)
    pk = by_address.get((draft.to or "").lower())
    return ("person", pk) if pk else None


def _choices_of(owners, kinds):
    """{(owner, kind): choice}; a user's own choice holds for the person they became until that one chooses."""
    people = [pk for name, pk in owners if name == "person"]
    users = [pk for name, pk in owners if name == "user"]
    rows = MessageChoice.objects.filter(Q(person__in=people) | Q(user__in=users) | Q(user__person__in=people))
    found = {}
    for person, user, person_of_user, kind, choice in rows.filter(kind__in=kinds).values_list(
        "person", "user", "user__person", "kind", "choice"
    ):
        if person:
            found["person", person, kind] = choice
        else:
            found.setdefault(("person", person_of_user, kind), choice)
            found["user", user, kind] = choice
    return found


def _with_owner(drafts, owners):
    return ((draft.key, owners[draft.key], draft.kind) for draft in drafts if draft.key in owners)


def _wish(owner, kind, choices):
    choice = choices.get((*owner, kind), Choice.AT_ONCE)
    return Wish(choice, f"{settings.SITE_URL}{unsubscribe_path(*owner, kind)}")
