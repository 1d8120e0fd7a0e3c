"""Invitations: who was asked to sign in for the first time, who has come, and the page behind the link."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.invitations.actions import (
    PURPOSE,
    InvitationImpossible,
    accept_invitation,
    invite_person,
    withdraw_invitation,
)
from members.models import Invitation, Person
from members.permissions import is_coordinator
from netzwerk.jobs.actions import queue_job
from netzwerk.paging import page_of
from netzwerk.permissions import enforce
from netzwerk.signed_links import signed_link

PAGE_SIZE = 50
STATES = {"offen": "open", "abgelaufen": "expired", "angenommen": "accepted", "zurueckgezogen": "withdrawn"}


@never_cache
def invitation_list(request):
    """Who was invited and who has not come yet; `?stand=` is one of STATES."""
    enforce(is_coordinator, request.user)
    people = Person.objects.changeable_by(request.user)
    invitations = Invitation.objects.filter(person__in=people)
    state = request.GET.get("stand")
    shown = invitations.in_state(STATES[state]) if state in STATES else invitations
    context = {
        "page": page_of(request, shown.select_related("person"), size=PAGE_SIZE),
        "state": state if state in STATES else "",
        "states": _states(invitations),
        "waiting": people.can_be_invited().count(),
        "is_internal": True,
    }
    return render(request, "members/invitations/invitation_list.html", context)


@never_cache
@require_POST
def invitation_create(request, pk):
    """Invites one person, or sends the open invitation again."""
    enforce(is_coordinator, request.user)
    person = get_object_or_404(Person.objects.changeable_by(request.user), pk=pk)
    try:
        invitation = invite_person(person=person, by=request.user)
    except InvitationImpossible as problem:
        messages.error(request, str(problem))
    else:
        again = _("Die Einladung ist noch einmal unterwegs. Der Link aus der früheren E-Mail gilt nicht mehr.")
        messages.success(request, again if invitation.times_sent > 1 else _("Die Einladung ist unterwegs."))
    return redirect(_back(request, person))


@never_cache
def invitation_many(request):
    """Asks, then invites everybody without access in the background."""
    enforce(is_coordinator, request.user)
    waiting = Person.objects.changeable_by(request.user).can_be_invited().count()
    if request.method == "POST" and waiting:
        job = queue_job(
            kind="invitations",
            key=f"invitations:{request.user.pk}",
            task="members.invitations.tasks.invite_everybody",
            title=_("Einladungen versenden"),
            by=request.user,
        )
        return redirect(job)
    context = {"waiting": waiting, "is_internal": True}
    return render(request, "members/invitations/invitation_many.html", context)


@never_cache
def invitation_withdraw(request, pk):
    """Asks, then makes the link worthless."""
    enforce(is_coordinator, request.user)
    people = Person.objects.changeable_by(request.user)
    invitation = get_object_or_404(Invitation.objects.select_related("person").filter(person__in=people), pk=pk)
    if request.method == "POST":
        try:
            withdraw_invitation(invitation=invitation, by=request.user)
            messages.success(request, _("Die Einladung ist zurückgezogen."))
        except InvitationImpossible as problem:
            messages.error(request, str(problem))
        return redirect("members:invitation-list")
    context = {"invitation": invitation, "is_internal": True}
    return render(request, "members/invitations/invitation_withdraw.html", context)


@signed_link(PURPOSE, Invitation)
def invitation_accept(request, invitation):
    """Shows what the invitation is for (GET) and signs the person in (POST); a mail scanner changes nothing."""
    if request.user.is_authenticated and request.user.email.lower() != invitation.email.lower():
        return render(request, "members/invitations/invitation_other.html", {"invitation": invitation}, status=409)
    if request.method != "POST":
        seats = invitation.person.memberships.current().select_related("organisation")
        context = {"invitation": invitation, "person": invitation.person, "seats": seats}
        return render(request, "members/invitations/invitation_accept.html", context)
    user = accept_invitation(invitation=invitation)
    messages.success(request, _("Willkommen im Netzwerk. Legen Sie jetzt fest, wie Sie sich künftig anmelden."))
    if request.user.is_authenticated:
        return redirect("accounts:access")
    return perform_login(request, user, email_verification="none", redirect_url=reverse("accounts:access"))


def _states(invitations):
    """Pills of the list: (value, label, count)."""
    labels = {
        "offen": _("noch offen"),
        "abgelaufen": _("abgelaufen"),
        "angenommen": _("angenommen"),
        "zurueckgezogen": _("zurückgezogen"),
    }
    return [(value, labels[value], invitations.in_state(STATES[value]).count()) for value in STATES]


def _back(request, person):
    """Back to the list one came from, otherwise to the person."""
    return "members:invitation-list" if request.POST.get("zurueck") == "liste" else person
