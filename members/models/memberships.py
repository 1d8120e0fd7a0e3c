"""Who represents which organisation in the network, and in which bodies."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from members.enums import BodyKind, MembershipEnd, MembershipKind
from members.models.organisations import Organisation
from members.models.people import Person
from members.models.search import search_query, search_words, word_index
from netzwerk.models import LinkSecret, YouthWelfareOffice
from netzwerk.models.mail import new_secret
from netzwerk.pagecache import PublicContent


class MembershipQuerySet(PublicContent.QuerySet):
    def current(self, on=None):
        """Those that hold on the day `on` (today); an ended seat leaves no rights."""
        on = on or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), since_on__lte=on)

    def ended(self, on=None):
        """Those whose last day is over on `on` (today)."""
        return self.filter(until_on__lt=on or timezone.localdate())

    def unfinished(self):
        """Those whose end was not settled: today's, future ones, and those that ran out without a word on them."""
        return self.filter(end="")

    def representing(self):
        """Holders and deputies, without guests."""
        return self.exclude(kind=MembershipKind.GUEST)

    def with_function_like(self, text):
        """Those in whose function each word of `text` begins a word."""
        query = search_query(text)
        return self.filter(function_words=query) if query else self.none()


class Membership(PublicContent):
    """A person's seat for an organisation (Vertretung einer Einrichtung im Netzwerk), first and last day included.

    `end` is set by the action that hands over what the seat left open; `until_on` alone only limits the seat.
    """

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
    function_words = search_words("function")
    before_end = models.JSONField(default=dict, blank=True, editable=False)  # what taking back the end restores
    version = models.PositiveIntegerField(default=1, editable=False)

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
        indexes = [word_index("function_words", "membership_function_words")]

    def __str__(self):
        return f"{self.person} ({self.organisation})"

    @property
    def is_current(self):
        """Whether it holds today."""
        today = timezone.localdate()
        return self.since_on <= today and (self.until_on is None or self.until_on >= today)

    def finish(self, *, on, end, successor=None, before=None):
        """Its last day is `on`, `end` says what becomes of the seat; `before` is what `resume` restores."""
        self.since_on, self.until_on = min(self.since_on, on), on
        self.end, self.successor, self.before_end = end, successor, before or {}
        self._save_version("since_on", "until_on", "end", "successor", "before_end")

    def resume(self):
        """Takes `finish` back."""
        self.since_on = parse_date(self.before_end.get("since_on") or "") or self.since_on
        self.until_on = parse_date(self.before_end.get("until_on") or "")
        self.end, self.successor, self.before_end = "", None, {}
        self._save_version("since_on", "until_on", "end", "successor", "before_end")

    def take_over(self, *, kind, deputy_of=None):
        """From now on it is a seat of `kind`."""
        self.kind, self.deputy_of = kind, deputy_of
        self._save_version("kind", "deputy_of")

    def _save_version(self, *fields):
        self.version += 1
        self.save(update_fields=[*fields, "version"])


class Body(PublicContent):
    """A body of the network (Gremium): the plenary, the steering group or a working group.

    Only members see it; `PublicContent` because the choices of their lists are kept.
    """

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

    def get_absolute_url(self):
        return reverse("members:body-detail", args=[self.pk])


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

    def in_state(self, state):
        """Those whose `state` (see Invitation) is `state`."""
        now = timezone.now()
        conditions = {
            "accepted": Q(accepted_at__isnull=False),
            "withdrawn": Q(withdrawn_at__isnull=False),
            "expired": Q(accepted_at=None, withdrawn_at=None, expires_at__lte=now),
            "open": Q(accepted_at=None, withdrawn_at=None, expires_at__gt=now),
        }
        return self.filter(conditions[state])


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
        return self.is_open and self.expires_at <= timezone.now()

    @property
    def state(self):
        """One of "accepted", "withdrawn", "expired" and "open"."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.has_expired else "open"

    @property
    def reminder_key(self):
        """Under which one is reminded of the last mail; sent again, reminders begin anew."""
        return f"{self.pk}:{self.times_sent}"

    def send_again(self, *, to, days):
        """Goes to `to` once more and holds for `days` days; links sent before end."""
        self.email, self.secret = to, new_secret()
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + timedelta(days=days)
        self.times_sent = F("times_sent") + 1
        self.save(update_fields=["email", "secret", "sent_at", "expires_at", "times_sent"])
        self.refresh_from_db(fields=["times_sent"])

    def withdraw(self):
        """Nobody can accept it any more."""
        self.withdrawn_at, self.secret = timezone.now(), new_secret()
        self.save(update_fields=["withdrawn_at", "secret"])

    def accept(self):
        """Used; the link leads nowhere from now on."""
        self.accepted_at, self.secret = timezone.now(), new_secret()
        self.save(update_fields=["accepted_at", "secret"])
