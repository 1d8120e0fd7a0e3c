"""What people agreed to (Einwilligung, Art. 6 Abs. 1 lit. a und Art. 7 DSGVO)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import ConsentKind
from members.models.people import Person


class ConsentQuerySet(models.QuerySet):
    def current(self):
        """Those that hold: given and not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A person's consent to `kind` in the words of `wording` (see members.consents); a withdrawn one stays as proof."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("Person"))
    kind = models.CharField(_("Wofür"), max_length=20, choices=ConsentKind.choices)
    wording = models.PositiveSmallIntegerField(_("Fassung des Textes"))
    given_at = models.DateTimeField(_("Erteilt am"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("Widerrufen am"), null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(withdrawn_at=None),
                name="consent_one_current_a_kind",
                violation_error_message=_("Diese Einwilligung ist schon erteilt."),
            ),
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def withdraw(self):
        """It holds no longer, from now on."""
        self.withdrawn_at = timezone.now()
        self.save(update_fields=["withdrawn_at"])
