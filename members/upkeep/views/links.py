"""The page behind the link in the mail: look at the data, confirm them, or correct them; no sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from members.enums import Visibility
from members.models import Membership
from members.upkeep.actions.answering import answer_with_correction, confirm_data
from members.upkeep.actions.asking import PURPOSE, AlreadyAnswered
from members.upkeep.fields import label_of, offered_fields
from members.upkeep.forms import CorrectionForm
from members.upkeep.models import Confirmation
from netzwerk.signed_links import LinkExpired, LinkUsed, signed_link


@signed_link(PURPOSE, Confirmation)
def confirmation(request, confirmation):
    """Shows what is stored (GET); „Stimmt so“ (POST) confirms it."""
    _refuse_ended(confirmation)
    if request.method == "POST":
        try:
            confirm_data(confirmation=confirmation)
        except AlreadyAnswered as error:
            raise LinkUsed from error
        return redirect("upkeep:confirmation-thanks")
    token = request.resolver_match.kwargs["token"]
    context = {
        "confirmation": confirmation,
        "record": confirmation.record,
        "values": _stored_values(confirmation.record),
        "seats": seats_of(confirmation.record),
        "correct_url": reverse("upkeep:confirmation-correct", args=[token]),
    }
    return render(request, "upkeep/confirmation.html", context)


@signed_link(PURPOSE, Confirmation)
def confirmation_correct(request, confirmation):
    """Takes the right values from those whose data they are."""
    _refuse_ended(confirmation)
    record = confirmation.record
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        record=record,
        fields=offered_fields(record, Visibility.COORDINATORS),
        seats=seats_of(record),
    )
    if form.is_valid():
        try:
            answer_with_correction(
                confirmation=confirmation,
                reason=form.cleaned_data["reason"],
                changes=form.proposed(),
                reply_email=form.cleaned_data["reply_email"],
            )
        except AlreadyAnswered as error:
            raise LinkUsed from error
        return redirect("upkeep:correction-thanks")
    token = request.resolver_match.kwargs["token"]
    back_url = reverse("upkeep:confirmation", args=[token])
    return render(request, "upkeep/confirmation_correct.html", {"form": form, "record": record, "back_url": back_url})


@login_not_required
@never_cache
def confirmation_thanks(request):
    """Says that the data are confirmed."""
    return render(request, "upkeep/confirmation_thanks.html")


def seats_of(record):
    """Who represents the organisation today; people have none of their own here."""
    if not hasattr(record, "closed_on"):
        return []
    return list(Membership.objects.current().filter(organisation=record).select_related("person"))


def _stored_values(record):
    """[(label, value)] of everything the record itself holds."""
    names = offered_fields(record, Visibility.COORDINATORS)
    return [(label_of(record, name), getattr(record, name)) for name in names]


def _refuse_ended(confirmation):
    if confirmation.answered_at is not None:
        raise LinkUsed
    if getattr(confirmation.record, "closed_on", None):
        raise LinkExpired
