"""Mail on its way out: one row, one recipient."""

import secrets

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_LENGTH = 200


def own_once_more(name):
    """The value of the unique column `name`, followed by the row's own key: it is free for another row."""
    return Concat(name, Value(":back:"), Cast("pk", models.CharField()))


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        """Not yet delivered, and not given up."""
        return self.filter(state__in=OutgoingMail.WAITING)

    def undelivered(self):
        """What a coordinator has to look at: failed or bounced."""
        return self.filter(state__in=OutgoingMail.UNDELIVERED)

    def take_back(self):
        """Stops them, and gives their keys back: what they were about may be written anew. None has left."""
        values = {name: own_once_more(name) for name in ("key", "message_id")}
        return self.update(state=OutgoingMail.State.CANCELLED, **values)


class OutgoingMail(models.Model):
    """One mail to one person; `key` names its cause, so that it is written once, whoever asks again.

    Recipient and author are ids without foreign keys: the ground floor knows no app.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("wartet")
        SENDING = "sending", _("wird gesendet")
        SENT = "sent", _("gesendet")
        FAILED = "failed", _("nicht zustellbar")
        BOUNCED = "bounced", _("zurückgekommen")
        CANCELLED = "cancelled", _("angehalten")

    WAITING = (State.QUEUED, State.SENDING)
    UNDELIVERED = (State.FAILED, State.BOUNCED)

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    bundle_key = models.CharField(max_length=KEY_LENGTH, blank=True, help_text="a newer mail replaces one that waits")
    kind = models.CharField(_("Art"), max_length=40)
    to = models.CharField(_("An"), max_length=320, blank=True)
    recipient_id = models.BigIntegerField(null=True, help_text="id of the user, where the recipient has access")
    subject = models.CharField(_("Betreff"), max_length=250)
    text_body = models.TextField(_("Text"), blank=True)
    html_body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    message_id = models.CharField(max_length=200, unique=True)
    created_by_id = models.BigIntegerField(null=True)
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.QUEUED)
    is_kept = models.BooleanField(default=False, help_text="marked as sent without leaving the portal (local run)")
    priority = models.PositiveSmallIntegerField(default=5)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    error = models.CharField(_("Fehler"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("Erstellt"), default=timezone.now)
    next_try_at = models.DateTimeField(_("Nächster Versuch"), default=timezone.now)
    give_up_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("Gesendet"), null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("E-Mail")
        verbose_name_plural = _("E-Mails")
        constraints = [
            models.CheckConstraint(
                name="mail_state_known",
                condition=Q(state__in=("queued", "sending", "sent", "failed", "bounced", "cancelled")),
            ),
            models.CheckConstraint(
                name="mail_sent_has_moment",
                condition=Q(sent_at__isnull=False, state__in=("sent", "bounced"))
                | Q(state__in=("queued", "sending", "failed", "cancelled")),
            ),
            models.CheckConstraint(
                name="mail_undelivered_says_why", condition=~Q(state__in=("failed", "bounced"), error="")
            ),
            models.CheckConstraint(name="mail_subject_one_line", condition=~Q(subject__regex=r"[\r\n]")),
        ]
        indexes = [
            models.Index(
                name="mail_waiting", fields=["priority", "next_try_at"], condition=Q(state__in=("queued", "sending"))
            ),
            models.Index(name="mail_by_bundle", fields=["bundle_key"], condition=Q(state="queued") & ~Q(bundle_key="")),
            models.Index(name="mail_newest", fields=["-created_at", "-id"]),
            models.Index(name="mail_by_state", fields=["state", "-created_at"]),
            models.Index(name="mail_by_recipient", fields=["recipient_id", "-created_at"]),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_waiting(self):
        return self.state in self.WAITING

    @property
    def tone(self):
        """Colour of the badge that says the state in a word."""
        return {"sent": "success", "failed": "danger", "bounced": "danger", "cancelled": "warning"}.get(
            self.state, "info"
        )

    def claim(self, now):
        """A worker takes it on; the number of the attempt tells its result from a later worker's."""
        self.state, self.claimed_at, self.attempts = self.State.SENDING, now, self.attempts + 1
        self.save(update_fields=["state", "claimed_at", "attempts"])

    def mark_sent(self, now, *, is_kept=False):
        """The mail server took it over, or, in the local run, it is kept here."""
        self.state, self.sent_at, self.is_kept, self.error = self.State.SENT, now, is_kept, ""
        self.save(update_fields=["state", "sent_at", "is_kept", "error"])

    def postpone(self, next_try_at, error):
        """Another attempt is worth it."""
        self.state, self.next_try_at, self.error = self.State.QUEUED, next_try_at, error[:500]
        self.save(update_fields=["state", "next_try_at", "error"])

    def fail(self, error):
        """Given up; `error` is German and for people."""
        self.state, self.error = self.State.FAILED, error[:500]
        self.save(update_fields=["state", "error"])

    def bounce(self, error):
        """The server took it over and sent it back later."""
        self.state, self.error = self.State.BOUNCED, error[:500]
        self.save(update_fields=["state", "error"])

    def queue_again(self, now, give_up_at):
        """As if it had just been written."""
        self.state, self.error, self.attempts = self.State.QUEUED, "", 0
        self.next_try_at, self.give_up_at = now, give_up_at
        self.save(update_fields=["state", "error", "attempts", "next_try_at", "give_up_at"])

    def forget_text(self):
        """The row stays, what it said goes."""
        self.text_body, self.html_body, self.attachments = "", "", []
        self.save(update_fields=["text_body", "html_body", "attachments"])

    def cancel(self):
        """Stopped before it left."""
        self.state = self.State.CANCELLED
        self.save(update_fields=["state"])


def new_secret():
    return secrets.token_urlsafe(18)


class LinkSecret(models.Model):
    """For rows that signed links lead to: a new secret makes all older links worthless."""

    secret = models.CharField(max_length=32, default=new_secret, editable=False)

    class Meta:
        abstract = True

    def renew_secret(self):
        self.secret = new_secret()
        self.save(update_fields=["secret"])
