"""Signing up in one flow: the form, for people without access a code from a mail, the result."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.accounts.example_codes import code_of_mail
from netzwerk.pagecache import kept
from trainings.enums import RegistrationState
from trainings.models import NoRoomLeft, Registration, SignUpClosed, SignUpRefused
from trainings.offers.actions import send_code, sign_up_guest
from trainings.offers.finding import find_for_sign_up
from trainings.offers.listing import other_dates, row_of
from trainings.offers.own_sign_up import OwnSignUp
from trainings.offers.pending import PendingSignUp, is_too_much
from trainings.offers.sign_up_forms import ConfirmCodeForm, GuestSignUpForm, all_categories
from trainings.offers.states import offer_state
from trainings.seats import seat_plan

DONE_KEY = "trainings-signed-up"
FIRST = "ab"


@login_not_required
@never_cache
def event_register(request, slug):
    """The form; with access for oneself and colleagues, without it the first of two steps."""
    event = find_for_sign_up(request, slug)
    if request.method != "POST" and not offer_state(event).can_sign_up:
        return closed_page(request, event)
    if request.user.is_authenticated:
        return register_own(request, event)
    return register_guest(request, event)


@login_not_required
@never_cache
def event_code(request, slug):
    """The second step without access: the code that came by mail."""
    event = find_for_sign_up(request, slug)
    pending = PendingSignUp.of(request, event)
    if pending is None:
        if _done_pks(request, event):
            return redirect("trainings:event-registered", slug)
        messages.info(request, _("Beginnen Sie bitte neu: Diese Anmeldung wartet auf keinen Code mehr."))
        return redirect("trainings:event-register", slug)
    if request.POST.get("action") == "resend":
        return send_again(request, event, pending)
    form = ConfirmCodeForm(request.POST or None, code=pending.code, slug=slug)
    if request.method == "POST" and not pending.is_awaited:
        return code_page(request, event, pending, is_outdated=True)
    if form.is_valid():
        return confirm_guest(request, event, pending)
    if form.is_bound and form.data.get("code", "").strip():
        pending.record_invalid_attempt()
    return code_page(request, event, pending, form=form, is_outdated=not pending.is_awaited)


@login_not_required
@never_cache
def event_registered(request, slug):
    """What came of it, for whoever has just signed up."""
    event = find_for_sign_up(request, slug)
    rows = _rows_done(request, event)
    return result_page(request, event, rows) if rows else redirect(event)


def register_guest(request, event):
    categories = _categories(request, event)
    pending = PendingSignUp.of(request, event)
    form = GuestSignUpForm(request.POST or None, categories=categories, initial=pending.values if pending else None)
    if not form.is_valid():
        return form_page(request, event, form)
    refusal = _refusal(event, form.cleaned_data["actor_category"])
    if refusal:
        return refused_page(request, event, form, refusal)
    if is_too_much(request, form.cleaned_data["email"]):
        return form_page(request, event, form, is_flood=True)
    values = form.cleaned_data | {"actor_category": str(form.cleaned_data["actor_category"].pk)}
    pending = PendingSignUp.begin(request, event, values)
    send_code(event=event, pending=pending)
    return code_page(request, event, pending)


def confirm_guest(request, event, pending):
    """Registers, now that the address is shown to be theirs; what was refused stays in the form."""
    categories = _categories(request, event)
    form = GuestSignUpForm(pending.values, categories=categories)
    if not form.is_valid():  # a group that is gone meanwhile
        return form_page(request, event, form)
    try:
        rows = sign_up_guest(event=event, category=form.cleaned_data["actor_category"], pending=pending)
    except SignUpRefused as refusal:
        pending.forget()
        return refused_page(request, event, form, refusal)
    pending.forget()
    remember_done(request, event, rows)
    is_old = rows[0].registered_at < pending.begun_at
    return result_page(request, event, rows, is_old=is_old)


def send_again(request, event, pending):
    if is_too_much(request, pending.email):
        return code_page(request, event, pending, is_flood=True)
    pending.renew()
    send_code(event=event, pending=pending)
    return code_page(request, event, pending, is_new=True)


def register_own(request, event):
    """Oneself and colleagues; „noch eine Person“ only adds a row."""
    sign_up = OwnSignUp(request, event, _categories(request, event))
    others = []
    if sign_up.is_sent and sign_up.is_valid():
        try:
            rows = sign_up.save()
        except SignUpRefused as refusal:
            sign_up.show(refusal)
            others = other_dates(event)
        else:
            return redirect(_address_of_result(event, first=rows[0]))
    context = {"colleagues": sign_up.colleagues, "own": sign_up.own, "can_add": sign_up.can_add, "others": others}
    return form_page(request, event, sign_up.form, is_flood=sign_up.is_flood, **context)


def _address_of_result(event, *, first):
    """With access: the registrations of one's own from this number on; that needs no session."""
    query = urlencode({FIRST: first.number})
    return f"{reverse('trainings:event-registered', args=[event.slug])}?{query}"


