"""Who represents which organisation in the network, and in which bodies."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import BodyKind, MembershipEnd, MembershipKind
from members.models.organisations import Organisation
from members.models.people import Person
from netzwerk.models import LinkSecret, YouthWelfareOffice
from netzwerk.pagecache import PublicContent


class MembershipQuerySet(PublicContent.QuerySet):
    def current(self, on=None):
        """Those that hold on the day `on` (today); an ended seat leaves no rights."""
        on = on or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), since_on__lte=on)

    def ended(self, on=None):
        """Those whose last day is over on `on` (today)."""
        return self.filter(until_on__lt=on or timezone.localdate())

    def representing(self):
        """Holders and deputies, without guests."""
        return self.exclude(kind=MembershipKind.GUEST)


class Membership(PublicContent):
    """A person's seat for an organisation (Vertretung einer Einrichtung im Netzwerk), first and last day included."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name=_("Person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("Einrichtung")
    )
    function = models.CharField(_("Funktion"), max_length=120, blank=True)
    kind = models.CharField(_("Art"), max_length=10, choices=MembershipKind.choices, default=MembershipKind.HOLDER)
    deputy_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="deputies", verbose_name=_("Vertritt")
    )
    since_on = models.DateField(_("Seit"), default=timezone.localdate)
    until_on = models.DateField(_("Bis"), null=True, blank=True)
    is_multiplier = models.BooleanField(
        _("Multiplikator/in"), default=False, help_text=_("Gibt Inhalte des Netzwerks im eigenen Haus weiter.")
    )
    end = models.CharField(_("Verbleib"), max_length=10, choices=MembershipEnd.choices, blank=True, editable=False)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", editable=False
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "kind", "pk"]
        verbose_name = _("Sitz im Netzwerk")
        verbose_name_plural = _("Sitze im Netzwerk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="membership_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(until_on=None),
                name="membership_once_while_open",
                violation_error_message=_("Diese Person vertritt die Einrichtung schon."),
            ),
            models.CheckConstraint(condition=Q(kind__in=MembershipKind.values), name="membership_kind_known"),
            models.CheckConstraint(
                condition=Q(deputy_of=None) | Q(kind=MembershipKind.DEPUTY),
                name="membership_deputy_only_of_somebody",
                violation_error_message=_("Nur eine Stellvertretung vertritt jemanden."),
            ),
            models.CheckConstraint(
                condition=Q(deputy_of=None) | ~Q(deputy_of=F("id")),
                name="membership_not_deputy_of_itself",
                violation_error_message=_("Niemand vertritt sich selbst."),
            ),
        ]

    def __str__(self):
        return f"{self.person} ({self.organisation})"

    @property
    def is_current(self):
        """Whether it holds today."""
        today = timezone.localdate()
        return self.since_on <= today and (self.until_on is None or self.until_on >= today)

    def finish(self, *, on, end, successor=None):
        """Its last day is `on`; `end` says what becomes of the seat."""
        self.until_on, self.end, self.successor = on, end, successor
        self.save(update_fields=["until_on", "end", "successor"])


class Body(models.Model):
    """A body of the network (Gremium): the plenary, the steering group or a working group."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    kind = models.CharField(_("Art"), max_length=20, choices=BodyKind.choices, default=BodyKind.WORKING_GROUP)
    purpose = models.TextField(_("Aufgabe"), max_length=1000, blank=True)
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("Jugendamt"),
        help_text=_("Leer: für das ganze Netzwerk."),
    )
    ended_on = models.DateField(_("Beendet am"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Gremium")
        verbose_name_plural = _("Gremien")

    def __str__(self):
        return self.name


class BodySeat(models.Model):
    """A membership's place in a body; the chair leads it."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats", verbose_name=_("Gremium"))
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="body_seats", verbose_name=_("Mitglied"))
    is_chair = models.BooleanField(_("Leitung"), default=False)

    class Meta:
        ordering = ["-is_chair", "pk"]
        verbose_name = _("Platz im Gremium")
        verbose_name_plural = _("Plätze im Gremium")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "membership"],
                name="body_seat_once",
                violation_error_message=_("Dieses Mitglied gehört dem Gremium schon an."),
            )
        ]

    def __str__(self):
        return f"{self.membership.person} ({self.body})"


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor withdrawn; it may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(LinkSecret, models.Model):
    """An invitation of a person to sign in for the first time; the link in its mail works until `expires_at`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-Mail-Adresse"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("Eingeladen am"), default=timezone.now)
    sent_at = models.DateTimeField(_("Zuletzt gesendet"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField(_("Gilt bis"))
    accepted_at = models.DateTimeField(_("Angenommen am"), null=True)
    withdrawn_at = models.DateTimeField(_("Zurückgezogen am"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open_a_person",
                violation_error_message=_("Diese Person ist schon eingeladen."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_accepted_or_withdrawn"
            ),
        ]

    def __str__(self):
        return f"Einladung {self.pk}"

    @property
    def is_open(self):
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def has_expired(self):
        return self.expires_at <= timezone.now()
