"""Reporting paths: path → version → steps → choices.

A published version never changes. Whoever changes a text makes the next version.
"""

from dateutil.relativedelta import relativedelta
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.models import YouthWelfareOffice
from netzwerk.pagecache import PublicContent
from reporting_paths.laws.models import LegalReference
from reporting_paths.paths.enums import Address, DutyLevel, StepKind, Tone, VersionStatus

EMERGENCY_NUMBER = 0  # S0, the immediate protection that stands above every path
AFTER_REPORT_NUMBER = 11  # „Was passiert nach einer Mitteilung?“
REVIEW_MONTHS = 12
GOTO_EMERGENCY = "S0"
GOTO_END = "ende"


class PublishedText(Exception):
    """Somebody tried to change a version that is, or was, published."""


def reference_rows(**condition):
    """Subquery of cited places as [{citation, url, title, text_version}], so that a page needs one query for all."""
    fields = {name: name for name in ("citation", "url", "title", "text_version")}
    return ArraySubquery(
        LegalReference.objects.filter(**condition).order_by("law__sort", "sort_key").values(row=JSONObject(**fields))
    )


class ReportingPath(PublicContent):
    """A way from first worry to help for one group of people (Mitteilungsweg, § 9 Abs. 3 Satz 2 Nr. 3
    Landeskinderschutzgesetz NRW)."""

    number = models.PositiveSmallIntegerField(_("Nummer"), unique=True)
    slug = models.SlugField(_("Kennung"), max_length=60, unique=True)
    short_title = models.CharField(_("Kurztitel"), max_length=60)
    icon = models.CharField(_("Zeichen"), max_length=20)
    is_tile = models.BooleanField(_("Kachel auf der Startseite"), default=True)
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        ordering = ["sort", "number"]
        verbose_name = _("Meldeweg")
        verbose_name_plural = _("Meldewege")

    def __str__(self):
        return self.short_title

    def get_absolute_url(self):
        return reverse("paths:path-detail", args=[self.slug])

    @property
    def is_emergency(self):
        return self.number == EMERGENCY_NUMBER

    @property
    def is_after_report(self):
        return self.number == AFTER_REPORT_NUMBER


class PathVersionQuerySet(PublicContent.QuerySet):
    def published(self):
        """The versions in force, each with its path, in the order of the list."""
        return self.filter(status=VersionStatus.PUBLISHED).select_related("path").order_by("path__sort", "path__number")

    def with_legal_basis(self):
        """Adds `legal_basis_list`: [{citation, url, title}]."""
        return self.annotate(legal_basis_list=reference_rows(path_versions=OuterRef("pk")))


class PathVersion(PublicContent):
    """One edition of a path's text."""

    path = models.ForeignKey(ReportingPath, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Fassung"))
    status = models.CharField(_("Stand"), max_length=12, choices=VersionStatus, default=VersionStatus.DRAFT)
    title = models.CharField(_("Titel"), max_length=120)
    audience = models.CharField(_("Für wen"), max_length=300)
    intro = models.TextField(_("Einleitung"))
    address = models.CharField(_("Anrede"), max_length=3, choices=Address, default=Address.FORMAL)
    duty_level = models.CharField(_("Verbindlichkeit"), max_length=10, choices=DutyLevel, default=DutyLevel.NONE)
    legal_basis = models.ManyToManyField(LegalReference, related_name="path_versions", blank=True)
    change_note = models.CharField(_("Was sich geändert hat"), max_length=300)
    fingerprint = models.CharField(max_length=64, editable=False)
    published_on = models.DateField(_("Veröffentlicht am"), null=True, blank=True)
    review_due_on = models.DateField(_("Prüfung fällig am"), null=True, blank=True)

    objects = PathVersionQuerySet.as_manager()

    class Meta:
        ordering = ["path", "-number"]
        verbose_name = _("Fassung eines Meldewegs")
        verbose_name_plural = _("Fassungen der Meldewege")
        constraints = [
            models.UniqueConstraint(fields=["path", "number"], name="path_version_number_once"),
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(status=VersionStatus.PUBLISHED),
                name="path_one_published_version",
                violation_error_message=_("Von diesem Meldeweg ist schon eine Fassung veröffentlicht."),
            ),
            models.CheckConstraint(
                name="path_version_published_has_dates",
                condition=Q(status=VersionStatus.DRAFT) | Q(published_on__isnull=False, review_due_on__isnull=False),
                violation_error_message=_("Eine veröffentlichte Fassung braucht Datum und Prüftermin."),
            ),
        ]

    def __str__(self):
        return f"{self.path}, Fassung {self.number}"

    @property
    def is_draft(self):
        return self.status == VersionStatus.DRAFT

    @property
    def is_informal(self):
        return self.address == Address.INFORMAL

    @property
    def is_review_overdue(self):
        """True from the day after `review_due_on`."""
        return self.review_due_on is not None and self.review_due_on < timezone.localdate()

    @transaction.atomic
    def publish(self, *, on=None):
        """Puts this draft in force from `on` (today) and supersedes the one before; PublishedText if it is no draft."""
        if not self.is_draft:
            raise PublishedText
        PathVersion.objects.filter(path=self.path, status=VersionStatus.PUBLISHED).update(
            status=VersionStatus.SUPERSEDED
        )
        self.status = VersionStatus.PUBLISHED
        self.published_on = on or timezone.localdate()
        self.review_due_on = self.published_on + relativedelta(months=REVIEW_MONTHS)
        self.save(update_fields=["status", "published_on", "review_due_on"])


