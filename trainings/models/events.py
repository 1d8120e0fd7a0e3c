"""Training events (Qualifizierungsangebote, § 9 Abs. 5 Landeskinderschutzgesetz NRW)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory
from members.permissions import coordinated_office_ids, is_coordinator, is_network_coordinator
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.pagecache import PublicContent
from trainings.enums import EventMode, EventStatus, MaterialTime
from trainings.models.topics import CourseKind, Topic

SEATS_AT_MOST = 2000


class TrainingEventQuerySet(PublicContent.QuerySet):
    def public(self):
        """What everybody may know of: all but drafts."""
        return self.exclude(status=EventStatus.DRAFT)

    def visible_to(self, user):
        """Public ones, and the drafts of the Jugendämter `user` coordinates."""
        if is_network_coordinator(user):
            return self.all()
        own = Q(youth_welfare_office__in=coordinated_office_ids(user)) if is_coordinator(user) else Q(pk__in=[])
        return self.filter(own | ~Q(status=EventStatus.DRAFT))

    def planned_by(self, user):
        """Those `user` may see among the coordination's pages: the whole network's, and those of own Jugendämter."""
        if not is_coordinator(user):
            return self.none()
        return self.visible_to(user)

    def changeable_by(self, user):
        """Those `user` plans: all as the whole network's coordination, otherwise those of own Jugendämter."""
        if is_network_coordinator(user):
            return self.all()
        return self.filter(youth_welfare_office__in=coordinated_office_ids(user))

    def to_enter(self, now=None):
        """Published ones that are over: somebody has to say whether they were held."""
        return self.filter(status=EventStatus.PUBLISHED, ends_at__lte=now or timezone.now())

    def upcoming(self, now=None):
        """Published ones that have not ended."""
        return self.filter(status=EventStatus.PUBLISHED, ends_at__gt=now or timezone.now())

    def counting(self, year):
        """Those that count for § 9 Abs. 5 in the calendar year `year` (by their first day); see trainings.counting."""
        categories = models.Count("target_categories", distinct=True)
        return (
            self.filter(status=EventStatus.HELD, is_qualification_offer=True, starts_at__year=year)
            .filter(topics__is_mandate=True)
            .annotate(target_count=categories)
            .filter(Q(target_count=0) | Q(target_count__gte=2))
            .distinct()
        )


