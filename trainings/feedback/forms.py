"""What an answer, a wish and the coordination's decision must be."""

from datetime import timedelta

from crispy_forms.layout import HTML, Field, Fieldset, Layout, Submit
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory
from netzwerk.forms import NO_CASES, PortalFormMixin, SecondaryButton
from netzwerk.versions import VersionedForm
from trainings.enums import EventStatus
from trainings.feedback.enums import NeedState
from trainings.feedback.models import Need
from trainings.feedback.questions import QUESTIONS, REMARK_LENGTH, REMARKS, SCALE
from trainings.models import Topic, TrainingEvent

NO_SINGLE_CASES = _("Bitte keine Angaben zu einzelnen Kindern, Familien oder Fällen.")
ANYWAY = "trotzdem"
SIMILAR_THERE = _("Es gibt schon etwas Ähnliches. Unterstützen Sie es, oder tragen Sie Ihren Wunsch trotzdem ein.")
SIMILAR_PLACE = '{% include "feedback/partials/similar.html" with needs=form.similar only %}'
OFFERED_DAYS = 400  # how far back a training may answer a wish


class EvaluationForm(PortalFormMixin, forms.Form):
    """The questions of one moment."""

    remark = forms.CharField(
        help_text=NO_SINGLE_CASES,
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, moment, **kwargs):
        self.keys = [question.key for question in QUESTIONS[moment]]
        super().__init__(*args, **kwargs)
        for question in QUESTIONS[moment]:
            self.fields[question.key] = forms.TypedChoiceField(
                label=question.text,
                choices=SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Wählen Sie eine Antwort aus: %(question)s") % {"question": question.text},
                    "invalid_choice": _("Wählen Sie eine der fünf Antworten aus."),
                },
            )
        self.fields["remark"].label = REMARKS[moment]
        questions = [Field(key, wrapper_class="nk-scale") for key in self.keys]
        self.helper.layout = Layout(*questions, "remark", Submit("send", _("Rückmeldung senden")))

    @property
    def scores(self):
        return {key: self.cleaned_data[key] for key in self.keys}


class NeedFilterForm(forms.Form):
    """What the list of wishes is narrowed by; the address has German words."""

    suche = forms.CharField(label=_("Thema oder Stichwort"), required=False, max_length=80)
    gruppe = forms.ModelChoiceField(
        label=_("Akteursgruppe"),
        queryset=ActorCategory.objects.filter(is_active=True),
        to_field_name="code",
        required=False,
        empty_label=_("Alle Gruppen"),
    )
    feld = forms.ModelChoiceField(
        label=_("Themenfeld"),
        queryset=Topic.objects.filter(is_active=True),
        required=False,
        empty_label=_("Alle Themenfelder"),
    )
    stand = forms.ChoiceField(label=_("Stand"), required=False, choices=[("", _("Alle")), *NeedState.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gruppe"].label_from_instance = lambda group: group.short_title
        self.fields["suche"].widget.input_type = "search"

    def narrowed(self, needs):
        """`needs` as chosen; what it does not understand it leaves out. A group's are those it wished or supports."""
        self.is_valid()
        values = self.cleaned_data
        if values.get("suche"):
            needs = needs.matching(values["suche"])
        if values.get("gruppe"):
            needs = needs.wanted_by(values["gruppe"])
        if values.get("feld"):
            needs = needs.filter(topic=values["feld"])
        if values.get("stand"):
            needs = needs.filter(state=values["stand"])
        return needs


class GroupMixin:
    """Asks for the actor group only where somebody has seats in several; `group` is the chosen one."""

    def offer_groups(self, groups):
        self.groups = groups
        if len(groups) > 1:
            self.fields["actor_category"] = forms.ModelChoiceField(
                label=_("Für welche Akteursgruppe?"),
                queryset=ActorCategory.objects.filter(pk__in=[group.pk for group in groups]),
                initial=groups[0],
                empty_label=None,
                error_messages={"invalid_choice": _("Wählen Sie eine Ihrer Gruppen aus.")},
            )

    @property
    def group(self):
        return self.cleaned_data.get("actor_category") or self.groups[0]


class NeedForm(GroupMixin, PortalFormMixin, forms.ModelForm):
    """A wish. Where there are similar ones they are shown once; `trotzdem` then lets it through."""

    class Meta:
        model = Need
        fields = ["title", "reason", "topic"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": _("In wenigen Worten, zum Beispiel „Gespräche mit Eltern bei einem Verdacht“."),
            "reason": NO_CASES,
        }

    wording = {"title": {"required": _("Nennen Sie das Thema.")}}

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        topics = self.fields["topic"]
        topics.queryset, topics.empty_label = Topic.objects.filter(is_active=True), _("keines davon")
        self.offer_groups(groups)
        self.similar = []
        self.helper.layout = self._layout(Submit("save", _("Bedarf eintragen")))

    def clean(self):
        values = super().clean()
        if values.get("title") and ANYWAY not in self.data:
            self.similar = list(Need.objects.similar_to(values["title"]))
            if self.similar and not self.errors:
                self.helper.layout = self._layout(SecondaryButton(_("Trotzdem eintragen"), name=ANYWAY))
                raise forms.ValidationError(SIMILAR_THERE)
        return values

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _layout(self, button):
        names = list(self.fields)
        return Layout(names[0], HTML(SIMILAR_PLACE), *names[1:], button)


class SupportForm(GroupMixin, forms.Form):
    """One click; with seats in several groups, for which of them."""

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_groups(groups)


class NeedDecideForm(VersionedForm, PortalFormMixin, forms.ModelForm):
    """The coordination's answer; `user` is offered the trainings they may see."""

    class Meta:
        model = Need
        fields = ["state", "event", "answer", "topic"]
        widgets = {"state": forms.RadioSelect, "answer": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "event": _("Wer sich das Thema gewünscht hat, erfährt davon, sobald die Fortbildung veröffentlicht ist."),
            "answer": _("Lesen alle Mitglieder. Bei einer Ablehnung der Grund."),
        }

    wording = {"state": {"required": _("Wählen Sie aus, wie es weitergeht.")}}
    constraint_fields = {"need_declined_with_a_reason": "answer"}

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = NeedState.choices
        events = self.fields["event"]
        events.queryset, events.empty_label = self._events(), _("noch keine")
        events.label_from_instance = _with_day
        self.fields["topic"].empty_label = _("keines")
        self.helper.layout = Layout(
            "version",
            Fieldset(_("Antwort"), "state", "event", "answer"),
            "topic",
            Submit("save", _("Antwort speichern")),
        )

    def for_record(self, record):
        return type(self)(instance=record, user=self.user)

    def clean(self):
        values = super().clean()
        if values.get("state") == NeedState.FULFILLED and "event" in values and not values["event"]:
            self.add_error("event", _("Wählen Sie die Fortbildung aus, die den Bedarf erfüllt."))
        if values.get("state") in (NeedState.OPEN, NeedState.DECLINED):
            values["event"] = None
        return values

    def _events(self):
        since = timezone.now() - timedelta(days=OFFERED_DAYS)
        offered = Q(starts_at=None) | Q(starts_at__gte=since) | Q(pk=self.instance.event_id)
        events = TrainingEvent.objects.planned_by(self.user).filter(offered)
        return events.exclude(Q(status=EventStatus.CANCELLED) & ~Q(pk=self.instance.event_id)).order_by(
            "-starts_at", "-pk"
        )


def _with_day(event):
    day = timezone.localdate(event.starts_at).strftime("%d.%m.%Y") if event.starts_at else event.get_status_display()
    return f"{event.title} ({day})"
