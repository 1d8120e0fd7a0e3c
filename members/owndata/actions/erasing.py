"""Taking a person out of the portal: what names them goes, what counts for the network stays."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import Visibility
from members.memberships.actions import end_membership
from members.models import Consent, Invitation, Membership, Person
from members.owndata.mails import mails_to
from netzwerk.models import OutgoingMail

NAMELESS = "Gelöschte Person"
EMPTY = {"title": "", "first_name": "", "last_name": NAMELESS, "email": "", "phone": "", "mobile": ""}


def erase_person(person, *, by):
    """Ends the seats and empties everything that names the person; {name of the rows: how many}."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    counts = {
        _("Beendete Sitze"): _end_seats(person, by=by),
        _("Abwesenheiten"): person.absences.all().delete()[0],
        _("Einladungen"): Invitation.objects.filter(person=person).delete()[0],
        _("Einwilligungen"): Consent.objects.filter(person=person).delete()[0],
    }
    for name, value in EMPTY.items():
        setattr(person, name, value)
    for name in ("name", "email", "phone", "mobile"):
        setattr(person, f"{name}_visibility", Visibility.COORDINATORS)
    person.user, person.confirmed_at = None, None
    person.version += 1
    person.save()
    return {name: count for name, count in counts.items() if count} | {_("Name und Kontaktdaten"): 1}


def erase_user(user):
    """Deletes the access with its roles and sessions; {name of the rows: how many}."""
    counts = {_("Sitzungen"): end_sessions(user)}
    user.delete()
    return {name: count for name, count in counts.items() if count} | {_("Zugang zum Portal"): 1}


def erase_mails(subject):
    """Empties the mails to `subject`; the rows stay, so that nothing is sent again."""
    mails = mails_to(subject)
    mails.waiting().update(state=OutgoingMail.State.CANCELLED)
    return mails.update(to="", subject="", text_body="", html_body="", headers={}, attachments=[], recipient_id=None)


def sessions_of(user):
    """The sessions in which `user` is signed in; each has to be opened to know."""
    sessions = Session.objects.filter(expire_date__gt=timezone.now())
    return [session for session in sessions if session.get_decoded().get("_auth_user_id") == str(user.pk)]


def end_sessions(user):
    """Signs `user` out everywhere; returns how many sessions it was."""
    sessions = sessions_of(user)
    Session.objects.filter(pk__in=[session.pk for session in sessions]).delete()
    return len(sessions)


def _end_seats(person, *, by):
    """The seats of today end today without a successor; those of the future never begin."""
    today = timezone.localdate()
    Membership.objects.filter(person=person, since_on__gt=today).delete()
    current = Membership.objects.current().filter(person=person, end="").select_related("organisation", "person")
    for seat in current:
        end_membership(membership=seat, on=today, by=by)
    return len(current)
