"""The page that shows both versions of a record two people changed."""

from django.shortcuts import render
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.translation import gettext as _

from members.history import last_change
from netzwerk.versions import conflict_context


def conflict_page(request, form, record, *, rows=(), back=None):
    """Both versions, field by field, with a choice; nothing typed is lost. `back` leads to the record.

    `rows` are pairs of formsets: as sent, and as stored.
    """
    context = conflict_context(form, record, rows) | {
        "saved": _saved_by(last_change(record)),
        "back": back or record.get_absolute_url(),
        "is_internal": True,
    }
    return render(request, "members/conflict.html", context, status=409)


def _saved_by(change):
    if change is None or not change.who:
        return ""
    moment = date(timezone.localtime(change.happened_at), "j. F Y, H:i")
    return _("%(who)s hat am %(moment)s Uhr gespeichert.") % {"who": change.who, "moment": moment}
