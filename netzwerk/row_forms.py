"""Rows of a record in its form: hours, closures. They count as one value, taken or left as a whole."""

from django import forms

from netzwerk.versions import CHOICE, MINE, THEIRS, Difference, as_sent


class BaseRowsFormSet(forms.BaseFormSet):
    """`rows` after validation: what the record's rows are made of. Built from the rows that are `stored`.

    A subclass names its `key` (in addresses of fields), `label`, the `names` of a row's fields, the label of deleting
    one, the `hint` at the form for mistakes below, and says rows in words (`text_of`). Where a row is entered by other
    fields than it has, `initial_of` tells their values.
    """

    key = label = delete_label = hint = ""
    names = ()

    def __init__(self, data=None, *, stored=()):
        self.stored = [{name: getattr(row, name) for name in self.names} for row in stored]
        if data and data.get(CHOICE + self.key) == THEIRS:
            data = self._stored_as_sent()
        super().__init__(data, initial=None if data else self._initial(), prefix=self.key)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.delete_label

    @property
    def rows(self):
        return [row for row, _form in self.kept()]

    @property
    def opened_name(self):
        """Field that says what the rows were when the page was opened."""
        return f"{self.key}-vorher"

    @property
    def opened_text(self):
        return self.data.get(self.opened_name, "") if self.is_bound else self.text_of(self.stored)

    def initial_of(self, row):
        """The values of the fields for a stored row."""
        return row

    def text_of(self, rows):
        """`rows` as people read them."""
        raise NotImplementedError

    def kept(self):
        """Pairs (row, form) of what is neither empty, wrong nor to be deleted."""
        return [
            ({name: form.cleaned_data[name] for name in self.names}, form)
            for form in self.forms
            if not form.errors and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def difference_to(self, theirs):
        """The Difference to the stored rows of the formset `theirs`, or None."""
        mine, stored = self.text_of(self.rows), theirs.text_of(theirs.stored)
        if mine == stored:
            return None
        return Difference(self.key, str(self.label), mine, stored, THEIRS if mine == self.opened_text else MINE)

    def sent_again(self, theirs):
        """What has to be sent along (name, value), so that either can be chosen."""
        own = [name for name in self.data if name.startswith(f"{self.key}-") and name != self.opened_name]
        return [(name, self.data[name]) for name in own] + [(self.opened_name, theirs.opened_text)]

    def _initial(self):
        return [self.initial_of(row) for row in self.stored]

    def _stored_as_sent(self):
        """What a browser would send for the stored rows."""
        count = len(self.stored)
        data = {f"{self.key}-TOTAL_FORMS": count, f"{self.key}-INITIAL_FORMS": count}
        for number, row in enumerate(self._initial()):
            for name, value in row.items():
                for text in as_sent(self.form.base_fields[name], value):
                    data[f"{self.key}-{number}-{name}"] = text
        return data
