"""Values of OpenData as people read them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def as_text(value):
    """Moments and days in words, yes and no, and a dash for nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, datetime):
        return _("%(moment)s Uhr") % {"moment": date_format(timezone.localtime(value), "j. F Y, H:i")}
    if isinstance(value, date):
        return date_format(value, "j. F Y")
    return str(value)


@register.filter
def with_headers(row, headers):
    """The cells of a row, each with the header of its column."""
    return zip(headers, row, strict=True)
