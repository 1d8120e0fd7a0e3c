"""Certificates for those who were there: their own page, the link of their mail, and the coordination."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from members.permissions import administers_any
from netzwerk.permissions import enforce
from netzwerk.signed_links import signed_link
from trainings.certificates.actions import NoCertificate, issue
from trainings.certificates.pdf import certificate_response
from trainings.certificates.refreshers import SHOWN_AHEAD, due_in_organisations, own_certificates
from trainings.models import Certificate, Registration
from trainings.permissions import can_change_event
from trainings.planning.views.finding import seen_event
from trainings.registrations.mails import LINK


@never_cache
def own_certificate_list(request):
    """Own certificates, what has to be refreshed and, for who administers an organisation, what colleagues have to."""
    today = timezone.localdate()
    own = list(own_certificates(request.user))
    ends = {each.pk for each in own if each.refresh_on}
    if ends:
        ends = set(Certificate.objects.to_refresh().filter(pk__in=ends).values_list("pk", flat=True))
    context = {
        "own": [(each, _refresher(each, today) if each.pk in ends else "") for each in own],
        "administers": administers_any(request.user),
        "due": [(each, _refresher(each, today)) for each in due_in_organisations(request.user, today)],
        "is_internal": True,
    }
    return render(request, "trainings/certificates/own_certificate_list.html", context)


@never_cache
def certificate_pdf(request, pk):
    """The certificate of an own registration."""
    own = Registration.objects.of_user(request.user).present()
    return _file(get_object_or_404(own, pk=pk))


@signed_link(LINK, Registration)
def certificate_pdf_by_link(_request, registration):
    """The same by the link of a mail."""
    return _file(registration)


@never_cache
def certificate_pdf_for(request, pk, registration):
    """The same for the coordination: people without a mail address take paper home."""
    event = seen_event(request, pk)
    enforce(can_change_event, request.user, event)
    return _file(get_object_or_404(event.registrations.present(), pk=registration))


def _file(registration):
    try:
        certificate = issue(registration)
    except NoCertificate:
        raise Http404 from None
    found = Certificate.objects.select_related("registration__actor_category", "event__youth_welfare_office")
    return certificate_response(found.get(pk=certificate.pk))


def _refresher(certificate, today):
    """ "over", "soon" or "later"."""
    if certificate.refresh_on < today:
        return "over"
    return "soon" if certificate.refresh_on <= today + SHOWN_AHEAD else "later"
