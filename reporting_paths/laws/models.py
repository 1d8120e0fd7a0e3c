"""Laws and the places in them that paths and the Leitfaden cite."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerk.pagecache import PublicContent


class Law(PublicContent):
    """One law of the register (`registry.LAWS`)."""

    code = models.CharField(_("Abkürzung"), max_length=60, unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    url = models.URLField(_("Fundstelle"))
    text_version = models.DateField(
        _("Stand"), null=True, blank=True, help_text=_("Fassung, die den Texten zugrunde liegt; leer: die geltende.")
    )
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        ordering = ["sort"]
        verbose_name = _("Gesetz")
        verbose_name_plural = _("Gesetze")

    def __str__(self):
        return self.code


class LegalReference(PublicContent):
    """One cited place, „§ 8a Abs. 4 Satz 1 Nr. 1 SGB VIII“, with its link."""

    law = models.ForeignKey(Law, models.PROTECT, related_name="references")
    citation = models.CharField(_("Fundstelle"), max_length=120, unique=True)
    section = models.CharField(_("Paragraph"), max_length=10)
    title = models.CharField(_("Worum es geht"), max_length=160, blank=True)
    url = models.URLField(_("Link"))
    text_version = models.DateField(_("Stand"), null=True, blank=True)
    sort_key = models.CharField(max_length=120, editable=False)

    class Meta:
        ordering = ["law__sort", "sort_key"]
        verbose_name = _("Rechtsgrundlage")
        verbose_name_plural = _("Rechtsgrundlagen")

    def __str__(self):
        return self.citation
