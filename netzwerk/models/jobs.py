"""Work that takes longer than two seconds: a row that people can look at while Celery does it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ATTEMPTS = 3


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own work; nobody else's, and nothing of the system's."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def active(self):
        """Waiting or in work."""
        return self.filter(status__in=Job.ACTIVE)


class Job(models.Model):
    """One piece of long work (a PDF build, an import); `task` is the Celery task that does it, given the job's id.

    `key` names the thing worked on: there is never more than one active job of it.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("wartet")
        RUNNING = "running", _("läuft")
        DONE = "done", _("fertig")
        FAILED = "failed", _("fehlgeschlagen")
        CANCELLED = "cancelled", _("abgebrochen")

    ACTIVE = (Status.QUEUED, Status.RUNNING)

    kind = models.CharField(_("Art"), max_length=40)
    key = models.CharField(_("Gegenstand"), max_length=120)
    task = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    title = models.CharField(_("Vorgang"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="jobs")
    status = models.CharField(_("Stand"), max_length=10, choices=Status.choices, default=Status.QUEUED)
    percent = models.PositiveSmallIntegerField(_("Fortschritt"), default=0)
    step = models.CharField(_("Gerade"), max_length=200, blank=True)
    result_url = models.CharField(_("Ergebnis"), max_length=300, blank=True)
    error = models.CharField(_("Fehler"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("Angefordert"), default=timezone.now)
    started_at = models.DateTimeField(_("Begonnen"), null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("Beendet"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Vorgang")
        verbose_name_plural = _("Vorgänge")
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(status__in=("queued", "running")), name="job_once_a_key"
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="job_percent_at_most_100"),
            models.CheckConstraint(
                condition=Q(status__in=("queued", "running", "done", "failed", "cancelled")), name="job_status_known"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:job-detail", args=[self.pk])

    @property
    def is_active(self):
        return self.status in self.ACTIVE

    @property
    def tone(self):
        """Colour of the badge that says the state in a word."""
        return {"done": "success", "failed": "danger", "cancelled": "warning"}.get(self.status, "info")

    def start(self):
        """Another attempt begins."""
        now = timezone.now()
        self.status, self.attempts, self.heartbeat_at = self.Status.RUNNING, self.attempts + 1, now
        self.started_at = self.started_at or now
        self.save(update_fields=["status", "attempts", "heartbeat_at", "started_at"])

    def finish(self, *, result_url):
        """Done; the result is at `result_url`."""
        self.percent, self.result_url, self.step = 100, result_url, ""
        self._end(self.Status.DONE, "percent", "result_url", "step")

    def fail(self, message):
        """Given up; `message` is German and for people."""
        self.error = message
        self._end(self.Status.FAILED, "error")

    def cancel(self):
        """Stopped by its owner; a running task ends at its next step."""
        self._end(self.Status.CANCELLED)

    def _end(self, status, *fields):
        self.status, self.finished_at = status, timezone.now()
        self.save(update_fields=["status", "finished_at", *fields])
