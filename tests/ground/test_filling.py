"""Pieces of HTML that are filled in Python stay as safe as a template."""

import pytest
from django import forms
from django.template import engines
from django.utils.safestring import mark_safe

from netzwerk.filling import fill

ROWS = "{% filled rows %}<li>{name}{more}</li>{% endfilled %}"


def rendered(source, **context):
    return engines["django"].from_string(source).render(context)


def test_values_are_escaped_and_safe_ones_stay():
    assert fill("<b>{a}</b>{b}", a="<i>&", b=mark_safe("<u>")) == "<b>&lt;i&gt;&amp;</b><u>"


def test_rows_stand_one_after_the_other_each_with_its_own_values():
    rows = [{"name": "<Ada>", "more": ""}, {"name": "{more}", "more": 1}]

    assert rendered(ROWS, rows=rows) == "<li>&lt;Ada&gt;</li><li>{more}1</li>"
    assert rendered(ROWS, rows=[]) == ""


def test_inside_of_rows_sees_no_variable_of_the_page():
    source = "{% filled rows %}{{ secret }}{name}{% endfilled %}"

    assert rendered(source, rows=[{"name": "Ada"}], secret="{name}") == "Ada"  # noqa: S106


class Filter(forms.Form):
    suche = forms.CharField(required=False, max_length=9)
    art = forms.ChoiceField(required=False, choices=[("", "alle"), (1, "<eins>"), ("b", "zwei")])
    von = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


@pytest.mark.parametrize("data", [{}, {"suche": '"><b>', "art": "1", "von": "2026-11-22"}])
def test_control_of_a_filter_is_what_django_would_write(data):
    form = Filter(data)

    for field in form:
        widget = field.field.widget
        kind = "select" if isinstance(widget, forms.Select) else "input"
        ours = rendered("{% filter_control field %}", field=field)
        django = field.as_widget(attrs={"class": f"kern-form-input__{kind}"})
        assert parsed(ours) == parsed(django)


def parsed(html):
    return sorted(html.replace("\n", "").replace("  ", "").replace(">", " >").replace("<", "< ").split())
