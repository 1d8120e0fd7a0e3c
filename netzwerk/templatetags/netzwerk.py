"""Template tags every page has at hand (built in, no `load`)."""

import re

from django import template
from django.utils.html import format_html

from netzwerk.addresses import readable_email

register = template.Library()

register.filter(readable_email)

NOT_DIGIT = re.compile(r"[^\d+]")


@register.filter
def tel(number):
    """`tel:` address of a telephone number as people write it; German numbers get +49, short ones stay."""
    digits = NOT_DIGIT.sub("", number)
    if digits.startswith("0") and not digits.startswith("00") and not digits.startswith("0800"):
        digits = "+49" + digits[1:]
    return f"tel:{digits}"


@register.simple_tag
def icon(name, family="nk"):
    """An icon beside a word; `family` is `nk` (ours) or `kern`."""
    return format_html('<span class="{0}-icon {0}-icon--{1}" aria-hidden="true"></span>', family, name)


@register.filter
def law(text):
    """A citation with non-breaking spaces behind § and its parts."""
    return re.sub(r"(§§?|Abs\.|Satz|Nr\.|SGB) (?=[\dIVXa-z])", "\\1\u00a0", text)
