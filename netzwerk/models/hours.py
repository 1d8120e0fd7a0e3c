"""Weekly hours as rows; what they mean in moments and in words is in netzwerk.hours."""

from datetime import time

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from netzwerk.hours import Weekday
from netzwerk.pagecache import PublicContent


class DayHours(PublicContent):
    """Hours of one weekday; several rows a day make a lunch break. The end does not count.

    A subclass names whose they are, and takes `hours_constraints`.
    """

    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=Weekday.choices)
    opens = models.TimeField(_("Von"))
    closes = models.TimeField(_("Bis"))

    class Meta:
        abstract = True
        ordering = ["weekday", "opens"]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    @classmethod
    def inline(cls, **owner):
        """The rows of `owner` (field=OuterRef) as one column of the owner's query: see `from_inline`."""
        rows = cls.objects.filter(**owner).order_by("weekday", "opens")
        return ArraySubquery(rows.values(row=JSONObject(weekday="weekday", opens="opens", closes="closes")))

    @classmethod
    def from_inline(cls, column, **owner):
        """What `inline` read, as rows of `owner` (field=record)."""
        return [
            cls(
                weekday=row["weekday"],
                opens=time.fromisoformat(row["opens"]),
                closes=time.fromisoformat(row["closes"]),
                **owner,
            )
            for row in column
        ]


def hours_constraints(prefix):
    """What is always true of such rows; that none overlap is SQL in the first migration of each room."""
    return [
        models.CheckConstraint(
            condition=Q(closes__gt=F("opens")),
            name=f"{prefix}_end_after_start",
            violation_error_message=_("Das Ende muss nach dem Beginn liegen."),
        ),
        models.CheckConstraint(condition=Q(weekday__lte=6), name=f"{prefix}_weekday_known"),
    ]
