"""Requests for advice: to whom they go and when they end.

The log keeps that there was one and for which Jugendamt: neither who asked nor who called back.
"""

from django.db import IntegrityError, transaction
from django.urls import reverse

from members.experts.enums import Route
from members.experts.fallbacks import mailboxes_for
from members.experts.models import AdviceRequest, ExpertDuty, ExpertProfile
from members.experts.models.requests import KEPT_DAYS, AdviceGone, NobodyToAsk
from members.models import Absence
from netzwerk.audit import record_event
from netzwerk.hours import local_day
from netzwerk.mail import absolute_url, queue_mail
from netzwerk.signed_links import make_link

LINK = "advice"  # purpose of the signed links
MAIL_KIND = "advice"


@transaction.atomic
def ask_for_advice(*, token, municipality, profession, phone, window):
    """Keeps the request and writes to those who call back; the form of `token` sent again gives the first one.

    `window` is (start, end) in aware moments. Raises NobodyToAsk.
    """
    found = AdviceRequest.objects.filter(token=token).first()
    if found is not None:
        return found
    route, experts = experts_for(municipality, local_day(window[0]))
    if not experts and not mailboxes_for(municipality):
        raise NobodyToAsk
    starts_at, ends_at = window
    try:
        with transaction.atomic():
            advice = AdviceRequest.objects.create(
                token=token,
                municipality=municipality,
                profession=profession,
                phone=phone,
                window_starts_at=starts_at,
                window_ends_at=ends_at,
                route=route,
            )
    except IntegrityError:  # the same form came twice at once, and the other one was first
        return AdviceRequest.objects.get(token=token)
    advice.experts.set(experts)
    record_event("experts.advice_requested", office=municipality.youth_welfare_office_id)
    write_to_experts(advice, "advice_request")
    return advice


def experts_for(town, day):
    """(route, experts) for a callback on `day`: who has duty, otherwise all who advise in `town`; there may be none."""
    experts = ExpertProfile.objects.current().with_hours_inline()
    absent = set(Absence.objects.current(day).values_list("person", flat=True))
    ready = [each for each in experts if each.mail_address and not each.is_paused(day) and each.person_id not in absent]
    duties = ExpertDuty.objects.on_day(day).filter(youth_welfare_office=town.youth_welfare_office_id)
    on_duty = set(duties.values_list("expert", flat=True))
    if found := [expert for expert in ready if expert.pk in on_duty]:
        return Route.DUTY, found
    found = [expert for expert in ready if expert.serves(town)]
    return (Route.TOWN, found) if found else (Route.OFFICE, [])


@transaction.atomic
def confirm_callback(*, advice):
    """Deletes the request, for the callback has been made. Raises AdviceGone if it is not there any more."""
    advice = AdviceRequest.objects.select_for_update().filter(pk=advice.pk).first()
    if advice is None:
        raise AdviceGone
    record_event("experts.advice_confirmed", office=advice.municipality.youth_welfare_office_id)
    advice.delete()


def remind_of_forgotten():
    """Writes once more where the time is over and nobody has confirmed; a second run finds nothing to do."""
    for pk in AdviceRequest.objects.forgotten().values_list("pk", flat=True):
        with transaction.atomic():
            advice = AdviceRequest.objects.forgotten().select_for_update().filter(pk=pk).first()
            if advice is not None:
                advice.mark_reminded()
                write_to_experts(advice, "advice_reminder")


@transaction.atomic
def delete_outdated():
    """Deletes what nobody confirmed; returns how many requests."""
    outdated = AdviceRequest.objects.outdated().select_related("municipality").select_for_update(of=["self"])
    for advice in outdated:
        record_event("experts.advice_outdated", office=advice.municipality.youth_welfare_office_id)
        advice.delete()
    return len(outdated)


def write_to_experts(advice, template):
    """One mail to each: no number, no town, only that somebody waits and where to look."""
    for key, email, user_id in _receivers(advice):
        queue_mail(
            f"members/experts/email/{template}",
            to=email,
            key=f"{template}:{advice.pk}:{key}",
            kind=MAIL_KIND,
            recipient_id=user_id,
            context={"link": _link(advice, user_id)},
        )


def _receivers(advice):
    """(key, address, user id or None) of everybody who is written to."""
    experts = list(advice.experts.select_related("person"))
    if experts:
        return [(f"expert:{each.pk}", each.mail_address, each.person.user_id) for each in experts]
    return [(mailbox.key, mailbox.email, None) for mailbox in mailboxes_for(advice.municipality)]


def _link(advice, user_id):
    """Who can sign in does so; a mailbox gets a link that opens this one request."""
    if user_id:
        return absolute_url(reverse("experts:advice-list"))
    return make_link(LINK, advice, days=KEPT_DAYS, view_name="experts:advice-link")
