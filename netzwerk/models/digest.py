"""What waits for the weekly digest."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.models.mail import KEY_LENGTH, own_once_more


class DigestItemQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor dropped."""
        return self.filter(done_at=None)

    def take_back(self):
        """Drops them, and gives their keys back: what they were about may be written anew."""
        return self.update(done_at=timezone.now(), text="", key=own_once_more("key"))


class DigestItem(models.Model):
    """A message somebody wants with the next digest; `key` names its cause, as that of an OutgoingMail does.

    It stays for a while once it is done, so that the same cause is not written a second time.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    bundle_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    kind = models.CharField(_("Art"), max_length=40)
    to = models.CharField(_("An"), max_length=320)
    recipient_id = models.BigIntegerField(null=True, help_text="id of the user, where the recipient has access")
    owner = models.CharField(max_length=320, help_text="whose digest it is for: the user, or else the address")
    subject = models.CharField(_("Betreff"), max_length=250)
    text = models.TextField(_("Text"), blank=True)
    created_at = models.DateTimeField(_("Erstellt"), default=timezone.now)
    not_after = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = DigestItemQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("Eintrag der Wochenübersicht")
        verbose_name_plural = _("Einträge der Wochenübersicht")
        indexes = [
            models.Index(name="digest_waiting", fields=["owner", "created_at"], condition=Q(done_at=None)),
            models.Index(name="digest_by_bundle", fields=["bundle_key"], condition=Q(done_at=None) & ~Q(bundle_key="")),
            models.Index(name="digest_done", fields=["done_at"]),
        ]

    def __str__(self):
        return self.subject
