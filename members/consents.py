"""Consents: their words, who has given them, and what depends on them.

A person's name and contact fields are public only while PUBLIC_DISPLAY holds. Forms that set a visibility call
`refuse_public(person, cleaned_data)`; withdrawing the consent takes every public field back to the members.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from members.enums import ConsentKind, Visibility
from members.models import CONTACT_FIELDS, Consent, Person
from netzwerk.audit import record_event

VISIBILITY_FIELDS = tuple(f"{field}_visibility" for field in ("name", *CONTACT_FIELDS))
NEEDS_CONSENT = _(
    "Öffentlich geht nur mit Einwilligung der Person. Sie erteilt sie selbst unter „Mein Bereich“, „Einwilligungen“."
)


@dataclass(frozen=True)
class Wording:
    """What people agree to; a changed text gets the next version, older ones stay for those who agreed to them."""

    version: int
    text: str
    effect: str


# The last one of each kind is what is asked today.
WORDINGS = {
    ConsentKind.PUBLIC_DISPLAY: (
        Wording(
            1,
            _(
                "Ich bin einverstanden, dass mein Name und die Kontaktdaten, die ich dafür freigebe, auf den"
                " öffentlichen Seiten des Netzwerks stehen. Sie sind dort für alle im Internet sichtbar."
            ),
            _("Ohne Einwilligung sehen Ihre Angaben nur Mitglieder des Netzwerks."),
        ),
    ),
    ConsentKind.NEWS: (
        Wording(
            1,
            _(
                "Ich möchte Informationen des Netzwerks per E-Mail erhalten, zum Beispiel zu Fortbildungen und neuen"
                " Materialien."
            ),
            _("Einladungen und Nachrichten zu Ihren Aufgaben im Netzwerk kommen auch ohne diese Einwilligung."),
        ),
    ),
}


def current_wording(kind):
    return WORDINGS[kind][-1]


def has_consent(person, kind):
    """Whether `person` agrees to `kind` today; a person not saved yet has agreed to nothing."""
    return person.pk is not None and person.consents.current().filter(kind=kind).exists()


def may_be_public(person):
    """Whether the person's name or contact may be shown to the public."""
    return has_consent(person, ConsentKind.PUBLIC_DISPLAY)


def refuse_public(person, values):
    """Raises ValidationError at every visibility field of `values` that would be public without consent.

    What is public already counts too: without consent it has to be changed.
    """
    public = [name for name in VISIBILITY_FIELDS if values.get(name) == Visibility.PUBLIC]
    if public and not may_be_public(person):
        raise ValidationError(dict.fromkeys(public, NEEDS_CONSENT))


@transaction.atomic
def give_consent(*, person, kind, by):
    """The consent of `person` to `kind` in today's words; one given already comes back as it is."""
    try:
        with transaction.atomic():
            consent = Consent.objects.create(person=person, kind=kind, wording=current_wording(kind).version)
    except IntegrityError:
        return Consent.objects.current().get(person=person, kind=kind)
    record_event("members.consent_given", target=person, by=by, consent=kind, wording=consent.wording)
    return consent


@transaction.atomic
def withdraw_consent(*, person, kind, by):
    """Ends the consent at once; without PUBLIC_DISPLAY nothing of the person stays public. None if there is none."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    consent = Consent.objects.current().select_for_update().filter(person=person, kind=kind).first()
    if consent is None:
        return None
    consent.withdraw()
    hidden = hide_from_public(person) if kind == ConsentKind.PUBLIC_DISPLAY else []
    record_event("members.consent_withdrawn", target=person, by=by, consent=kind, fields=hidden)
    return consent


def hide_from_public(person):
    """Public fields go back to the members; returns the changed visibility fields."""
    public = [name for name in VISIBILITY_FIELDS if getattr(person, name) == Visibility.PUBLIC]
    if public:
        for name in public:
            setattr(person, name, Visibility.MEMBERS)
        person.version += 1
        person.save(update_fields=[*public, "version"])
    return public
