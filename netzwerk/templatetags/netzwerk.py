"""Template tags every page has at hand (built in, no `load`)."""

import re

from django import template
from django.forms import Select
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from netzwerk.filling import fill
from netzwerk.pagecache import kept, kept_for_guests

register = template.Library()

NOT_DIGIT = re.compile(r"[^\d+]")
OPTION, SELECTED = '<option value="{value}"{chosen}>{label}</option>', mark_safe(" selected")


@register.filter
def tel(number):
    """`tel:` address of a telephone number as people write it; German numbers get +49, short ones stay."""
    digits = NOT_DIGIT.sub("", number)
    if digits.startswith("0") and not digits.startswith("00") and not digits.startswith("0800"):
        digits = "+49" + digits[1:]
    return f"tel:{digits}"


@register.filter
def hidden_initial(field):
    """What the form was opened with, for fields whose choices are written one by one."""
    return field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""


@register.filter
def breakable(address):
    """A mail address that is broken before its @ where the line is too short for it."""
    return mark_safe(conditional_escape(address).replace("@", "<wbr>@"))  # noqa: S308 - escaped


@register.simple_tag
def icon(name, family="nk"):
    """An icon beside a word; `family` is `nk` (ours) or `kern`."""
    return format_html('<span class="{0}-icon {0}-icon--{1}" aria-hidden="true"></span>', family, name)


@register.simple_tag
def filter_control(field):
    """The select (without groups) or input of a filter, in one piece: Django renders a template for each option."""
    widget = field.field.widget
    attrs = widget.attrs | {"name": field.html_name, "id": field.id_for_label}
    if isinstance(widget, Select):
        attrs["class"] = "kern-form-input__select"
        return fill("<select{attrs}>{options}</select>", attrs=flatatt(attrs), options=_options(field))
    value = widget.format_value(field.value())
    attrs = {"type": widget.input_type} | attrs | {"class": "kern-form-input__input"}
    return fill("<input{attrs}>", attrs=flatatt(attrs | ({"value": value} if value else {})))


def _options(field):
    chosen = str(field.value() or "")
    pieces = (
        fill(OPTION, value=value, label=label, chosen=SELECTED if str(value) == chosen else "")
        for value, label in field.field.choices
    )
    return mark_safe("".join(pieces))  # noqa: S308 - each is filled


@register.filter
def law(text):
    """A citation with non-breaking spaces behind § and its parts."""
    return re.sub(r"(§§?|Abs\.|Satz|Nr\.|SGB) (?=[\dIVXa-z])", "\\1\u00a0", text)


class KeptPartNode(template.Node):
    """One place in one template: the node itself is the name under which its text is kept."""

    def __init__(self, nodelist, keys):
        self.nodelist, self.keys = nodelist, keys

    def render(self, context):
        name = (self, *(key.resolve(context, ignore_failures=True) for key in self.keys))
        return kept_for_guests(getattr(context, "request", None), name, lambda: self._render(context))

    def _render(self, context):
        with context.push(csrf_token=None):  # a form's token is one reader's own
            return self.nodelist.render(context)


@register.tag
def kept_part(parser, token):
    """`{% kept_part key … %}…{% endkept_part %}`: text rendered once per content stamp and keys for anonymous readers.

    The keys name everything the text depends on besides public rows: which page is open, which town was chosen, until
    when an answer holds. No `block` and nothing of a reader's own may stand inside.
    """
    keys = [parser.compile_filter(key) for key in token.split_contents()[1:]]
    return KeptPartNode(_inside(parser, "endkept_part"), keys)


class SharedPartNode(template.Node):
    """Its inside sees nothing but what the tag hands on, so that nothing of one reader's gets to another."""

    def __init__(self, nodelist, given, keys):
        self.nodelist, self.given, self.keys = nodelist, given, keys

    def render(self, context):
        keys = {name: value.resolve(context, ignore_failures=True) for name, value in self.keys.items()}
        return kept(getattr(context, "request", None), (self, *keys.values()), lambda: self._render(context, keys))

    def _render(self, context, keys):
        given = {name: context[name] for name in self.given}
        return self.nodelist.render(context.new(given | keys))


@register.tag
def shared_part(parser, token):
    """`{% shared_part variable … name=value … %}…{% endshared_part %}`: text rendered once per content stamp and
    values for all readers, signed in or not.

    Inside one sees the variables, which must be the same for everybody, and the named values, on which the text
    depends.
    """
    given, keys = [], {}
    for part in token.split_contents()[1:]:
        name, is_key, value = part.partition("=")
        if is_key:
            keys[name] = parser.compile_filter(value)
        else:
            given.append(name)
    return SharedPartNode(_inside(parser, "endshared_part"), given, keys)


class FilledNode(template.Node):
    """Its inside sees no variable, so it stays what it was rendered to first."""

    def __init__(self, nodelist, rows):
        self.nodelist, self.rows = nodelist, rows
        self.text = None

    def render(self, context):
        if self.text is None:
            self.text = self.nodelist.render(context.new())
        return mark_safe("".join([fill(self.text, **row) for row in self.rows.resolve(context)]))  # noqa: S308


@register.tag
def filled(parser, token):
    """`{% filled rows %}<li>{name}</li>{% endfilled %}`: the inside once for each row, a dictionary of its values.

    For long lists: a value costs a tenth of a variable. What depends on a condition, Python prepares by `fill`.
    """
    _name, rows = token.split_contents()
    return FilledNode(_inside(parser, "endfilled"), parser.compile_filter(rows))


def _inside(parser, end):
    nodelist = parser.parse([end])
    parser.delete_first_token()
    return nodelist
