"""The Leitfaden as PDF: cover, contents with page numbers, the kept chapters, QR code to the page of its state."""

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from netzwerk.pdf import render_pdf


def build_pdf(version, progress):
    """Builds and keeps the PDF of a published edition; returns its address. `progress(percent, text)` is called."""
    progress(5, _("Die Kapitel werden zusammengestellt"))
    context = pdf_context(version)
    progress(15, _("Die Seiten werden gesetzt"))
    content = render_pdf("guide/pdf/guide.html", context)
    progress(85, _("Die Datei wird gespeichert"))
    _keep(version, content)
    return reverse("guide:edition-pdf", args=[version.number])


def pdf_context(version):
    """What the template of the PDF needs, all of it kept with the edition."""
    status_url = settings.SITE_URL + reverse("guide:status-detail", args=[version.identifier])
    return {
        "version": version,
        "cover": version.cover,
        "chapters": [
            {"number": chapter.number, "title": chapter.title, "html": absolute_links(chapter.html)}
            for chapter in version.chapters.all()
        ],
        "status_url": status_url,
        "qr": qr_code(status_url),
    }


def absolute_links(html):
    """Links to our own pages work on paper's screen only with the portal's address."""
    return html.replace('href="/', f'href="{settings.SITE_URL}/')


def qr_code(text):
    """A QR code as data URI (SVG)."""
    return segno.make(text, error="m").svg_data_uri(scale=4, border=0)


def file_name(version):
    """Name under which the PDF is saved by readers."""
    return f"Leitfaden-Kinderschutz-{slugify(version.number.replace('.', '-'))}.pdf"


def _keep(version, content):
    """The new file stands under a name of its own; only then the edition points to it and the old one goes."""
    storage, old = version.pdf.storage, version.pdf.name
    file = ContentFile(content, name=f"leitfaden/{version.identifier}.pdf")
    file.name = storage.save(file.name, file)
    version.keep_pdf(file)
    if old and old != version.pdf.name:
        storage.delete(old)
