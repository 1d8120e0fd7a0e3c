"""The shape of a profile: which keys there are and what they hold."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from netzwerk.hours import WEEKDAYS_SHORT
from netzwerk.keys import key_from
from netzwerk.phones import PHONE
from reporting_paths.contacts.enums import Kind, Scope
from reporting_paths.contacts.models.closures import in_year

CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
POSTAL_CODE = re.compile(r"[0-9]{5}")
YEARLY = re.compile(r"(\d{2})-(\d{2})")
LEAP_YEAR = 2000


def parse_clock(text):
    found = CLOCK.fullmatch(text) if isinstance(text, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError("muss eine Uhrzeit sein, zum Beispiel „8:30“.")
    return time(int(found[1]), int(found[2]))


def parse_days(text):
    """„Mo-Do, Sa“ as (0, 1, 2, 3, 5)."""
    days = []
    for part in str(text).replace("–", "-").split(","):
        ends = [name.strip() for name in part.split("-")]
        if len(ends) > 2 or any(name not in WEEKDAYS_SHORT for name in ends):
            raise ValueError("muss Wochentage nennen, zum Beispiel „Mo-Do“ oder „Mo, Mi“.")
        first, last = WEEKDAYS_SHORT.index(ends[0]), WEEKDAYS_SHORT.index(ends[-1])
        if last < first:
            raise ValueError("Der letzte Wochentag liegt vor dem ersten.")
        days += range(first, last + 1)
    if len(set(days)) < len(days):
        raise ValueError("Ein Wochentag kommt doppelt vor.")
    return tuple(days)


def parse_day(value):
    """A date, or „12-24“ for every year (then of the leap year 2000)."""
    if type(value) is date:
        return value
    found = YEARLY.fullmatch(value) if isinstance(value, str) else None
    try:
        return (date(LEAP_YEAR, int(found[1]), int(found[2])),)
    except (TypeError, ValueError):
        raise ValueError("muss ein Datum sein (2026-12-24) oder „12-24“ für jedes Jahr.") from None


def matching(pattern, reason):
    def check(text):
        if not isinstance(text, str) or not pattern.fullmatch(text):
            raise ValueError(reason)
        return text

    return Annotated[str, BeforeValidator(check)]


Clock = Annotated[time, BeforeValidator(parse_clock)]
Days = Annotated[tuple, BeforeValidator(parse_days)]
Day = Annotated[Any, BeforeValidator(parse_day)]
Phone = matching(PHONE, "muss eine Telefonnummer sein, zum Beispiel „0221 4710-100“.")
PostalCode = matching(POSTAL_CODE, "muss eine Postleitzahl mit fünf Ziffern in Anführungszeichen sein.")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NetworkPart(Part):
    key: str
    name: str
    short_name: str
    operator: str
    about: str = ""
    attitude: list[str] = []
    imprint_address: str = ""
    imprint_representative: str = ""
    imprint_email: str = ""
    imprint_phone: str = ""
    is_example: bool = False


class OfficePart(Part):
    key: str
    name: str
    short_name: str
    address: str = ""
    website: str = ""


class TownPart(Part):
    """Without `office` a neighbour that the network does not cover."""

    slug: str
    name: str
    postal_codes: list[PostalCode]
    office: str | None = None
    responsible_elsewhere: str = ""


class HoursPart(Part):
    days: Days
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def ends_after_start(self):
        if self.closes <= self.opens:
            raise ValueError("Ende liegt vor dem Beginn.")
        return self


class ContactPart(Part):
    key: str
    kind: Literal[tuple(Kind.values)]
    name: str
    phone: Phone
    office: str | None = None
    towns: list[str] = []
    phone_label: str = ""
    email: str = ""
    address: str = ""
    note: str = ""
    is_always_open: bool = False
    closed_on_holidays: bool = True
    fallback: str | None = None
    verified_on: date | None = None
    hours: list[HoursPart] = []


class ClosurePart(Part):
    """Without `contact` and `office` for every office of the network; without years it comes back every year."""

    starts: Day = Field(alias="from")
    ends: Day = Field(alias="until")
    reason: str
    contact: str | None = None
    office: str | None = None

    @model_validator(mode="after")
    def is_a_span(self):
        if self.is_yearly != isinstance(self.ends, tuple):
            raise ValueError("Nennen Sie bei „from“ und „until“ entweder beide Male ein Jahr oder keines.")
        if self.ends_on < self.starts_on:
            raise ValueError("Ende liegt vor dem Beginn.")
        if self.contact and self.office:
            raise ValueError("Nennen Sie „contact“ oder „office“, nicht beides.")
        return self

    @property
    def is_yearly(self):
        return isinstance(self.starts, tuple)

    @property
    def starts_on(self):
        return self.starts[0] if self.is_yearly else self.starts

    @property
    def ends_on(self):
        """In the following year where a yearly closure runs over New Year."""
        if not self.is_yearly:
            return self.ends
        end = self.ends[0]
        return end if end >= self.starts_on else in_year(end, LEAP_YEAR + 1)


class DeadlinePart(Part):
    """What one Jugendamt agreed for a step; `path` and `key` name the step in the standard paths."""

    office: str
    path: str
    key: str
    text: str


class HelplinePart(Part):
    key: str
    name: str
    audience: str = ""
    phone: Phone | Literal[""] = ""
    second_phone: Phone | Literal[""] = ""
    times: str = ""
    url: str = ""
    scope: Literal[tuple(Scope.values)] = Scope.FEDERAL.value
    for_professionals: bool = False
    verified_on: date | None = None


class CategoryPart(Part):
    code: str
    legal_ref: str
    title: str
    short_title: str
    examples: str = ""
    is_statutory: bool = True


class OrganisationPart(Part):
    name: str
    category: str
    office: str | None = None
    town: str | None = None
    provider: Literal["", "public", "independent"] = ""
    website: str = ""

    @property
    def key(self):
        """Made from the name: a renamed organisation is another one."""
        return key_from(self.name)


class SharedPart(Part):
    """What a profile may include from another file."""

    helplines: list[HelplinePart] = []
    actor_categories: list[CategoryPart] = []


class ProfilePart(SharedPart):
    network: NetworkPart
    offices: list[OfficePart]
    towns: list[TownPart]
    contacts: list[ContactPart]
    include: list[str] = []
    shared_postal_codes: list[PostalCode] = []
    closures: list[ClosurePart] = []
    deadlines: list[DeadlinePart] = []
    organisations: list[OrganisationPart] = []
