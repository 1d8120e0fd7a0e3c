"""What was done, by whom and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One event of the log; no foreign keys, so that it outlives what it names."""

    kind = models.CharField(_("Ereignis"), max_length=80)
    target_type = models.CharField(max_length=80, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    actor_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_target"),
            models.Index(fields=["-happened_at", "-id"], name="audit_newest"),
            models.Index(fields=["kind", "-happened_at"], name="audit_kind"),
            models.Index(fields=["actor_id", "-happened_at"], name="audit_actor"),
        ]
        verbose_name = _("Ereignis")
        verbose_name_plural = _("Ereignisse")

    def __str__(self):
        return f"{self.kind} {self.target_type}:{self.target_id}"
