"""Material for participants: a file or an address."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import NO_CASES, PortalFormMixin, UrlField
from trainings.models import Material
from trainings.planning.files import ACCEPTED, MAX_BYTES, TOO_LARGE, check_file
from trainings.planning.forms.fields import ADDRESS_WRONG


class MaterialForm(PortalFormMixin, forms.ModelForm):
    class Meta:
        model = Material
        fields = ["title", "time", "file", "url"]
        field_classes = {"url": UrlField}
        widgets = {
            "time": forms.RadioSelect,
            "file": forms.FileInput(attrs={"accept": ACCEPTED, "data-max-bytes": MAX_BYTES}),
        }
        help_texts = {
            "title": NO_CASES,
            "file": _("PDF, Bild oder Datei aus Word, Excel, PowerPoint oder LibreOffice, höchstens 10 MB."),
            "url": _("Statt einer Datei."),
        }

    wording = {
        "title": {"required": _("Geben Sie dem Material eine Bezeichnung.")},
        "time": {"required": _("Wählen Sie, ab wann man es sieht.")},
        "file": {"empty": _("Die Datei ist leer.")},
        "url": {"invalid": ADDRESS_WRONG},
    }
    constraint_fields = {"training_material_file_or_address": "file"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-too-large"] = TOO_LARGE
        self.helper.attrs["data-upload"] = ""
        self.helper.layout = Layout("title", "time", "file", "url", Submit("speichern", _("Material hinzufügen")))

    @classmethod
    def refused(cls, message):
        """The form with one mistake at the file, without reading what was sent."""
        form = cls({})
        form.errors.clear()
        form.add_error("file", message)
        return form

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            check_file(file)
        return file

    def clean(self):
        cleaned = super().clean()
        has_mistake = self.has_error("file") or self.has_error("url")
        if not has_mistake and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Geben Sie entweder eine Datei oder eine Adresse an."))
        return cleaned
