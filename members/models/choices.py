"""How people want to be written to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.people import Person
from netzwerk.mail.choices import Choice


class MessageChoice(models.Model):
    """The choice of a person, or of a user who is no person of the network, for one kind of message.

    Without a row everything comes at once.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="message_choices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="message_choices")
    kind = models.CharField(_("Art"), max_length=40)
    choice = models.CharField(_("Wahl"), max_length=10, choices=Choice.choices)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("Wahl der Nachrichten")
        verbose_name_plural = _("Wahl der Nachrichten")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, user__isnull=False) | Q(person__isnull=False, user=None),
                name="message_choice_of_one",
            ),
            models.UniqueConstraint(fields=["person", "kind"], name="message_choice_once_a_person"),
            models.UniqueConstraint(fields=["user", "kind"], name="message_choice_once_a_user"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="message_choice_known"),
        ]

    def __str__(self):
        return f"{self.kind}: {self.get_choice_display()}"
