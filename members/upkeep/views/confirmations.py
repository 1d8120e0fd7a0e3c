"""Who has not confirmed yet, for the coordination."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.permissions import is_coordinator, is_network_coordinator
from members.upkeep.actions.answering import change_settings, confirm_data
from members.upkeep.actions.asking import AlreadyAnswered, NoAddress, SentToday, ask_again
from members.upkeep.enums import Answer
from members.upkeep.forms import ConfirmationFilter, SettingsForm
from members.upkeep.models import Confirmation, ConfirmationSettings
from netzwerk.models import OutgoingMail
from netzwerk.paging import page_of
from netzwerk.permissions import enforce


@never_cache
def confirmation_list(request):
    """The overdue ones first asked for; every other state by the filter."""
    enforce(is_coordinator, request.user)
    filter_form = ConfirmationFilter(request.GET)
    confirmations = filter_form.narrowed(Confirmation.objects.visible_to(request.user))
    page = page_of(request, confirmations.select_related("organisation", "person"))
    context = {
        "filter_form": filter_form,
        "page": page,
        "undelivered": _undelivered(page.object_list),
        "next_start": ConfirmationSettings.current().next_start(timezone.localdate()),
        "may_change_days": is_network_coordinator(request.user),
        "is_internal": True,
    }
    return render(request, "upkeep/confirmation_list.html", context)


@require_POST
def confirmation_send(request, pk):
    """Sends the question again."""
    confirmation = get_object_or_404(Confirmation.objects.visible_to(request.user), pk=pk)
    try:
        ask_again(confirmation=confirmation, by=request.user)
    except AlreadyAnswered:
        messages.info(request, _("Die Angaben sind schon beantwortet."))
    except SentToday:
        messages.info(request, _("Heute ist schon eine E-Mail hinausgegangen."))
    except NoAddress:
        messages.warning(request, _("Es ist keine E-Mail-Adresse bekannt. Fragen Sie bitte am Telefon nach."))
    else:
        messages.success(request, _("Die Bitte um Bestätigung ist noch einmal unterwegs."))
    return redirect("upkeep:confirmation-list")


@require_POST
def confirmation_by_phone(request, pk):
    """Notes that somebody confirmed by phone."""
    confirmation = get_object_or_404(Confirmation.objects.visible_to(request.user), pk=pk)
    try:
        confirm_data(confirmation=confirmation, by=request.user, answer=Answer.BY_PHONE)
    except AlreadyAnswered:
        messages.info(request, _("Die Angaben sind schon beantwortet."))
    else:
        messages.success(request, _("Als telefonisch bestätigt vermerkt."))
    return redirect("upkeep:confirmation-list")


@never_cache
def confirmation_settings(request):
    """The two days of the year; for the whole network, so its coordination changes them."""
    enforce(is_network_coordinator, request.user)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=ConfirmationSettings.current())
    if form.is_valid():
        change_settings(settings=form.save(commit=False), by=request.user)
        messages.success(request, _("Die Termine sind gespeichert."))
        return redirect("upkeep:confirmation-list")
    return render(request, "upkeep/confirmation_settings.html", {"form": form, "is_internal": True})


def _undelivered(confirmations):
    """Keys of the mails that did not arrive, in one query."""
    keys = [confirmation.mail_key for confirmation in confirmations]
    return set(OutgoingMail.objects.undelivered().filter(key__in=keys).values_list("key", flat=True))
