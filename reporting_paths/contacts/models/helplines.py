"""Advice by telephone beyond the network."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerk.pagecache import PublicContent
from reporting_paths.contacts.enums import Scope


class Helpline(PublicContent):
    """A helpline of the federation, the state or the place; never behind a login."""

    key = models.SlugField(_("Kennung"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    audience = models.CharField(_("Für wen"), max_length=160, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    second_phone = models.CharField(_("Weitere Nummer"), max_length=40, blank=True)
    times = models.CharField(_("Zeiten"), max_length=160, blank=True)
    url = models.URLField(_("Internetseite"), blank=True)
    scope = models.CharField(_("Reichweite"), max_length=6, choices=Scope.choices, default=Scope.FEDERAL)
    for_professionals = models.BooleanField(_("Für Fachkräfte"), default=False)
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    verified_on = models.DateField(_("Zuletzt geprüft am"), null=True, blank=True)

    class Meta:
        ordering = ["sort", "name"]
        verbose_name = _("Hilfetelefon")
        verbose_name_plural = _("Hilfetelefone")
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="helpline_scope_known"),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(url=""),
                name="helpline_phone_or_url",
                violation_error_message=_("Geben Sie eine Telefonnummer oder eine Internetseite an."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def phones(self):
        """All its numbers."""
        return [number for number in (self.phone, self.second_phone) if number]

    @property
    def url_text(self):
        """Its address as people write it: „www.kkg-nrw.de“."""
        return self.url.split("://")[-1].rstrip("/")
