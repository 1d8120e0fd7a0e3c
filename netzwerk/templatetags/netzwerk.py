"""Template tags every page has at hand (built in, no `load`)."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from netzwerk.pagecache import kept

register = template.Library()

NOT_DIGIT = re.compile(r"[^\d+]")


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
        return kept(getattr(context, "request", None), name, lambda: self._render(context))

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
    nodelist = parser.parse(["endkept_part"])
    parser.delete_first_token()
    return KeptPartNode(nodelist, keys)