def _rows_done(request, event):
    """Those of them that still hold or want a seat: who has given theirs back sees that on the offer's page."""
    live, first = Registration.objects.live().filter(event=event), request.GET.get(FIRST, "")
    if request.user.is_authenticated and first.isascii() and first.isdigit() and len(first) < 10:
        return list(live.visible_to(request.user).filter(number__gte=int(first)))
    pks = _done_pks(request, event)
    return list(live.filter(pk__in=pks)) if pks else []


def remember_done(request, event, rows):
    request.session[DONE_KEY] = {"event": event.pk, "pks": [row.pk for row in rows]}


def _done_pks(request, event):
    done = request.session.get(DONE_KEY) or {}
    return done.get("pks", []) if done.get("event") == event.pk else []


def _categories(request, event):
    """The actor groups one may choose from: those `event` is for, or all in use."""
    in_use = kept(request, "actor categories in use", all_categories)
    return [each for each in in_use if each.pk in event.group_ids] if event.group_ids else in_use


def _refusal(event, category):
    """Why nobody of this group can sign up now, or None: it is said before a code is sent, and decided after it."""
    if not event.is_open:
        return SignUpClosed(event)
    is_full = not event.has_room_to_wait and not seat_plan(event).fits(category.pk)
    return NoRoomLeft() if is_full else None


def refused_page(request, event, form, refusal):
    form.add_error(None, refusal.text)
    return form_page(request, event, form, others=other_dates(event))


def form_page(request, event, form, **context):
    context = {"form": form, "own": [], "colleagues": None, "can_add": False} | context
    return _step(request, "event_register", event, **context)


def code_page(request, event, pending, *, form=None, **context):
    context = {
        "own_address": reverse("trainings:event-code", args=[event.slug]),
        "form": form or ConfirmCodeForm(slug=event.slug),
        "email": pending.email,
        "mailed_code": code_of_mail(pending),
        "is_outdated": False,
        "is_new": False,
    } | context
    return _step(request, "event_code", event, **context)


def closed_page(request, event):
    """Why nobody can sign up now, and where else."""
    reason = NoRoomLeft().text if event.is_open else SignUpClosed(event).text
    return _step(request, "event_closed", event, reason=reason, others=other_dates(event))


def result_page(request, event, rows, *, is_old=False):
    has_seat = any(row.state == RegistrationState.CONFIRMED for row in rows)
    context = {"registrations": rows, "has_seat": has_seat, "is_old": is_old}
    own_address = reverse("trainings:event-registered", args=[event.slug])
    if FIRST in request.GET:
        own_address = request.get_full_path()
    return _step(request, "event_registered", event, own_address=own_address, **context)


def _step(request, name, event, *, is_flood=False, **context):
    """One page of signing up; 429 where too much came and nothing was done.

    `own_address` is where the answer to a form can be read again: the script puts it into the browser's history.
    """
    defaults = {"row": row_of(event), "is_flood": is_flood, "others": [], "registrations": [], "own_address": ""}
    return render(request, f"trainings/offers/{name}.html", defaults | context, status=429 if is_flood else 200)
