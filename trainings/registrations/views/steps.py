"""The steps of one registration, the same on both ways in: see, give back, accept, name a substitute, fetch files.

Each gets a SeatPage and acts by POST only, so a mail scanner that opens a link changes nothing.
"""

from pathlib import PurePath

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from netzwerk.calendars.feeds import feed_response
from trainings.dates import items_of
from trainings.enums import RegistrationState
from trainings.models import AlreadyRegistered, NotLive, SignUpRefused
from trainings.registrations.actions import Applicant, accept_offer, give_back, substitute
from trainings.registrations.forms import SubstituteForm
from trainings.registrations.seats import visible_materials

FOLDER = "trainings/registrations"


def detail(request, page):
    return _render(request, "seat_detail", page)


def leave(request, page, *, by):
    """Asks, then gives back the seat, declines the offer or leaves the list."""
    if request.method != "POST":
        return _render(request, "seat_return", page) if page.can_leave else _back(page)
    former = page.registration.state
    try:
        give_back(registration=page.registration, by=by)
    except NotLive:
        pass  # the second click finds done what the first one did
    except SignUpRefused as refusal:
        messages.error(request, refusal.text)
        return _back(page)
    messages.success(request, _done(former))
    return _back(page)


def accept(request, page, *, by):
    """Takes the offered seat; opened without the button it shows the registration."""
    if request.method == "POST":
        try:
            accept_offer(registration=page.registration, by=by)
        except SignUpRefused as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("Der Platz ist bestätigt. Sie bekommen eine E-Mail mit dem Termin."))
    return _back(page)


def replace(request, page, *, by):
    """Asks who comes instead, then hands over the seat."""
    if not page.can_substitute:
        return _back(page)
    form = SubstituteForm(request.POST or None)
    if form.is_valid() and _substitute(request, form, page, by):
        return _back(page)
    return _render(request, "seat_substitute", page, form=form)


def calendar(request, page):
    """The dates as a calendar file."""
    items = items_of(page.event)
    if not items:
        raise Http404
    return feed_response(request, items, name=page.event.title)


def material(request, page, pk):
    """A file for participants; for everybody else it does not exist."""
    found = [row for row in visible_materials(page) if row.pk == pk and row.file]
    if not found or not found[0].file.storage.exists(found[0].file.name):
        raise Http404
    ending = PurePath(found[0].file.name).suffix
    name = f"{slugify(found[0].title) or 'material'}{ending}"
    return FileResponse(found[0].file.open("rb"), as_attachment=True, filename=name)


def _substitute(request, form, page, by):
    house = page.registration
    applicant = Applicant(
        **form.cleaned_data,
        actor_category=house.actor_category,
        organisation=house.organisation,
        organisation_name=house.organisation_name,
    )
    try:
        row = substitute(registration=page.registration, applicant=applicant, by=by)
    except AlreadyRegistered as refusal:
        form.add_error("email", refusal.text)
        return False
    except SignUpRefused as refusal:
        messages.error(request, refusal.text)
        return True
    messages.success(request, _("Der Platz ist weitergegeben an {name}.").format(name=row.full_name))
    return True


def _done(former):
    return {
        RegistrationState.WAITING: _("Sie haben die Warteliste verlassen."),
        RegistrationState.OFFERED: _("Sie haben den Platz abgelehnt. Wir bieten ihn der nächsten Person an."),
    }.get(former, _("Sie sind abgemeldet. Danke, dass Sie den Platz freigeben."))


def _back(page):
    return redirect(page.entrance.url("detail"))


def _render(request, name, page, **context):
    context |= {"page": page, "registration": page.registration, "event": page.event, "is_internal": page.is_signed_in}
    return render(request, f"{FOLDER}/{name}.html", context)
