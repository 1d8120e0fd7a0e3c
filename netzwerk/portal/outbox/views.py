"""„Postausgang“: every mail of the portal, as coordinators see it."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from members.permissions import is_coordinator
from netzwerk.mail.actions import MailNotResendable, can_resend, resend_mail, stop_mail
from netzwerk.paging import page_of
from netzwerk.permissions import enforce
from netzwerk.portal.outbox.listing import MailFilterForm, with_people
from netzwerk.portal.outbox.visibility import can_read_text, visible_mails

# A mail's HTML brings its styles along; nothing in it may run, load or send.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "sandbox": [],
}


@never_cache
def mail_list(request):
    """All mails, newest first, by state, kind and recipient."""
    enforce(is_coordinator, request.user)
    form = MailFilterForm(request.GET)
    mails = visible_mails(request.user)
    page = page_of(request, form.narrow(mails))
    page.object_list = with_people(page.object_list)
    context = {
        "form": form,
        "page": page,
        "undelivered_count": mails.undelivered().count(),
        "is_delivered": settings.MAIL_IS_DELIVERED,
        "is_internal": True,
    }
    return render(request, "portal/outbox/mail_list.html", context)


@never_cache
def mail_detail(request, pk):
    """One mail as it was sent, and what became of it."""
    enforce(is_coordinator, request.user)
    (mail,) = with_people([get_object_or_404(visible_mails(request.user), pk=pk)])
    context = {
        "mail": mail,
        "can_read": can_read_text(mail, is_delivered=settings.MAIL_IS_DELIVERED),
        "can_resend": can_resend(mail),
        "text_days": settings.MAIL_TEXT_DAYS,
        "is_internal": True,
    }
    return render(request, "portal/outbox/mail_detail.html", context)


@require_safe
@never_cache
@csp(MAIL_POLICY)
def mail_preview(request, pk):
    """The HTML part alone, as a mail program shows it."""
    enforce(is_coordinator, request.user)
    mail = get_object_or_404(visible_mails(request.user).exclude(html_body=""), pk=pk)
    if not can_read_text(mail, is_delivered=settings.MAIL_IS_DELIVERED):
        raise Http404
    return HttpResponse(mail.html_body)


@require_POST
def mail_resend(request, pk):
    """Sends it once more; shows the mail that now waits."""
    enforce(is_coordinator, request.user)
    mail = get_object_or_404(visible_mails(request.user), pk=pk)
    try:
        mail = resend_mail(mail=mail, by=request.user)
        messages.success(request, _("Die E-Mail wird noch einmal gesendet."))
    except MailNotResendable as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:mail-detail", pk=mail.pk)


@require_POST
def mail_stop(request, pk):
    """Stops a mail that has not left."""
    enforce(is_coordinator, request.user)
    mail = get_object_or_404(visible_mails(request.user), pk=pk)
    if stop_mail(mail=mail, by=request.user):
        messages.success(request, _("Die E-Mail ist angehalten und wird nicht gesendet."))
    else:
        messages.error(request, _("Diese E-Mail lässt sich nicht mehr anhalten."))
    return redirect("portal:mail-detail", pk=mail.pk)
