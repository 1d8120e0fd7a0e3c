"""What the rooms below want to know of a person who is an expert."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.experts.actions.profiles import end_expert
from members.experts.models import ExpertDuty, ExpertProfile
from members.open_matters import OpenMatter
from members.personal_data import OpenData
from netzwerk.usage import Usage


def usages_of_person(person):
    """The profile as an insoweit erfahrene Fachkraft and the duties ahead."""
    expert = ExpertProfile.objects.filter(person=person, ended_on=None).first()
    if expert is None:
        return []
    duties = expert.duties.upcoming().count()
    usages = [Usage(_("Liste der insoweit erfahrenen Fachkräfte"), expert.get_absolute_url())]
    if duties:
        usages.append(Usage(_("{n}-mal im Dienstplan der InsoFa").format(n=duties), reverse("experts:duty-list")))
    return usages


def own_data(subject):
    """The profile with its hours and duties; requests for advice are nobody's data but the caller's."""
    expert = ExpertProfile.objects.filter(person=subject.person).first() if subject.person else None
    rows = []
    if expert is not None:
        rows = [
            (_("Einrichtung"), str(expert.organisation)),
            (_("Schwerpunkte"), ", ".join(str(label) for label in expert.expertise_labels)),
            (_("Orte"), ", ".join(town.name for town in expert.municipalities.all())),
            (_("Telefon"), f"{expert.phone} ({expert.get_phone_visibility_display()})"),
            (_("E-Mail-Adresse"), f"{expert.email} ({expert.get_email_visibility_display()})"),
            (_("Zeiten"), expert.hours_text),
            (_("In der öffentlichen Liste"), _("ja") if expert.is_public else _("nein")),
            (_("Pausiert bis einschließlich"), expert.paused_until),
            (_("Beendet am"), expert.ended_on),
            *((_("Dienst"), _duty_text(duty)) for duty in expert.duties.all()),
        ]
    return OpenData("expert", _("Beratung als insoweit erfahrene Fachkraft"), (_("Angabe"), _("Wert")), rows)


def open_matters_of_seat(membership):
    """The profile that rests on the seat, with its duties ahead."""
    expert = ExpertProfile.objects.filter(
        person=membership.person_id, organisation=membership.organisation_id, ended_on=None
    ).first()
    if expert is None:
        return []
    duties = list(expert.duties.upcoming())
    items = [(_("Profil als insoweit erfahrene Fachkraft"), expert.get_absolute_url())]
    items += [(_duty_text(duty), reverse("experts:duty-update", args=[duty.pk])) for duty in duties]

    def hand_over(successor, *, by):
        """Duties go to the successor where they are an expert too; knowledge cannot be handed over."""
        heir = ExpertProfile.objects.filter(person=successor.person_id, ended_on=None).first()
        if heir is not None:
            ExpertDuty.objects.filter(pk__in=[duty.pk for duty in duties]).update(expert=heir)
        leave(by=by)

    def leave(*, by):
        end_expert(expert=expert, by=by)

    return [OpenMatter(_("Beratung als insoweit erfahrene Fachkraft"), tuple(items), hand_over, leave)]


def _duty_text(duty):
    return _("Dienst vom {first} bis {last}").format(
        first=date_format(duty.starts_on, "j. F"), last=date_format(duty.ends_on, "j. F Y")
    )
