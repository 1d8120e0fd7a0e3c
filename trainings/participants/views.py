"""Registrations as the coordination sees them: the list of an event, one person, adding, mails to many."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.history import history_of
from netzwerk.keyset import keyset_page
from netzwerk.mail.compose import render_text
from netzwerk.mail.queue import sender_name
from netzwerk.permissions import enforce
from netzwerk.tables import csv_bytes, xlsx_bytes
from trainings.enums import EventStatus, RegistrationSource, RegistrationState
from trainings.models import AlreadyRegistered, NotLive, Registration, SignUpRefused, TrainingEvent
from trainings.participants.actions import (
    NoSeatFree,
    change_registration,
    give_seat,
    message_context,
    recipients,
    record_export,
    send_message,
)
from trainings.participants.forms import (
    MessageForm,
    RegistrationAddForm,
    RegistrationFilterForm,
    RegistrationForm,
    SeatForm,
)
from trainings.participants.listing import ORDER, registrations_of, table_of
from trainings.permissions import can_change_event, can_plan
from trainings.planning.views.finding import own_event
from trainings.registrations import mails
from trainings.registrations.actions import Applicant, give_back, register
from trainings.seats import seat_plan

PAGE_SIZE = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@never_cache
def registration_list(request, pk):
    """Everybody who signed up, in the order of their numbers."""
    event = own_event(request, pk)
    form = RegistrationFilterForm(request.GET)
    found = registrations_of(event, form.cleaned_data)
    context = {
        "event": event,
        "form": form,
        "page": keyset_page(found, order=ORDER, params=request.GET, size=PAGE_SIZE),
        "query": urlencode(form.query),
        "may_add": _takes_people(event),
        "is_internal": True,
    }
    return render(request, "trainings/participants/registration_list.html", context)


@never_cache
@require_POST
def registration_export(request, pk, kind):
    """The filtered list as a file; noted in the log every time."""
    event = own_event(request, pk)
    form = RegistrationFilterForm(request.GET)
    rows = table_of(registrations_of(event, form.cleaned_data).order_by(*ORDER))
    record_export(event=event, kind=kind, count=len(rows) - 1, by=request.user)
    content = csv_bytes(rows) if kind == "csv" else xlsx_bytes({_("Anmeldungen"): rows})
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="anmeldungen-{event.slug}.{kind}"'
    return response


@never_cache
def registration_add(request, pk):
    """Signs somebody up; `?von=` fills the form with a registration that ended."""
    event = own_event(request, pk)
    form = RegistrationAddForm(request.POST or None, initial=_initial(event, request.GET.get("von", "")))
    if form.is_valid() and (made := _added(event, form, request.user)):
        messages.success(request, _said_of_new(made))
        return redirect("trainings:registration-list", event.pk)
    context = {"event": event, "form": form, "may_add": _takes_people(event), "is_internal": True}
    return render(request, "trainings/participants/registration_add.html", context)


@never_cache
def registration_detail(request, pk):
    """One registration, and what can be done with it."""
    registration = _own_registration(request, pk)
    context = {
        "event": registration.event,
        "registration": registration,
        "position": registration.position,
        "has_presence": bool(registration.presence),
        "may_seat": registration.state in (RegistrationState.WAITING, RegistrationState.OFFERED)
        and registration.event.status == EventStatus.PUBLISHED,
        "may_add": not registration.is_live and _takes_people(registration.event),
        "history": history_of(registration),
        "is_internal": True,
    }
    return render(request, "trainings/participants/registration_detail.html", context)


@never_cache
def registration_update(request, pk):
    """Corrects name, house, group and needs."""
    registration = _own_registration(request, pk)
    form = RegistrationForm(request.POST or None, instance=registration)
    if form.is_valid():
        change_registration(registration=registration, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect("trainings:registration-detail", pk)
    return _page(request, "registration_update", registration, form=form)


@never_cache
def registration_seat(request, pk):
    """Gives a seat to somebody on the list; where none is free, on purpose."""
    registration = _own_registration(request, pk)
    fits = _fits(registration)
    form = SeatForm(request.POST if request.method == "POST" else None, fits=fits)
    if form.is_valid():
        try:
            give_seat(registration=registration, overbook=form.cleaned_data.get("overbook", False), by=request.user)
        except NoSeatFree:
            form = SeatForm(fits=False)
            fits = False
        except NotLive as refusal:
            messages.error(request, refusal.text)
            return redirect("trainings:registration-detail", pk)
        else:
            messages.success(request, _("%(name)s hat jetzt einen Platz.") % {"name": registration.full_name})
            return redirect("trainings:registration-detail", pk)
    return _page(request, "registration_seat", registration, form=form, fits=fits)


@never_cache
def registration_return(request, pk):
    """Takes somebody off the list after a question."""
    registration = _own_registration(request, pk)
    if request.method == "POST":
        try:
            give_back(registration=registration, by=request.user, force=True)
        except SignUpRefused as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("%(name)s ist abgemeldet.") % {"name": registration.full_name})
        return redirect("trainings:registration-detail", pk)
    return _page(request, "registration_return", registration)


@never_cache
def registration_message(request, pk):
    """A mail to all in chosen states: written, looked at, sent."""
    event = own_event(request, pk)
    form = MessageForm(request.POST or None, initial={"states": [RegistrationState.CONFIRMED]})
    preview = None
    if form.is_valid():
        reached = recipients(event, form.cleaned_data["states"])
        if "senden" in request.POST and form.was_shown:
            return _sent(request, event, form)
        preview = _preview(event, form, reached)
        if preview["count"]:
            form.offer_to_send(_send_label(preview["count"]))
    context = {"event": event, "form": form, "preview": preview, "is_internal": True}
    return render(request, "trainings/participants/registration_message.html", context)


def _own_registration(request, pk):
    enforce(can_plan, request.user)
    seen = TrainingEvent.objects.planned_by(request.user)
    rows = Registration.objects.filter(event__in=seen)
    registration = get_object_or_404(rows.select_related("event__youth_welfare_office", "actor_category"), pk=pk)
    enforce(can_change_event, request.user, registration.event)
    return registration


def _page(request, name, registration, **context):
    context |= {"event": registration.event, "registration": registration, "is_internal": True}
    return render(request, f"trainings/participants/{name}.html", context)


def _takes_people(event):
    return event.status in (EventStatus.PUBLISHED, EventStatus.HELD) and not event.is_external


def _fits(registration):
    if registration.state == RegistrationState.OFFERED:
        return True
    return seat_plan(registration.event).fits(registration.actor_category_id)


def _initial(event, key):
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return {}
    fields = ("first_name", "last_name", "email", "organisation", "organisation_name", "actor_category")
    return event.registrations.filter(pk=int(key)).values(*fields).first() or {}


def _added(event, form, user):
    """The new Registration, or None with the refusal at the form."""
    values = {name: form.cleaned_data[name] for name in form.fields if name != "overbook"}
    try:
        (made,) = register(
            event=event,
            applicants=[Applicant(**values)],
            source=RegistrationSource.COORDINATION,
            by=user,
            force=True,
            overbook=form.cleaned_data["overbook"],
        )
    except AlreadyRegistered as refusal:
        form.add_error("email", refusal.text)
    except SignUpRefused as refusal:
        form.add_error(None, refusal.text)
    else:
        return made
    return None


def _said_of_new(registration):
    if registration.state == RegistrationState.WAITING:
        text = _("%(name)s steht jetzt auf der Warteliste. Es war kein Platz frei.")
    elif registration.is_overbooked:
        text = _("%(name)s hat einen Platz. Die Veranstaltung ist damit bewusst überbucht.")
    else:
        text = _("%(name)s hat einen Platz.")
    return text % {"name": registration.full_name}


def _preview(event, form, reached):
    """How many it reaches, and the mail as the first of them gets it."""
    first = reached.first()
    found = {"count": reached.count(), "subject": form.cleaned_data["subject"], "text": ""}
    if first is not None:
        values = {name: form.cleaned_data[name] for name in ("subject", "text")}
        context = message_context(event, first, **values) | {"network_name": sender_name()}
        context["seat_url"] = _("(persönlicher Link)")
        found["text"] = render_text(f"{mails.FOLDER}/message_body.txt", context)
    return found


def _send_label(count):
    return ngettext("Jetzt an %(n)d Person senden", "Jetzt an %(n)d Personen senden", count) % {"n": count}


def _sent(request, event, form):
    values = {name: form.cleaned_data[name] for name in ("states", "subject", "text", "token")}
    count = send_message(event=event, by=request.user, **values)
    text = ngettext("Die E-Mail geht an %(n)d Person.", "Die E-Mail geht an %(n)d Personen.", count) % {"n": count}
    messages.success(request, text if count else _("Diese E-Mail war schon auf dem Weg."))
    return redirect(reverse("trainings:registration-list", args=[event.pk]))
