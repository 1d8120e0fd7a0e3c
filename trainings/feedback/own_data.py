"""What this room stores about somebody, for their own page and for deletion."""

from django.db.models import Count
from django.utils.translation import gettext as _

from members.personal_data import OpenData
from trainings.feedback.enums import NeedState
from trainings.feedback.models import AnswerMark, Need, NeedSupport
from trainings.models import Registration

COVERS = ("feedback.NeedSupport.user",)


def wishes(subject):
    """Which trainings the person wished for and supports."""
    rows = (
        NeedSupport.objects.filter(user=subject.user).select_related("need", "actor_category") if subject.user else ()
    )
    return OpenData(
        "training_needs",
        _("Bedarfe an Fortbildung"),
        (_("Thema"), _("Warum ist das wichtig?"), _("Akteursgruppe"), _("Seit"), _("Selbst gewünscht")),
        [
            (
                row.need.title,
                row.need.reason if row.is_author else "",
                row.actor_category.short_title,
                row.created_on,
                _("ja") if row.is_author else _("nein"),
            )
            for row in rows
        ],
        note=_("Andere Mitglieder sehen nur die Akteursgruppe."),
    )


def answer_marks(subject):
    """About which trainings the person has answered; what, nobody can say."""
    marks = AnswerMark.objects.filter(registration__in=_registrations(subject)).select_related("registration__event")
    return OpenData(
        "training_feedback",
        _("Rückmeldungen zu Fortbildungen"),
        (_("Fortbildung"), _("Zeitpunkt")),
        [
            (mark.registration.event.title, mark.get_moment_display())
            for mark in marks.order_by("registration", "moment")
        ],
        note=_(
            "Gespeichert ist nur, dass Sie geantwortet haben, nicht was. 120 Tage nach der Fortbildung löschen wir es."
        ),
    )


def erase(subject):
    """Deletes supports, and open wishes nobody else wants; marks go with the registrations."""
    if not subject.user:
        return {}
    own = NeedSupport.objects.filter(user=subject.user)
    wished = list(own.filter(is_author=True).values_list("need", flat=True))
    supports = own.delete()[0]
    alone = Need.objects.filter(pk__in=wished, state=NeedState.OPEN).annotate(others=Count("supports")).filter(others=0)
    deleted = Need.objects.filter(pk__in=list(alone.values_list("pk", flat=True))).delete()[0]
    return {_("Unterstützte Bedarfe"): supports, _("Gewünschte Bedarfe"): deleted}


def keep_authorship(kept, gone):
    """Two supports of the same wish, by two entries of one person, become one."""
    kept.is_author = kept.is_author or gone.is_author
    kept.created_on = min(kept.created_on, gone.created_on)
    return False


def _registrations(subject):
    found = Registration.objects.of_user(subject.user) if subject.user else Registration.objects.none()
    people = Registration.objects.filter(person=subject.person) if subject.person else Registration.objects.none()
    return [*found.values_list("pk", flat=True), *people.values_list("pk", flat=True)]
