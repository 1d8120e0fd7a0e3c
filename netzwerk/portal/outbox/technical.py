"""The check page of system administrators: do mail, worker and beat work?"""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.permissions import is_coordinator, is_system_admin
from netzwerk.audit import record_event
from netzwerk.mail import queue_mail
from netzwerk.mail.kinds import TEST
from netzwerk.models import OutgoingMail
from netzwerk.permissions import enforce
from netzwerk.portal.outbox import state


@never_cache
def technical_check(request):
    """What works, what doesn't, and a mail to oneself."""
    enforce(is_system_admin, request.user)
    context = {
        "checks": state.checks(),
        "transport": state.transport() if settings.MAIL_IS_DELIVERED else [],
        "last_test": OutgoingMail.objects.filter(kind=TEST, created_by_id=request.user.pk).first(),
        "can_open_outbox": is_coordinator(request.user),
        "is_internal": True,
    }
    return render(request, "portal/outbox/technical_check.html", context)


@require_POST
def test_mail(request):
    """A mail to oneself, once a minute at most; the check page shows what becomes of it."""
    enforce(is_system_admin, request.user)
    now = timezone.now()
    mail = queue_mail(
        "portal/email/test",
        to=request.user.email,
        key=f"{TEST}:{request.user.pk}:{now:%Y-%m-%dT%H:%M}",
        kind=TEST,
        context={"path": reverse("portal:technical-check"), "asked_at": now},
        recipient_id=request.user.pk,
        by=request.user,
    )
    record_event("portal.test_mail_asked", target=mail, by=request.user)
    messages.success(request, _("Die Probe ist unterwegs. Laden Sie die Seite neu, um ihren Stand zu sehen."))
    return redirect("portal:technical-check")
