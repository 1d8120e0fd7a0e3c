"""Imports of members from a file: what was uploaded, what its rows would do, what they did."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.imports.enums import Decision, ImportStatus, Outcome
from members.imports.permissions import coordinated_offices
from members.models import Membership, Person
from members.permissions import is_network_coordinator
from netzwerk.models import YouthWelfareOffice

UNDO_FOR = timedelta(days=1)
OPEN_FOR = timedelta(days=14)


class ImportClosed(Exception):
    """The import has gone too far (or not far enough) for what was asked."""


class MemberImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those for what `user` coordinates."""
        if is_network_coordinator(user):
            return self.all()
        return self.filter(youth_welfare_office__in=coordinated_offices(user))

    def outdated(self, now):
        """Those whose rows are not needed any more: left open for 14 days, or past the day for taking back."""
        unfinished = models.Q(applied_at=None, created_at__lt=now - OPEN_FOR)
        finished = models.Q(applied_at__lt=now - UNDO_FOR)
        ended = models.Q(status__in=(ImportStatus.UNDONE, ImportStatus.DISCARDED))
        return self.filter(unfinished | finished | ended, rows_deleted_at=None)


class MemberImport(models.Model):
    """One file of members on its way into the network; for one Jugendamt, or for the whole network (None).

    `columns` are what the file has: {"header": text, "samples": [texts]}; `mapping` says for each of them which Field
    it is ("" for none). `aliases` are decisions about organisations: {key of the name in the file: id}. `seats_seen` is
    the highest id of a membership the preview knew of.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="member_imports")
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Jugendamt")
    )
    file_name = models.CharField(_("Datei"), max_length=120)
    status = models.CharField(_("Stand"), max_length=10, choices=ImportStatus, default=ImportStatus.UPLOADED)
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(default=0)
    header_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    aliases = models.JSONField(default=dict)
    seats_seen = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    kept = models.JSONField(default=list)
    created_at = models.DateTimeField(_("Hochgeladen"), default=timezone.now)
    applied_at = models.DateTimeField(_("Übernommen"), null=True)
    undone_at = models.DateTimeField(_("Rückgängig gemacht"), null=True)
    rows_deleted_at = models.DateTimeField(null=True)

    objects = MemberImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Import")
        verbose_name_plural = _("Importe")
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=ImportStatus.values), name="import_status_known")
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("imports:import-detail", args=[self.pk])

    @property
    def tone(self):
        """Colour of the badge that says the state in a word."""
        return {"applied": "success", "undone": "warning", "discarded": "warning"}.get(self.status, "info")

    @property
    def row_count(self):
        """Rows of the file; None before they were counted."""
        return self.counts.get("all")

    @property
    def has_rows(self):
        return self.rows_deleted_at is None and self.status not in (ImportStatus.UPLOADED, ImportStatus.CHECKING)

    @property
    def is_ready(self):
        return self.status == ImportStatus.READY and self.rows_deleted_at is None

    @property
    def can_be_discarded(self):
        """Before it was taken over, however far it is."""
        return self.rows_deleted_at is None and self.status in ("uploaded", "checking", "ready")

    @property
    def can_be_undone(self):
        """For one day; one that stopped half way too."""
        if self.status not in (ImportStatus.APPLIED, ImportStatus.APPLYING) or self.rows_deleted_at:
            return False
        return self.applied_at is None or self.undo_until > timezone.now()

    @property
    def undo_until(self):
        return self.applied_at + UNDO_FOR if self.applied_at else None

    @property
    def open_until(self):
        return self.created_at + OPEN_FOR

    def become(self, status, *, of=None, **fields):
        """Goes on to `status`; raises ImportClosed unless it is in one of the states `of`."""
        if of is not None and self.status not in of or self.rows_deleted_at:
            raise ImportClosed
        for name, value in fields.items():
            setattr(self, name, value)
        self.status = status
        self.save(update_fields=["status", *fields])


class ImportFile(models.Model):
    """The uploaded file itself, as long as it may be read again."""

    member_import = models.OneToOneField(MemberImport, models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self):
        return self.member_import.file_name


class ImportRowQuerySet(models.QuerySet):
    def waiting(self):
        """Rows that taking over would work on: what is new or changed, and duplicates somebody has decided on."""
        decided = models.Q(outcome=Outcome.DUPLICATE, decision__in=(Decision.CREATE, Decision.SAME))
        fresh = models.Q(outcome__in=(Outcome.NEW, Outcome.CHANGED))
        return self.filter(fresh | decided, applied_at=None)

    def undecided(self):
        return self.filter(outcome=Outcome.DUPLICATE, decision="")

    def to_correct(self):
        """What has to be looked at in the file: bad rows and what could not be taken over."""
        return self.exclude(problems=[])


class ImportRow(models.Model):
    """One row of the file.

    `number` counts as the spreadsheet program does. `cells` are the texts as they stand there, `values` what they mean
    (see values.py). `changes`: [{"of": "person" or "seat", "field", "old", "new"}]. `candidates`: [{"ref", "reason"}]
    with a ref "p17" (person 17) or "r12" (row 12 of this file). `person` and `membership` are what it became.
    """

    member_import = models.ForeignKey(MemberImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    values = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    new_organisation = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    same_as = models.CharField(max_length=24, blank=True)
    ref = models.CharField(max_length=24, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["member_import", "number"], name="import_row_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="import_row_outcome_known"),
        ]
        indexes = [models.Index(fields=["member_import", "outcome", "number"], name="import_row_by_outcome")]

    def __str__(self):
        return f"Zeile {self.number}"


class ImportChange(models.Model):
    """One thing an import did: a record it made (`before` is empty) or fields it changed; what undoing needs.

    No foreign key to the record: the row outlives it and must not tie it.
    """

    class Target(models.TextChoices):
        PERSON = "person"
        MEMBERSHIP = "membership"
        ORGANISATION = "organisation"

    member_import = models.ForeignKey(MemberImport, models.CASCADE, related_name="changes")
    target = models.CharField(max_length=12, choices=Target)
    target_id = models.BigIntegerField()
    is_created = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["member_import", "target", "target_id"], name="import_change_by_target")]

    def __str__(self):
        return f"{self.target} {self.target_id}"


class ColumnMapping(models.Model):
    """What the columns of a kind of file meant last time; `signature` is made from the headers."""

    signature = models.CharField(max_length=64)
    youth_welfare_office = models.ForeignKey(YouthWelfareOffice, models.CASCADE, null=True, related_name="+")
    mapping = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "youth_welfare_office"], name="column_mapping_once", nulls_distinct=False
            )
        ]

    def __str__(self):
        return self.signature[:8]


class DistinctPeople(models.Model):
    """Two people who look alike and are not the same: somebody has looked."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="distinct_people_once")]

    def __str__(self):
        return f"{self.first_id} / {self.second_id}"
