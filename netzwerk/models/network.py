"""The network, its Jugendämter and its towns."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerk.pagecache import PublicContent


class Network(PublicContent):
    """The one network of this installation (§ 9 Abs. 1 Landeskinderschutzgesetz NRW)."""

    key = models.SlugField(_("Kennung"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    short_name = models.CharField(
        _("Kurzname"), max_length=60, help_text=_("Steht unter „Netzwerk Kinderschutz“, zum Beispiel der Ort.")
    )
    operator = models.CharField(_("Betrieben von"), max_length=200)
    about = models.TextField(_("Über das Netzwerk"), blank=True)
    attitude = models.JSONField(
        _("Grundhaltung"), default=list, blank=True, help_text=_("Sätze der gemeinsamen Haltung, der Reihe nach.")
    )
    imprint_address = models.TextField(_("Anschrift im Impressum"), blank=True)
    imprint_representative = models.CharField(_("Vertreten durch"), max_length=200, blank=True)
    imprint_email = models.EmailField(_("E-Mail im Impressum"), blank=True)
    imprint_phone = models.CharField(_("Telefon im Impressum"), max_length=40, blank=True)
    is_example = models.BooleanField(_("Beispieldaten"), default=False)

    class Meta:
        verbose_name = _("Netzwerk")
        verbose_name_plural = _("Netzwerk")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="network_only_one", violation_error_message=_("Es gibt schon ein Netzwerk.")
            )
        ]

    def __str__(self):
        return self.name


class YouthWelfareOffice(PublicContent):
    """A Jugendamt that takes part in the network."""

    key = models.SlugField(_("Kennung"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    short_name = models.CharField(_("Kurzname"), max_length=60)
    address = models.TextField(_("Anschrift"), blank=True)
    website = models.URLField(_("Internetseite"), blank=True)
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        ordering = ["sort", "name"]
        verbose_name = _("Jugendamt")
        verbose_name_plural = _("Jugendämter")

    def __str__(self):
        return self.name


class MunicipalityQuerySet(PublicContent.QuerySet):
    def covered(self):
        """Towns that belong to a Jugendamt of the network."""
        return self.exclude(youth_welfare_office=None)


class Municipality(PublicContent):
    """A town or municipality; without a Jugendamt it is a neighbour that the network does not cover."""

    slug = models.SlugField(_("Kennung"), unique=True)
    name = models.CharField(_("Name"), max_length=80)
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice, models.PROTECT, null=True, blank=True, related_name="municipalities"
    )
    responsible_elsewhere = models.CharField(
        _("Zuständig"), max_length=160, blank=True, help_text=_("Nur für Nachbarorte: wer dort zuständig ist.")
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("Stadt oder Gemeinde")
        verbose_name_plural = _("Städte und Gemeinden")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("contacts:help-town", args=[self.slug])

    @property
    def is_covered(self):
        return self.youth_welfare_office_id is not None


class PostalCode(PublicContent):
    """One postal code of a town; towns may share one."""

    code = models.CharField(_("Postleitzahl"), max_length=5, validators=[RegexValidator(r"^\d{5}$")], db_index=True)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="postal_codes")

    class Meta:
        ordering = ["code"]
        verbose_name = _("Postleitzahl")
        verbose_name_plural = _("Postleitzahlen")
        constraints = [
            models.UniqueConstraint(fields=["code", "municipality"], name="postal_code_once_a_town"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{5}$"), name="postal_code_five_digits"),
        ]

    def __str__(self):
        return self.code
