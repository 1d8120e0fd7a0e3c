"""The form of an event, in sections; an external one says less."""

from crispy_forms.layout import HTML, Fieldset, Layout, Row, Submit
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory
from members.permissions import coordinated_office_ids, is_network_coordinator
from netzwerk.forms import NO_CASES, PortalFormMixin, UrlField
from netzwerk.models import YouthWelfareOffice
from netzwerk.versions import VersionedForm
from trainings.enums import EventStatus
from trainings.models import CourseKind, Topic, TrainingEvent
from trainings.planning.checks import missing_for_publication
from trainings.planning.forms.fields import ADDRESS_WRONG, MOMENT_WRONG, MomentInput, number_wording, text_area

SUBJECT = ["title", "lead", "topics", "target_categories", "is_qualification_offer", "course_kind"]
PLACE = ["mode", "place", "municipality"]
SESSIONS_PART = HTML('{% include "trainings/planning/partials/sessions.html" %}')
# What the Enter key presses: without it that would be the first button, which asks for another row.
DEFAULT_BUTTON = HTML('<input type="submit" hidden>')
RESERVATIONS_PART = HTML('{% include "trainings/planning/partials/reservations.html" %}')


class _BaseEventForm(PortalFormMixin, VersionedForm, forms.ModelForm):
    """`check_rows` compares with the formsets; what is missing for others' eyes is refused once they see the event."""

    constraint_fields = {
        "training_closes_after_it_opens": "closes_at",
        "training_has_seats": "maximum",
        "training_minimum_at_most_maximum": "minimum",
        "training_offer_lasts": "offer_hours",
    }
    wording = {
        "title": {"required": _("Geben Sie der Fortbildung einen Titel.")},
        "youth_welfare_office": {"required": _("Wählen Sie das Jugendamt aus.")},
        "mode": {"required": _("Wählen Sie die Form aus.")},
        "opens_at": {"invalid": MOMENT_WRONG},
        "closes_at": {"invalid": MOMENT_WRONG},
        "minimum": number_wording(_("Geben Sie die Mindestzahl ein, oder 0.")),
        "maximum": number_wording(_("Geben Sie die Zahl der Plätze ein.")),
        "waiting_list_cap": number_wording(_("Geben Sie ein, wie viele warten dürfen, oder 0.")),
        "offer_hours": number_wording(_("Geben Sie die Frist in Stunden ein.")),
        "minutes": number_wording(_("Geben Sie die Dauer in Minuten ein.")),
        "online_url": {"invalid": ADDRESS_WRONG},
        "external_url": {"invalid": ADDRESS_WRONG},
        "topics": {"invalid_choice": _("Wählen Sie Themen aus der Liste.")},
        "target_categories": {"invalid_choice": _("Wählen Sie Akteursgruppen aus der Liste.")},
    }

    class Meta:
        model = TrainingEvent
        fields = []
        field_classes = {"online_url": UrlField, "external_url": UrlField}
        widgets = {
            "lead": text_area(3),
            "description": text_area(8),
            "contents": text_area(4),
            "speakers": text_area(3),
            "place": text_area(2),
            "accessibility": text_area(3),
            "joining_letter": text_area(5),
            "opens_at": MomentInput,
            "closes_at": MomentInput,
            "return_until_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "topics": forms.CheckboxSelectMultiple,
            "target_categories": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "lead": _("Zwei Sätze für die Liste. %s") % NO_CASES,
            "is_qualification_offer": _(
                "Zählt, wenn sie stattgefunden hat, mindestens zwei Akteursgruppen offensteht und ein Thema zum "
                "Schutzauftrag gehört."
            ),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self._offer_offices()
        event = self.instance
        # What was retired since stays where it is used.
        topics = _in_use(Topic, event.topics.values("pk") if event.pk else [])
        categories = _in_use(ActorCategory, event.target_categories.values("pk") if event.pk else [])
        kinds = _in_use(CourseKind, [event.course_kind_id])
        self.fields["topics"].queryset = topics
        self.fields["target_categories"].queryset = categories
        self.fields["target_categories"].label_from_instance = lambda category: category.short_title
        if "course_kind" in self.fields:
            self.fields["course_kind"].queryset = kinds
            self.fields["course_kind"].empty_label = _("keine")
        self.fields["municipality"].empty_label = _("keine Angabe")
        for name in ("minimum", "waiting_list_cap", "offer_hours", "minutes"):
            if name in self.fields:
                self.fields[name].error_messages["max_value"] = _("Diese Zahl ist zu groß.")
        self.helper.layout = Layout(DEFAULT_BUTTON, *self.sections(), "version", Submit("speichern", self.submit_label))

    @property
    def submit_label(self):
        if self.instance.pk is None or self.instance.status == EventStatus.DRAFT:
            return _("Entwurf speichern")
        return _("Änderungen speichern")

    def for_record(self, record):
        return type(self)(instance=record, user=self.user)

    def check_rows(self, sessions, reservations=()):
        """Puts what does not fit together at its field; `sessions` and `reservations` are valid formsets."""
        values = self.cleaned_data | {"is_external": self.instance.is_external}
        self._check_window(sessions.rows)
        if self.instance.status != EventStatus.DRAFT:
            self.show_missing(missing_for_publication(values, sessions.rows))
        if reservations:
            _check_reservations(self, reservations, sessions.rows)

    def show_missing(self, missing):
        """`missing` of trainings.planning.checks; also for a form nobody has sent yet."""
        for name, text in missing.items():
            field = name if name in self.fields else None
            if not self.errors.get(field or "__all__"):
                self.errors[field or "__all__"] = self.error_class([text], renderer=self.renderer)

    def clean_maximum(self):
        """Fewer seats than are taken are refused; where it was overbooked on purpose the number may stay."""
        maximum, event = self.cleaned_data["maximum"], self.instance
        stored = self.initial.get("maximum", maximum)
        if event.pk and maximum < stored and maximum < event.taken_count:
            text = _("{n} Plätze sind schon vergeben. Weniger geht nicht.").format(n=event.taken_count)
            raise forms.ValidationError(text)
        return maximum

    def _offer_offices(self):
        office = self.fields["youth_welfare_office"]
        if is_network_coordinator(self.user):
            office.empty_label = _("ganzes Netzwerk")
            return
        office.required, office.empty_label = True, _("Jugendamt wählen")
        office.help_text = ""
        office.queryset = YouthWelfareOffice.objects.filter(pk__in=coordinated_office_ids(self.user))
        if office.queryset.count() == 1:
            office.empty_label = None

    def _check_window(self, sessions):
        """Signing up and giving back end with the beginning at the latest."""
        if not sessions:
            return
        starts_at = min(row["starts_at"] for row in sessions)
        too_late = _("Die Fortbildung hat dann schon begonnen.")
        for name in ("opens_at", "closes_at"):
            if self.cleaned_data.get(name) and self.cleaned_data[name] > starts_at:
                self.add_error(name, too_late)
        last_return = self.cleaned_data.get("return_until_on")
        if last_return and last_return > timezone.localdate(starts_at):
            self.add_error("return_until_on", too_late)


class EventForm(_BaseEventForm):
    """An event of the network's own."""

    class Meta(_BaseEventForm.Meta):
        fields = [
            *SUBJECT,
            "description",
            "speakers",
            "contents",
            *PLACE,
            "online_url",
            "accessibility",
            "fee",
            "opens_at",
            "closes_at",
            "return_until_on",
            "minimum",
            "maximum",
            "waiting_list_cap",
            "offer_hours",
            "minutes",
            "joining_letter",
            "youth_welfare_office",
        ]

    def sections(self):
        return [
            Fieldset(_("Worum es geht"), "title", "lead", "description", "speakers", "youth_welfare_office"),
            Fieldset(
                _("Für wen und wozu"),
                "target_categories",
                "topics",
                "is_qualification_offer",
                "course_kind",
                css_class="nk-check-columns",
            ),
            SESSIONS_PART,
            Fieldset(_("Ort"), Row("mode", "municipality"), "place", "online_url", "accessibility"),
            Fieldset(
                _("Plätze und Anmeldung"),
                Row("maximum", "minimum"),
                Row("waiting_list_cap", "offer_hours"),
                Row("opens_at", "closes_at"),
                Row("return_until_on", "fee"),
            ),
            RESERVATIONS_PART,
            Fieldset(_("Für die Teilnehmenden"), "joining_letter", "contents", "minutes"),
        ]


class ExternalEventForm(_BaseEventForm):
    """An event that somebody else holds and the network carries along: no seats, no sign-up here."""

    class Meta(_BaseEventForm.Meta):
        fields = [*SUBJECT, "organiser", "external_url", *PLACE, "fee", "youth_welfare_office"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.is_external = True

    def sections(self):
        return [
            Fieldset(_("Worum es geht"), "title", "lead", "organiser", "external_url", "youth_welfare_office"),
            Fieldset(
                _("Für wen und wozu"),
                "target_categories",
                "topics",
                "is_qualification_offer",
                "course_kind",
                css_class="nk-check-columns",
            ),
            SESSIONS_PART,
            Fieldset(_("Ort"), Row("mode", "municipality"), "place", "fee"),
        ]

    @property
    def values(self):
        return super().values | {"is_external": True}


def _in_use(model, keys):
    """Active rows of `model`, and those with the `keys`."""
    return model.objects.filter(Q(is_active=True) | Q(pk__in=keys))


def form_for(event):
    """The class of the form that fits `event`."""
    return ExternalEventForm if event.is_external else EventForm


def _check_reservations(form, reservations, sessions):
    """Not more seats than there are, for groups that are invited, free again by the first day."""
    rows, groups = reservations.kept(), form.cleaned_data.get("target_categories")
    first = timezone.localdate(min(row["starts_at"] for row in sessions)) if sessions else None
    total, maximum = 0, form.cleaned_data.get("maximum")
    for row, part in rows:
        total += row["seats"]
        if maximum and total > maximum:
            text = _("Zusammen sind {n} Plätze reserviert, es gibt aber nur {maximum}.")
            part.add_error("seats", text.format(n=total, maximum=maximum))
        if first and row["release_on"] > first:
            part.add_error("release_on", _("Die Fortbildung hat dann schon begonnen."))
        if groups and row["actor_category"] not in groups:
            part.add_error("actor_category", _("Diese Gruppe gehört nicht zu den Zielgruppen."))
    if any(part.errors for _row, part in rows):
        form.add_error(None, reservations.hint)
