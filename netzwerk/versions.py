"""Two people change the same record: the second is shown both versions and loses nothing.

A record has a `version` that grows with every change made in a form. An action locks the row and compares
(`lock_version`); a view that gets Outdated shows `conflict_context(form, outdated.record)` with
`components/conflict.html`. What is chosen there comes back to the same view as an ordinary post.
"""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

CHOICE = "wahl-"
MINE, THEIRS = "meine", "gespeicherte"


class Outdated(Exception):
    """Somebody saved the record meanwhile; `record` is as they saved it."""

    def __init__(self, record):
        super().__init__(f"{record._meta.label} {record.pk} is at version {record.version}")
        self.record = record


def lock_version(record, version):
    """The row of `record`, locked until the transaction ends. Raises Outdated unless it is at `version`."""
    row = type(record)._base_manager.select_for_update(no_key=True).get(pk=record.pk)
    if row.version != version:
        raise Outdated(row)
    return row


def save_version(row, values):
    """Saves `values` (field → value) that differ as the next version of a locked row; returns the changed fields."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.version += 1
        row.save(update_fields=[*changed, "version"])
    return changed


@dataclass(frozen=True)
class Difference:
    """A field of which there are two versions; `chosen` is the one marked at first."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str

    @property
    def choice_name(self):
        return CHOICE + self.name


class VersionedForm:
    """Mixin of a ModelForm: carries the version it was opened with, and what the fields said then."""

    def __init__(self, data=None, *args, instance=None, **kwargs):
        super().__init__(data, *args, instance=instance, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=self.instance.version)
        if self.is_bound:
            self.data = self._decided(self.data)

    def for_record(self, record):
        """The same form, unbound, for `record`."""
        return type(self)(instance=record)

    @property
    def values(self):
        """The fields' values, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def _decided(self, data):
        """`data` with the stored value wherever that one was chosen."""
        data = data.copy()
        stored = stored_strings(self)
        for name in self.fields:
            if data.get(CHOICE + name) == THEIRS:
                data.setlist(name, stored[name])
            data.pop(CHOICE + name, None)
        return data


def stored_strings(form):
    """What a browser would send for the instance's values: field → list of strings."""
    return {name: _strings(form, name) for name in form.fields if name != "version"}


def conflict_context(form, record, rows=()):
    """Both versions for `components/conflict.html`: `differences`, and `kept` to be sent along (name, value).

    `rows` are pairs of formsets (netzwerk.row_forms): as sent, and as stored.
    """
    theirs = form.for_record(record)
    names = [name for name in form.fields if name != "version"]
    differences = [_difference(form, theirs, name) for name in names if _text(form, name) != _text(theirs, name)]
    kept = [("version", record.version)]
    for name in names:
        kept += [(name, value) for value in form.data.getlist(name)]
        kept += [(theirs[name].html_initial_name, value) for value in _strings(theirs, name)]
    for mine, stored in rows:
        differences += filter(None, [mine.difference_to(stored)])
        kept += mine.sent_again(stored)
    return {"differences": differences, "kept": kept, "record": record}


def _difference(form, theirs, name):
    chosen = MINE if name in form.changed_data else THEIRS
    return Difference(name, str(form.fields[name].label), _text(form, name), _text(theirs, name), chosen)


def _strings(form, name):
    field = form.fields[name]
    return as_sent(field, form.get_initial_for_field(field, name))


def as_sent(field, value):
    """What a browser would send for `value` of `field`: a list of strings."""
    value = field.prepare_value(value)
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    value = field.widget.format_value(value)
    return [str(part) for part in (value if isinstance(value, list) else [value]) if part is not None]


def _text(form, name):
    """A field's value as people read it."""
    field = form.fields[name]
    value = form.cleaned_data.get(name) if form.is_bound else _stored_value(form, name)
    if isinstance(value, bool):
        return str(_("ja") if value else _("nein"))
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        value = ", ".join(sorted(_label(field, each) for each in value or ()))
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        value = _label(field, value)
    elif isinstance(value, datetime):
        value = timezone.localtime(value)
    return str(formats.localize(value)) if value not in (None, "") else str(_("(leer)"))


def _label(field, value):
    """How one choice of a field is called."""
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    return str(dict(field.choices).get(value, value))


def _stored_value(form, name):
    """The instance's value as the field would give it: a row instead of its key."""
    value = form.get_initial_for_field(form.fields[name], name)
    try:
        return form.fields[name].to_python(value)
    except ValidationError:
        return value
