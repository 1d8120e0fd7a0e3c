"""Topics and kinds of courses."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import PortalFormMixin
from trainings.models import CourseKind, Topic
from trainings.planning.forms.fields import NUMBER_WRONG


class _SubjectForm(PortalFormMixin, forms.ModelForm):
    """A name nobody else has, whatever the case of its letters; what is retired is offered no more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_active"].help_text = _("Ohne Haken wird es nicht mehr angeboten; wo es steht, bleibt es.")
        if self.instance.pk is None:
            del self.fields["is_active"]
        self.helper.layout = Layout(*self.fields, Submit("speichern", self.button))

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if type(self.instance).objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(self.fields["name"].error_messages["unique"])
        return name


class TopicForm(_SubjectForm):
    button = _("Thema speichern")

    class Meta:
        model = Topic
        fields = ["name", "is_mandate", "is_active"]

    wording = {"name": {"required": _("Geben Sie dem Thema einen Namen."), "unique": _("Dieses Thema gibt es schon.")}}


class CourseKindForm(_SubjectForm):
    button = _("Kursart speichern")

    class Meta:
        model = CourseKind
        fields = ["name", "refresher_months", "is_active"]

    wording = {
        "name": {"required": _("Geben Sie der Kursart einen Namen."), "unique": _("Diese Kursart gibt es schon.")},
        "refresher_months": {"invalid": NUMBER_WRONG, "min_value": _("Geben Sie mindestens einen Monat an.")},
    }
    constraint_fields = {"course_kind_refresher_positive": "refresher_months"}
