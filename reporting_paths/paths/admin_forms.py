"""Forms of the administration: agreed deadlines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting_paths.paths.enums import VersionStatus
from reporting_paths.paths.models import ReportingStep


def steps_with_key():
    """Steps in force whose deadline a Jugendamt may agree."""
    steps = ReportingStep.objects.filter(version__status=VersionStatus.PUBLISHED).exclude(deadline_key="")
    return steps.order_by("version__path__sort", "version__path__number", "sort")


def key_choices():
    """Every key once, in the order of the paths."""
    return [(key, key) for key in dict.fromkeys(steps_with_key().values_list("deadline_key", flat=True))]


class LocalDeadlineForm(forms.ModelForm):
    deadline_key = forms.ChoiceField(label=_("Kennung der Frist"), choices=key_choices)

    class Meta:
        labels = {"office": _("Jugendamt"), "path": _("Meldeweg")}

    def clean(self):
        """Refuses a key that the path does not have."""
        cleaned = super().clean()
        path, key = cleaned.get("path"), cleaned.get("deadline_key")
        if path and key:
            known = steps_with_key().filter(version__path=path).values_list("deadline_key", flat=True)
            if key not in known:
                allowed = ", ".join(known) or _("keine")
                self.add_error("deadline_key", _("In diesem Meldeweg gibt es: {keys}.").format(keys=allowed))
        return cleaned
