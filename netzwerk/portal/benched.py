"""What `manage.py bench` measures: the pages of the loaded network and its PDFs."""

import resource
import time
from functools import cached_property
from io import BytesIO
from statistics import median

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from netzwerk.models import Municipality
from netzwerk.pdf import render_pdf, write_pdf
from reporting_paths.guide.models import GuideVersion
from reporting_paths.guide.pdf import pdf_context
from trainings.models import TrainingEvent

PATH = "kita-jugendhilfe"
GUIDE_TEMPLATE = "guide/pdf/guide.html"
PDF_ROUNDS = 3


def page_addresses():
    """{name: address} of one page of each kind."""
    town = Municipality.objects.covered().first().slug
    chapter = GuideVersion.objects.public().current().chapters.order_by("number")[1]
    path = reverse("paths:path-detail", args=[PATH])
    offer = TrainingEvent.objects.upcoming().first()
    trainings = {"trainings": reverse("trainings:event-list")}
    if offer is not None:
        trainings["training"] = offer.get_absolute_url()
    return trainings | {
        "home": reverse("portal:home"),
        "paths": reverse("paths:path-list"),
        "path": path,
        "path with town": f"{path}?ort={town}",
        "step": reverse("paths:step-detail", args=[PATH, "1"]),
        "help by town": reverse("contacts:help-town", args=[town]),
        "contacts": reverse("contacts:contact-list"),
        "Leitfaden": reverse("guide:guide-detail"),
        "chapter": reverse("guide:chapter-detail", args=[chapter.number, chapter.slug]),
        "network": reverse("portal:network"),
        "imprint": reverse("pages:imprint"),
    }


class GuidePdf:
    """The edition in force as PDF, as a worker builds it, and WeasyPrint alone on the same HTML, in turns."""

    def __init__(self):
        self.version = GuideVersion.objects.public().select_related("guide").current()
        content = self.build()
        self.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.pages = len(PdfReader(BytesIO(content)).pages)

    def build(self):
        return render_pdf(GUIDE_TEMPLATE, pdf_context(self.version))

    @cached_property
    def times(self):
        """[(seconds of ours, seconds of WeasyPrint alone)] in processor time, which a busy machine changes little."""
        html = render_to_string(GUIDE_TEMPLATE, pdf_context(self.version))
        return [(_seconds(self.build), _seconds(lambda: write_pdf(html))) for _ in range(PDF_ROUNDS)]

    @property
    def to_alone(self):
        return median(ours / alone for ours, alone in self.times)

    @property
    def ms_a_page(self):
        return median(ours for ours, _alone in self.times) * 1000 / self.pages


def _seconds(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def path_sheet():
    """Pages of a path sheet, and seconds by the clock and by the processor in a warm worker."""
    client = Client(headers={"host": "127.0.0.1"})
    address = reverse("paths:path-pdf", args=[PATH]) + "?bench=1"
    content = client.get(address).getvalue()
    measured = []
    for _ in range(PDF_ROUNDS):
        started = time.perf_counter()
        cpu = _seconds(lambda: client.get(address))
        measured.append((time.perf_counter() - started, cpu))
    return len(PdfReader(BytesIO(content)).pages), *min(measured)
