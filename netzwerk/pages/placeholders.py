"""Fills `{netzwerk}`, `{anschrift}` and the others from the network when a page is rendered."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from netzwerk.templatetags.netzwerk import law, tel

PLACEHOLDER = re.compile(r"\{(\w*)\}")
NAMES = ("netzwerk", "betreiber", "anschrift", "vertretung", "email", "telefon")
DEFAULT_NAME = "Netzwerk Kinderschutz"


def unknown_placeholders(text):
    """Names in braces that nothing fills, each once."""
    return sorted({f"{{{name}}}" for name in PLACEHOLDER.findall(text) if name not in NAMES})


def filled(html, network):
    """`html` (sanitised) with the network's data; a paragraph or list item whose value is missing is left out."""
    values = _values(network)
    for name in (name for name in NAMES if not values[name]):
        html = _element_with(name).sub("", html)
    text = PLACEHOLDER.sub(lambda match: conditional_escape(values.get(match[1]) or ""), html)
    return mark_safe(law(text))  # noqa: S308 - sanitised when saved, values escaped


def _values(network):
    """HTML or text for every name; empty where the network says nothing."""
    if network is None:
        return dict.fromkeys(NAMES, "") | {"netzwerk": DEFAULT_NAME}
    email, phone = network.imprint_email, network.imprint_phone
    return {
        "netzwerk": network.name,
        "betreiber": network.operator,
        "anschrift": _lines(network.imprint_address),
        "vertretung": network.imprint_representative,
        "email": email and format_html('<a href="mailto:{0}">{0}</a>', email),
        "telefon": phone and format_html('<a href="{}">{}</a>', tel(phone), phone),
    }


def _lines(text):
    return mark_safe("<br>".join(conditional_escape(line) for line in text.splitlines()))  # noqa: S308 - escaped


def _element_with(name):
    """The innermost paragraph or list item that uses `name`."""
    return re.compile(rf"<(p|li)>(?:(?!<(?:p|li)>|</\1>).)*\{{{name}\}}(?:(?!</\1>).)*</\1>\n?", re.DOTALL)