class DraftText(PublicContent):
    """Rows that stand still once their version is published."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Raises PublishedText."""
        self.refuse_published()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Raises PublishedText."""
        self.refuse_published()
        return super().delete(*args, **kwargs)

    def refuse_published(self):
        if not self.text_version.is_draft:
            raise PublishedText


class ReportingStepQuerySet(PublicContent.QuerySet):
    def for_reading(self, office=None):
        """In one query: adds `law_list` (see reference_rows), `choice_list` and `local_deadline` of `office`."""
        fields = {name: name for name in ("sort", "label", "text", "goto", "tone")}
        choices = StepChoice.objects.filter(step=OuterRef("pk")).order_by("sort").values(row=JSONObject(**fields))
        deadline = LocalDeadline.objects.filter(
            office=office, path=OuterRef("version__path"), deadline_key=OuterRef("deadline_key")
        )
        return self.annotate(
            law_list=reference_rows(steps=OuterRef("pk")),
            choice_list=ArraySubquery(choices),
            local_deadline=Subquery(deadline.values("text")[:1]),
        ).order_by("sort")


class ReportingStep(DraftText):
    """One step: who does what, on which law, what to write down, by when, and what if it is not possible."""

    version = models.ForeignKey(PathVersion, models.CASCADE, related_name="steps")
    key = models.CharField(_("Nummer"), max_length=4)
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"))
    title = models.CharField(_("Titel"), max_length=120)
    who = models.CharField(_("Wer"), max_length=200, blank=True)
    text = models.TextField(_("Was tun"))
    points = models.JSONField(_("Liste"), default=list, blank=True)
    laws = models.ManyToManyField(LegalReference, related_name="steps", blank=True)
    document = models.TextField(_("Was festhalten"), blank=True)
    deadline = models.CharField(_("Bis wann"), max_length=200, blank=True)
    deadline_key = models.SlugField(_("Kennung der örtlichen Frist"), blank=True)
    if_not_possible = models.TextField(_("Wenn es nicht geht"), blank=True)
    contact = models.CharField(_("Kontakt"), max_length=60, blank=True)
    kind = models.CharField(_("Art"), max_length=10, choices=StepKind, default=StepKind.STEP)
    next_key = models.CharField(_("Nächster Schritt"), max_length=4, blank=True)

    objects = ReportingStepQuerySet.as_manager()

    class Meta:
        ordering = ["sort"]
        verbose_name = _("Schritt")
        verbose_name_plural = _("Schritte")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="path_step_key_once_a_version")]

    def __str__(self):
        return f"{self.key}. {self.title}"

    @property
    def text_version(self):
        return self.version

    @property
    def is_decision(self):
        return self.kind == StepKind.DECISION

    @property
    def is_special(self):
        return self.kind == StepKind.SPECIAL


class StepChoice(DraftText):
    """One answer at a decision."""

    step = models.ForeignKey(ReportingStep, models.CASCADE, related_name="choices")
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"))
    label = models.CharField(_("Antwort"), max_length=120)
    text = models.TextField(_("Was dann"), blank=True)
    goto = models.CharField(_("Weiter mit"), max_length=4, help_text=_("Nummer eines Schritts, S0 oder ende."))
    tone = models.CharField(_("Ton"), max_length=10, choices=Tone, default=Tone.SUCCESS)

    class Meta:
        ordering = ["sort"]
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")

    def __str__(self):
        return self.label

    @property
    def text_version(self):
        return self.step.version

    @property
    def leads_to_emergency(self):
        return self.goto == GOTO_EMERGENCY

    @property
    def leads_to_end(self):
        return self.goto == GOTO_END


class SearchWord(PublicContent):
    """A word under which people look for a path."""

    path = models.ForeignKey(ReportingPath, models.CASCADE, related_name="search_words")
    word = models.CharField(_("Suchwort"), max_length=60)

    class Meta:
        ordering = ["word"]
        verbose_name = _("Suchwort")
        verbose_name_plural = _("Suchwörter")
        constraints = [models.UniqueConstraint(fields=["path", "word"], name="path_search_word_once")]

    def __str__(self):
        return self.word


class LocalDeadline(PublicContent):
    """A deadline that one Jugendamt agreed; it replaces the step's wording there (the laws name no days or hours)."""

    office = models.ForeignKey(YouthWelfareOffice, models.CASCADE, related_name="deadlines")
    path = models.ForeignKey(ReportingPath, models.CASCADE, related_name="local_deadlines")
    deadline_key = models.SlugField(_("Kennung der Frist"))
    text = models.CharField(_("Wortlaut"), max_length=200)

    class Meta:
        ordering = ["office", "path", "deadline_key"]
        verbose_name = _("Örtliche Frist")
        verbose_name_plural = _("Örtliche Fristen")
        constraints = [
            models.UniqueConstraint(fields=["office", "path", "deadline_key"], name="path_local_deadline_once")
        ]

    def __str__(self):
        return self.text
