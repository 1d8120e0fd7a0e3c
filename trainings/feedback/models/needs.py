"""Wishes for trainings, and who supports them; members see of each other the actor group only."""

import re
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory
from trainings.feedback.enums import NeedState
from trainings.feedback.permissions import can_decide_needs, can_see_needs
from trainings.models import Topic, TrainingEvent

GERMAN = "german"  # PostgreSQL's own: it knows forms of a word and leaves out „und“ and „mit“
WORDS, SIMILAR = 12, 5
PART = 6  # letters: „Elterngespräche“ is like „Gespräche mit Eltern“
EVERYWHERE = ("kinder", "schutz", "fortbi")  # in titles of all kinds
_WORD = re.compile(r"[^\W_]+")


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What members may read; coordinators see hidden ones too. Merged ones live on in the other."""
        return self.readable_by(user).filter(merged_into=None)

    def readable_by(self, user):
        """The same with the merged ones, whose address leads on."""
        if not can_see_needs(user):
            return self.none()
        return self if can_decide_needs(user) else self.filter(is_hidden=False)

    def with_supports(self, user):
        """Adds `support_count` and `is_supported` (by `user`)."""
        own = NeedSupport.objects.filter(need=OuterRef("pk"), user=user)
        return self.annotate(support_count=Count("supports"), is_supported=Exists(own))

    def by_support(self):
        """The most wanted first."""
        return self.order_by("-support_count", "-created_on", "-pk")

    def wanted_by(self, group):
        """Those somebody of the actor group wished for or supports."""
        supports = NeedSupport.objects.filter(need=OuterRef("pk"), actor_category=group)
        return self.filter(Q(actor_category=group) | Exists(supports))

    def matching(self, text):
        """Those with every word of `text` (or its beginning) in title or reason, in any German form."""
        words = _WORD.findall(text)[:WORDS]
        found = self.annotate(all_words=SearchVector("title", "reason", config=GERMAN))
        return found.filter(all_words=_query(words, " & ")) if words else self.none()

    def related_to(self, text):
        """Those that share a word of the title with `text`, also where it is part of a longer one."""
        words = _WORD.findall(text.lower())[:WORDS]
        if not words:
            return self.annotate(rank=Value(0)).none()
        title, query = SearchVector("title", config=GERMAN), _query(words, " | ")
        parts = [word[:PART] for word in words if len(word) >= PART and not word.startswith(EVERYWHERE)]
        beside = reduce(or_, (Q(title__icontains=part) for part in parts), Q(title_words=query))
        return self.annotate(title_words=title, rank=SearchRank(title, query)).filter(beside)

    def similar_to(self, text):
        """At most five that can be supported and share a word of the title with `text`, the closest first."""
        alive = self.filter(merged_into=None, is_hidden=False, state__in=NeedState.supportable())
        return (
            alive.related_to(text)
            .annotate(support_count=Count("supports"))
            .order_by("-rank", "-support_count", "pk")[:SIMILAR]
        )


def _query(words, joiner):
    return SearchQuery(joiner.join(f"{word}:*" for word in words), config=GERMAN, search_type="raw")


class Need(models.Model):
    """A wish for a training (Bedarf), for everybody; the one who wished is its first supporter."""

    title = models.CharField(_("Thema"), max_length=120)
    reason = models.CharField(_("Warum ist das wichtig?"), max_length=500, blank=True)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="needs", verbose_name=_("Themenfeld")
    )
    actor_category = models.ForeignKey(
        ActorCategory, models.PROTECT, related_name="training_needs", verbose_name=_("Akteursgruppe")
    )
    state = models.CharField(_("Stand"), max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    event = models.ForeignKey(
        TrainingEvent, models.SET_NULL, null=True, blank=True, related_name="needs", verbose_name=_("Fortbildung")
    )
    answer = models.CharField(_("Antwort der Koordination"), max_length=500, blank=True)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="merged", editable=False)
    is_hidden = models.BooleanField(_("Ausgeblendet"), default=False, editable=False)
    created_on = models.DateField(_("Eingetragen am"), default=timezone.localdate, editable=False)
    answered_on = models.DateField(_("Beantwortet am"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_on", "-pk"]
        verbose_name = _("Bedarf")
        verbose_name_plural = _("Bedarfe")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NeedState.values), name="need_state_known"),
            models.CheckConstraint(
                condition=~Q(state=NeedState.DECLINED) | ~Q(answer=""),
                name="need_declined_with_a_reason",
                violation_error_message=_("Nennen Sie den Grund, damit die Mitglieder ihn verstehen."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="need_not_merged_into_itself"
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_on"], name="need_by_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("feedback:need-detail", args=[self.pk])

    @property
    def can_be_supported(self):
        return self.state in NeedState.supportable() and not self.is_hidden and self.merged_into_id is None

    @property
    def tone(self):
        """The badge's colour for its state."""
        return {NeedState.OPEN: "info", NeedState.DECLINED: "warning"}.get(self.state, "success")


class NeedSupport(models.Model):
    """That somebody wants the training too, for the actor group of their seat."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="need_supports")
    actor_category = models.ForeignKey(ActorCategory, models.PROTECT, related_name="+", verbose_name=_("Akteursgruppe"))
    is_author = models.BooleanField(_("Selbst gewünscht"), default=False)
    created_on = models.DateField(_("Seit"), default=timezone.localdate)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Unterstützung eines Bedarfs")
        verbose_name_plural = _("Unterstützungen von Bedarfen")
        constraints = [models.UniqueConstraint(fields=["need", "user"], name="need_supported_once")]

    def __str__(self):
        return str(self.need)
