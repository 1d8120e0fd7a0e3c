"""Files of one's own data, requests to be deleted (Art. 17 DSGVO), and what was done."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership, Person
from members.owndata.enums import FileKind, LegalReason, RequestState
from members.permissions import can_read_log, is_coordinator, is_network_coordinator

FILE_KEPT = timedelta(hours=24)


class DataFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own that are still to be fetched: nobody else opens them, whatever their role."""
        return self.filter(user_id=user.pk, created_at__gt=timezone.now() - FILE_KEPT)

    def outdated(self):
        return self.filter(created_at__lte=timezone.now() - FILE_KEPT)


class DataFile(models.Model):
    """A copy of somebody's own data as a file, kept for a day; a new one of its kind takes its place."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_files")
    kind = models.CharField(_("Format"), max_length=4, choices=FileKind.choices)
    content = models.BinaryField()
    created_at = models.DateTimeField(_("Erstellt am"), default=timezone.now)

    objects = DataFileQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        verbose_name = _("Datei eigener Daten")
        verbose_name_plural = _("Dateien eigener Daten")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="data_file_one_of_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="data_file_kind_known"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("owndata:file-detail", args=[self.kind])

    @property
    def name(self):
        """How the file is called where it is saved."""
        return f"meine-daten.{self.kind}"

    @property
    def content_type(self):
        return FileKind(self.kind).content_type

    @property
    def kept_until(self):
        return self.created_at + FILE_KEPT


class DeletionRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Data protection and the network's coordination see all, a Jugendamt's coordination those of its people.

        People without a current seat, and access without a person, belong to every coordination.
        """
        if is_network_coordinator(user) or can_read_log(user):
            return self
        return self.decidable_by(user)

    def decidable_by(self, user):
        """Those `user` may carry out or refuse."""
        if not is_coordinator(user):
            return self.none()
        if is_network_coordinator(user):
            return self
        offices = [role.youth_welfare_office_id for role in user.roles if role.youth_welfare_office_id]
        seats = Membership.objects.current().filter(person=OuterRef("person"))
        return self.filter(Exists(seats.filter(organisation__youth_welfare_office__in=offices)) | ~Exists(seats))

    def open(self):
        return self.filter(state=RequestState.OPEN)

    def of_user(self, user):
        return self.filter(user=user)


class DeletionRequest(models.Model):
    """Somebody asks to be deleted; answered within a month (Art. 12 Abs. 3 DSGVO). Can be taken back until done.

    Once carried out it names nobody any more: the person is anonymised, the user gone, `erased` holds numbers only.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="deletion_requests")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="deletion_requests")
    requested_at = models.DateTimeField(_("Beantragt am"), default=timezone.now)
    due_on = models.DateField(_("Frist"))
    state = models.CharField(_("Stand"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    legal_reason = models.CharField(_("Rechtsgrund"), max_length=12, choices=LegalReason.choices, blank=True)
    ended_at = models.DateTimeField(_("Erledigt am"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    erased = models.JSONField(_("Gelöscht"), default=dict)

    objects = DeletionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("Löschantrag")
        verbose_name_plural = _("Löschanträge")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=RequestState.OPEN), name="deletion_request_one_open_a_user"
            ),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="deletion_request_state_known"),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, ended_at=None)
                | (~Q(state=RequestState.OPEN) & Q(ended_at__isnull=False)),
                name="deletion_request_ended_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.DECLINED, legal_reason__in=LegalReason.values)
                | (~Q(state=RequestState.DECLINED) & Q(legal_reason="")),
                name="deletion_request_declined_says_why",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_open(self):
        return self.state == RequestState.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def tone(self):
        """Colour of the badge that says the state in a word."""
        if self.is_open:
            return "danger" if self.is_overdue else "info"
        return "success" if self.state == RequestState.EXECUTED else "warning"

    @property
    def name(self):
        """Whom it is about; afterwards only its number."""
        if self.state == RequestState.EXECUTED:
            return str(self)
        return str(self.person or self.user or self)

    def end(self, state, *, by=None, legal_reason="", erased=None):
        """Withdrawn, carried out or refused."""
        self.state, self.decided_by, self.legal_reason = state, by, legal_reason
        self.ended_at, self.erased = timezone.now(), erased or {}
        self.save(update_fields=["state", "decided_by", "legal_reason", "ended_at", "erased"])


def month_after(day: date):
    """The same day of the next month, or its last one (§ 188 Abs. 2, 3 BGB)."""
    return day + relativedelta(months=1)
