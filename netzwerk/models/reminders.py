"""What coordinators changed of the rules after which the portal reminds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FIRST_HOUR, LAST_HOUR = 7, 19


class ReminderRule(models.Model):
    """A rule that differs from what its app brought; without a row the app's own holds (netzwerk.reminders.rules)."""

    kind = models.CharField(max_length=40)
    key = models.SlugField(max_length=40)
    offset_days = models.PositiveSmallIntegerField(_("Tage"))
    send_at_hour = models.PositiveSmallIntegerField(_("Uhrzeit"))
    is_active = models.BooleanField(_("Eingeschaltet"), default=True)

    class Meta:
        ordering = ["kind", "key"]
        verbose_name = _("Regel für Erinnerungen")
        verbose_name_plural = _("Regeln für Erinnerungen")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="reminder_rule_once"),
            models.CheckConstraint(
                condition=Q(send_at_hour__range=(FIRST_HOUR, LAST_HOUR)), name="reminder_rule_by_day"
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.key}"
