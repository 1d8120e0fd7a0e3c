"""Information and duty pages, and what people report about barriers."""

import hashlib
from datetime import timedelta

import nh3
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.pagecache import PublicContent
from netzwerk.pages.enums import BarrierKind

TABLE_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "br", "a", "blockquote"} | TABLE_TAGS
ATTRIBUTES = {"a": {"href"}, "th": {"scope"}}
LINK_SCHEMES = {"https", "http", "mailto", "tel"}
KEPT_AFTER_ANSWER = timedelta(days=183)  # six months
# Pages with an address of their own; every other page stands under /seite/.
URL_NAMES = {
    "leichte-sprache": "pages:easy-language",
    "gebaerdensprache": "pages:sign-language",
    "impressum": "pages:imprint",
    "datenschutz": "pages:privacy",
    "barrierefreiheit": "pages:accessibility",
    "lizenzen": "pages:licences",
}


class Page(PublicContent):
    """A page of text; `body` is HTML and is sanitised whenever it is saved."""

    slug = models.SlugField(_("Kennung"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=120)
    lead = models.TextField(_("Einleitung"), blank=True)
    body = models.TextField(
        _("Text"),
        help_text=_(
            "HTML mit Überschriften (h2, h3), Absätzen, Listen, Tabellen und Links. Platzhalter: {netzwerk}, "
            "{betreiber}, {anschrift}, {vertretung}, {email}, {telefon}."
        ),
    )
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    reviewed_on = models.DateField(_("Stand"))
    review_due_on = models.DateField(_("Nächste Prüfung"), null=True, blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("Seite")
        verbose_name_plural = _("Seiten")

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.body = sanitised(self.body)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        name = URL_NAMES.get(self.slug)
        return reverse(name) if name else reverse("pages:page-detail", args=[self.slug])

    @property
    def is_changed_by_hand(self):
        """Whether somebody has changed the text since it was loaded from its file."""
        return text_hash(self.title, self.lead, self.body) != self.source_hash


class BarrierReportQuerySet(models.QuerySet):
    def outdated(self):
        """Answered longer ago than they are kept."""
        return self.filter(done_at__lt=timezone.now() - KEPT_AFTER_ANSWER)


class BarrierReport(models.Model):
    """What somebody could not read or use; holds nothing of the sender but the mail address they gave for an answer."""

    kind = models.CharField(_("Art der Barriere"), max_length=12, choices=BarrierKind.choices)
    page_address = models.CharField(_("Seite"), max_length=200, blank=True)
    text = models.TextField(_("Beschreibung"), max_length=2000)
    email = models.EmailField(_("E-Mail-Adresse für die Antwort"), blank=True)
    created_at = models.DateTimeField(_("Gemeldet am"), auto_now_add=True)
    done_at = models.DateTimeField(_("Beantwortet am"), null=True, blank=True, editable=False)

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Gemeldete Barriere")
        verbose_name_plural = _("Gemeldete Barrieren")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BarrierKind.values), name="barrier_kind_known"),
        ]

    def __str__(self):
        return self.get_kind_display()

    def mark_done(self):
        """Notes when it was answered; the first time counts."""
        if self.done_at is None:
            self.done_at = timezone.now()
            self.save(update_fields=["done_at"])


def sanitised(html):
    """`html` with nothing but text, structure and links."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=LINK_SCHEMES, link_rel=None).strip()


def text_hash(*texts):
    """The same for the same words."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