class TrainingEvent(PublicContent):
    """A training with one or several sessions; without a Jugendamt it is the whole network's.

    `starts_at` and `ends_at` are those of the first and last session. `taken_count` (confirmed and offered seats),
    `waiting_count` and `open_seats` (seats free for everybody, without those reserved) are recounted from the
    registrations by every action that changes one, under the lock of this row; see trainings.seats.
    """

    title = models.CharField(_("Titel"), max_length=160)
    slug = models.SlugField(_("Kennung"), max_length=100, unique=True, editable=False)
    lead = models.TextField(_("Kurzbeschreibung"), max_length=600, blank=True)
    description = models.TextField(_("Beschreibung"), max_length=10000, blank=True)
    contents = models.TextField(
        _("Inhalte auf der Bescheinigung"),
        max_length=1500,
        blank=True,
        help_text=_("Eine Zeile je Inhalt. Stehen auf der Teilnahmebescheinigung."),
    )
    speakers = models.TextField(
        _("Referentinnen und Referenten"), max_length=600, blank=True, help_text=_("Eine Person je Zeile.")
    )
    status = models.CharField(_("Stand"), max_length=10, choices=EventStatus.choices, default=EventStatus.DRAFT)
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_events",
        verbose_name=_("Jugendamt"),
        help_text=_("Leer: gemeinsames Angebot des ganzen Netzwerks."),
    )
    course_kind = models.ForeignKey(
        CourseKind, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("Kursart")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="events", verbose_name=_("Themen"))
    target_categories = models.ManyToManyField(
        ActorCategory,
        blank=True,
        related_name="training_events",
        verbose_name=_("Zielgruppen"),
        help_text=_("Keine Auswahl: offen für alle Akteursgruppen."),
    )
    is_qualification_offer = models.BooleanField(_("Qualifizierungsangebot nach § 9 Abs. 5"), default=True)
    is_external = models.BooleanField(
        _("Externe, gemeinsam getragene Veranstaltung"),
        default=False,
        help_text=_("Das Netzwerk trägt sie mit; die Anmeldung läuft beim Veranstalter."),
    )
    organiser = models.CharField(_("Veranstalter"), max_length=160, blank=True)
    external_url = models.URLField(_("Anmeldung beim Veranstalter"), blank=True)

    mode = models.CharField(_("Form"), max_length=10, choices=EventMode.choices, default=EventMode.ONSITE)
    place = models.TextField(_("Ort"), max_length=300, blank=True, help_text=_("Haus, Straße, Raum"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="training_events", verbose_name=_("Stadt")
    )
    online_url = models.URLField(
        _("Zugang zur Online-Veranstaltung"), blank=True, help_text=_("Sehen nur Personen mit bestätigtem Platz.")
    )
    accessibility = models.TextField(_("Barrierefreiheit"), max_length=600, blank=True)
    fee = models.CharField(_("Kosten"), max_length=200, blank=True, help_text=_("Zum Beispiel „kostenfrei“."))

    starts_at = models.DateTimeField(_("Beginn"), null=True, editable=False)
    ends_at = models.DateTimeField(_("Ende"), null=True, editable=False)
    opens_at = models.DateTimeField(_("Anmeldung ab"), null=True, blank=True, help_text=_("Leer: ab sofort."))
    closes_at = models.DateTimeField(
        _("Anmeldung bis"), null=True, blank=True, help_text=_("Leer: bis zum Beginn der Veranstaltung.")
    )
    return_until_on = models.DateField(
        _("Abmeldung möglich bis"), null=True, blank=True, help_text=_("Leer: bis zum Tag vor der Veranstaltung.")
    )
    minimum = models.PositiveSmallIntegerField(_("Mindestzahl"), default=0)
    maximum = models.PositiveSmallIntegerField(_("Plätze"), default=20)
    waiting_list_cap = models.PositiveSmallIntegerField(
        _("Plätze auf der Warteliste"), default=20, help_text=_("0: keine Warteliste.")
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("Frist für angebotene Plätze in Stunden"), default=48, help_text=_("Danach rückt die nächste Person nach.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("Dauer auf der Bescheinigung in Minuten"), null=True, blank=True, help_text=_("Leer: Summe der Termine.")
    )
    joining_letter = models.TextField(
        _("Anreise und Hinweise"),
        max_length=3000,
        blank=True,
        help_text=_("Geht vor der Veranstaltung einmal an alle mit bestätigtem Platz."),
    )

    taken_count = models.PositiveIntegerField(default=0, editable=False)
    waiting_count = models.PositiveIntegerField(default=0, editable=False)
    open_seats = models.PositiveIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.CharField(_("Grund der Absage"), max_length=500, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TrainingEventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("Fortbildung")
        verbose_name_plural = _("Fortbildungen")
        indexes = [
            models.Index(fields=["status", "starts_at", "id"], name="training_by_status_and_start"),
            models.Index(fields=["starts_at", "id"], name="training_by_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=EventStatus.values), name="training_status_known"),
            models.CheckConstraint(condition=Q(mode__in=EventMode.values), name="training_mode_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) | Q(starts_at=None, ends_at=None),
                name="training_ends_after_start",
                violation_error_message=_("Das Ende muss nach dem Beginn liegen."),
            ),
            models.CheckConstraint(
                condition=Q(status=EventStatus.DRAFT) | Q(starts_at__isnull=False),
                name="training_has_a_date_once_published",
                violation_error_message=_("Zum Veröffentlichen braucht es mindestens einen Termin."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="training_closes_after_it_opens",
                violation_error_message=_("Die Anmeldung muss nach ihrem Beginn enden."),
            ),
            models.CheckConstraint(
                condition=Q(maximum__gte=1, maximum__lte=SEATS_AT_MOST),
                name="training_has_seats",
                violation_error_message=_("Geben Sie 1 bis 2000 Plätze an."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=F("maximum")),
                name="training_minimum_at_most_maximum",
                violation_error_message=_("Die Mindestzahl ist höher als die Zahl der Plätze."),
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__gte=1),
                name="training_offer_lasts",
                violation_error_message=_("Die Frist dauert mindestens eine Stunde."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("trainings:event-detail", args=[self.slug])

    @property
    def url(self):
        """The full address, for mails and calendars."""
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    @property
    def calendar_key(self):
        """Its key among the calendar objects."""
        return f"training:{self.pk}"

    @property
    def has_begun(self):
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def has_ended(self):
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def has_taken_place(self):
        """Whether it went to its end; then there are certificates."""
        return self.has_ended and self.status in (EventStatus.PUBLISHED, EventStatus.HELD)

    @property
    def sign_up_ends_at(self):
        """When signing up ends: at the latest with the beginning."""
        return min(filter(None, (self.closes_at, self.starts_at)), default=None)

    @property
    def is_open(self):
        """Whether people may sign up now, for a seat or for the waiting list."""
        now = timezone.now()
        begins = self.opens_at is None or self.opens_at <= now
        ends = self.sign_up_ends_at
        return self.status == EventStatus.PUBLISHED and not self.is_external and begins and ends > now

    @property
    def is_full(self):
        """Whether no seat is free for everybody; reserved ones may be."""
        return self.open_seats == 0

    @property
    def has_room_to_wait(self):
        return self.waiting_count < self.waiting_list_cap

    @property
    def last_return_on(self):
        """The last day on which a seat may be given back or handed to a substitute."""
        if self.return_until_on:
            return self.return_until_on
        return timezone.localdate(self.starts_at) - timedelta(days=1) if self.starts_at else None

    @property
    def can_give_back(self):
        return self.status == EventStatus.PUBLISHED and timezone.localdate() <= self.last_return_on

    @property
    def duration_minutes(self):
        """What the certificate says: the set minutes, or the sum of the sessions."""
        if self.minutes:
            return self.minutes
        return sum(int((part.ends_at - part.starts_at).total_seconds() // 60) for part in self.sessions.all())


class Session(models.Model):
    """One date of a training; the action that saves them keeps the event's start and end, and that none overlap."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="sessions")
    title = models.CharField(_("Überschrift"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_session_ends_after_start",
                violation_error_message=_("Das Ende muss nach dem Beginn liegen."),
            )
        ]

    def __str__(self):
        return self.title or str(self.event)


class SeatReservation(models.Model):
    """Seats kept for one actor group; from the day `release_on` on they are everybody's."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="reservations")
    actor_category = models.ForeignKey(ActorCategory, models.PROTECT, related_name="+", verbose_name=_("Akteursgruppe"))
    seats = models.PositiveSmallIntegerField(_("Plätze"))
    release_on = models.DateField(_("Frei für alle ab"))

    class Meta:
        ordering = ["actor_category__sort", "pk"]
        verbose_name = _("Reservierte Plätze")
        verbose_name_plural = _("Reservierte Plätze")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "actor_category"],
                name="training_reservation_once_a_group",
                violation_error_message=_("Für diese Akteursgruppe sind schon Plätze reserviert."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="training_reservation_of_seats",
                violation_error_message=_("Reservieren Sie mindestens einen Platz."),
            ),
        ]

    def __str__(self):
        return f"{self.actor_category.short_title}: {self.seats}"


class Material(models.Model):
    """A file or an address for participants with a confirmed seat; never public."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="materials")
    title = models.CharField(_("Bezeichnung"), max_length=120)
    time = models.CharField(_("Sichtbar"), max_length=10, choices=MaterialTime.choices, default=MaterialTime.BEFORE)
    file = models.FileField(_("Datei"), upload_to="trainings/materials/", blank=True)
    url = models.URLField(_("Adresse"), blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["time", "title", "pk"]
        verbose_name = _("Material")
        verbose_name_plural = _("Materialien")
        constraints = [
            models.CheckConstraint(condition=Q(time__in=MaterialTime.values), name="training_material_time_known"),
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="training_material_file_or_address",
                violation_error_message=_("Geben Sie entweder eine Datei oder eine Adresse an."),
            ),
        ]

    def __str__(self):
        return self.title
