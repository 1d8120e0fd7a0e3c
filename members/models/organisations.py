"""Actor categories (§ 9 Abs. 4 Landeskinderschutzgesetz NRW) and the organisations in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.enums import Provider
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.pagecache import PublicContent


class ActorCategory(PublicContent):
    """One of the twelve groups of § 9 Abs. 4 Satz 1, or W for those of Satz 2; the code never changes."""

    code = models.CharField(_("Kürzel"), max_length=2, unique=True)
    legal_ref = models.CharField(_("Rechtsgrundlage"), max_length=120)
    title = models.CharField(_("Bezeichnung"), max_length=160)
    short_title = models.CharField(_("Kurzform"), max_length=60)
    examples = models.CharField(_("Beispiele"), max_length=300, blank=True)
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    is_statutory = models.BooleanField(_("Im Gesetz genannt"), default=True)
    is_active = models.BooleanField(_("In Gebrauch"), default=True)

    class Meta:
        ordering = ["sort"]
        verbose_name = _("Akteursgruppe")
        verbose_name_plural = _("Akteursgruppen")

    def __str__(self):
        return self.title


class Organisation(PublicContent):
    """An institution, service or authority that takes part in the network."""

    key = models.SlugField(_("Kennung"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    actor_category = models.ForeignKey(ActorCategory, models.PROTECT, related_name="organisations")
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice, models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="organisations")
    provider = models.CharField(_("Träger"), max_length=12, choices=Provider.choices, blank=True)
    website = models.URLField(_("Internetseite"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Einrichtung")
        verbose_name_plural = _("Einrichtungen")

    def __str__(self):
        return self.name
