"""The certificate as PDF: one page, made on demand and kept nowhere."""

import segno
from django.http import HttpResponse
from django.utils.text import slugify

from netzwerk.mail import absolute_url
from netzwerk.models import Network
from netzwerk.pdf import render_pdf

TEMPLATE = "trainings/pdf/certificate.html"


def certificate_response(certificate):
    """The file for whoever holds `certificate` (with its registration)."""
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    name = f"teilnahmebescheinigung-{slugify(certificate.title)[:60] or certificate.code.lower()}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def certificate_pdf(certificate):
    address = absolute_url(certificate.get_absolute_url())
    event, holder = certificate.event, certificate.registration
    network = Network.objects.first()
    context = {
        "certificate": certificate,
        "holder": holder,
        "event": event,
        "contents": [line.strip() for line in certificate.contents.splitlines() if line.strip()],
        "network": network,
        "organiser": organiser(event, network),
        "address": address,
        "qr": segno.make(address, micro=False, error="m").svg_data_uri(border=0, scale=4),
    }
    return render_pdf(TEMPLATE, context)


def organiser(event, network):
    """Who held it: named with the event, otherwise its Jugendamt, otherwise the network."""
    if event.organiser:
        return event.organiser
    if event.youth_welfare_office:
        return event.youth_welfare_office.name
    return network.name if network else ""
