"""The Leitfaden: guide → edition → chapters.

Publishing renders every chapter once, with the contacts, paths and laws of that day. From then on the text stands
still: the page and the PDF show the same kept HTML.
"""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from netzwerk.pagecache import PublicContent
from reporting_paths.guide.enums import EditionStatus

FIRST_NUMBER = "1.0"
GUIDE_KEY = "leitfaden"
IDENTIFIER_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that a reader takes for another
IDENTIFIER_LENGTH = 8


class EditionClosed(Exception):
    """Somebody tried to change an edition that is, or was, published."""


def new_identifier():
    """What stands under the QR code of a print: „k7m2x9qf“."""
    return get_random_string(IDENTIFIER_LENGTH, IDENTIFIER_SIGNS)


class Guide(PublicContent):
    """The Leitfaden Kinderschutz of the network."""

    key = models.SlugField(_("Kennung"), unique=True, default=GUIDE_KEY)
    title = models.CharField(_("Titel"), max_length=120)
    subtitle = models.CharField(_("Untertitel"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Leitfaden")
        verbose_name_plural = _("Leitfäden")

    def __str__(self):
        return self.title


class GuideVersionQuerySet(PublicContent.QuerySet):
    def public(self):
        """Editions that anybody may read, the newest first."""
        return self.exclude(status=EditionStatus.DRAFT).order_by("-published_on", "-pk")

    def current(self):
        """The edition in force, or None."""
        return self.filter(status=EditionStatus.PUBLISHED).first()


class GuideVersion(PublicContent):
    """One edition (Fassung)."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="versions")
    number = models.CharField(_("Fassung"), max_length=12)
    status = models.CharField(_("Stand"), max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT)
    change_note = models.CharField(_("Was sich geändert hat"), max_length=500, blank=True)
    published_on = models.DateField(_("Veröffentlicht am"), null=True, blank=True)
    superseded_on = models.DateField(_("Überholt seit"), null=True, blank=True)
    identifier = models.SlugField(_("Kennung auf dem Ausdruck"), unique=True, default=new_identifier)
    text_digest = models.CharField(max_length=64, editable=False)
    cover = models.JSONField(default=dict, editable=False)
    contacts_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    pdf = models.FileField(_("PDF"), upload_to="leitfaden", blank=True)
    pdf_bytes = models.PositiveIntegerField(_("Größe der Datei"), default=0, editable=False)
    pdf_built_at = models.DateTimeField(_("PDF erstellt"), null=True, editable=False)

    objects = GuideVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("Fassung des Leitfadens")
        verbose_name_plural = _("Fassungen des Leitfadens")
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_number_once"),
            models.UniqueConstraint(
                fields=["guide"],
                condition=Q(status="published"),
                name="guide_one_published",
                violation_error_message=_("Es gilt schon eine andere Fassung."),
            ),
            models.UniqueConstraint(
                fields=["guide"],
                condition=Q(status="draft"),
                name="guide_one_draft",
                violation_error_message=_("Es gibt schon einen Entwurf."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_on__isnull=False), name="guide_published_has_date"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "published", "superseded")), name="guide_status_known"
            ),
        ]

    def __str__(self):
        return f"{self.guide}, Fassung {self.number}"

    def get_absolute_url(self):
        if self.is_current:
            return reverse("guide:guide-detail")
        return reverse("guide:edition-detail", args=[self.number])

    @property
    def is_draft(self):
        return self.status == EditionStatus.DRAFT

    @property
    def is_current(self):
        return self.status == EditionStatus.PUBLISHED

    @property
    def tone(self):
        """Colour of the badge that says the state in a word."""
        return {"published": "success", "superseded": "warning"}.get(self.status, "info")

    @transaction.atomic
    def publish(self, *, cover, contacts_fingerprint, change_note):
        """Puts this draft in force today and supersedes the one before; EditionClosed if it is no draft."""
        if not self.is_draft:
            raise EditionClosed
        today = timezone.localdate()
        GuideVersion.objects.filter(guide_id=self.guide_id, status=EditionStatus.PUBLISHED).update(
            status=EditionStatus.SUPERSEDED, superseded_on=today
        )
        self.status, self.published_on, self.change_note = EditionStatus.PUBLISHED, today, change_note
        self.cover, self.contacts_fingerprint = cover, contacts_fingerprint
        self.save(update_fields=["status", "published_on", "change_note", "cover", "contacts_fingerprint"])

    def keep_pdf(self, file):
        """Shows `file` (saved, with name and size) as this edition's PDF; readers see the old one until then."""
        self.pdf, self.pdf_bytes, self.pdf_built_at = file.name, file.size, timezone.now()
        self.save(update_fields=["pdf", "pdf_bytes", "pdf_built_at"])


class Chapter(PublicContent):
    """One chapter of an edition; `html` is empty until publishing renders `source`."""

    version = models.ForeignKey(GuideVersion, models.CASCADE, related_name="chapters")
    number = models.PositiveSmallIntegerField(_("Nummer"))
    title = models.CharField(_("Titel"), max_length=160)
    slug = models.SlugField(_("Kennung"), max_length=80)
    source = models.TextField(_("Text"))
    html = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("Kapitel")
        verbose_name_plural = _("Kapitel")
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="guide_chapter_number_once")]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        """In the edition in force, or in the old one it belongs to."""
        if self.version.is_current:
            return reverse("guide:chapter-detail", args=[self.number, self.slug])
        return reverse("guide:edition-chapter", args=[self.version.number, self.number, self.slug])

    def save(self, *args, **kwargs):
        """Raises EditionClosed once the edition is published."""
        if not self.version.is_draft:
            raise EditionClosed
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Raises EditionClosed once the edition is published."""
        if not self.version.is_draft:
            raise EditionClosed
        return super().delete(*args, **kwargs)
