"""A path as somebody reads it: the published text, filled with the contacts of the chosen town."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from members.experts.reading import expert_book
from netzwerk.models import Network
from netzwerk.pagecache import kept
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.reading import all_helplines, all_towns, contact_book, reachable_now
from reporting_paths.paths.files import HELPLINE_PREFIX
from reporting_paths.paths.models import GOTO_END, PathVersion, ReportingStep, StepChoice
from reporting_paths.paths.placeholders import fill

FILLED = ("title", "who", "text", "document", "deadline", "if_not_possible")
CONTACT_ASD = "asd"
CONTACT_EXPERT = "insofa"


class TownChoice:
    """The town somebody chose (`?ort=`), and whom one calls there now."""

    def __init__(self, slug="", request=None):
        self.slug = slug
        self.request = request
        self.moment = timezone.now()

    @cached_property
    def book(self):
        return contact_book(self.request)

    @cached_property
    def all_towns(self):
        return all_towns(self.request)

    @cached_property
    def towns(self):
        """Towns of the network."""
        return [town for town in self.all_towns if town.is_covered]

    @cached_property
    def town(self):
        """The chosen town, or None; a neighbour that the network does not cover is one too."""
        return next((town for town in self.all_towns if town.slug == self.slug), None) if self.slug else None

    @property
    def is_unknown(self):
        return bool(self.slug) and self.town is None

    @cached_property
    def office(self):
        """The Jugendamt of the chosen town, or None."""
        return self.town.youth_welfare_office if self.town else None

    @cached_property
    def offices(self):
        """All Jugendämter that have a town."""
        found = {town.youth_welfare_office.pk: town.youth_welfare_office for town in self.towns}
        return sorted(found.values(), key=lambda office: (office.sort, office.name))

    @property
    def query(self):
        """Carries the choice along: „?ort=minden“ or nothing."""
        return f"?ort={self.town.slug}" if self.town else ""

    @cached_property
    def answer(self):
        """Reachability now, or None without a town of the network."""
        return reachable_now(self.request, self.town, self.book) if self.office else None

    @property
    def valid_until(self):
        """Until when a page with this choice stays right; None where the clock does not matter."""
        if self.is_unknown:
            return self.moment
        return self.answer.valid_until if self.answer else None

    def contacts(self, kind):
        """Contact points of `kind`: of the chosen town, otherwise of the whole network."""
        return self.book.serving(kind, self.town) if self.office else self.book.of_kind(kind)

    @cached_property
    def experts(self):
        return self.contacts(Kind.INSOFA)

    @cached_property
    def expert_cards(self):
        """ExpertCards of the chosen town, as the reader may see them; only a step that asks for advice reads them."""
        if self.request is None or not self.office:
            return []
        return expert_book(self.request).cards(self.request.user, self.moment, town=self.town)

    @cached_property
    def on_call(self):
        return self.contacts(Kind.ON_CALL)

    @property
    def is_on_call_via_police(self):
        """Whether the Rufbereitschaft is called through the police here; without a town, everywhere."""
        return bool(self.on_call) and all(contact.is_via_police for contact in self.on_call)

    @property
    def common_on_call(self):
        """The one number of the Rufbereitschaft where all towns share it, otherwise empty."""
        phones = {contact.phone for contact in self.on_call if contact.is_always_open}
        return phones.pop() if len(phones) == 1 else ""

    @cached_property
    def helplines(self):
        return {helpline.key: helpline for helpline in all_helplines(self.request)}


LISTED_AT_MOST = 2  # contacts named within a sentence


class Values:
    """What stands for each placeholder (`placeholders.NAMES`); worked out only where a text asks."""

    def __init__(self, choice):
        self.choice = choice

    def __getitem__(self, name):
        return getattr(self, name)

    @property
    def netzwerk(self):
        network = kept(self.choice.request, "network", Network.objects.first)
        return network.name if network else _("Netzwerk Kinderschutz")

    @property
    def jugendamt(self):
        offices = [self.choice.office] if self.choice.office else self.choice.offices
        if len(offices) == 1:
            return offices[0].name
        if not offices:
            return _("das Jugendamt am Wohnort des Kindes")
        *first, last = [office.name for office in offices]
        return _("je nach Wohnort des Kindes {first} oder {last}").format(first=", ".join(first), last=last)

    @property
    def koordination(self):
        """The one of the whole network where there is one, otherwise each Jugendamt's."""
        contacts = self.choice.contacts(Kind.COORDINATION)
        common = [contact for contact in contacts if contact.youth_welfare_office_id is None]
        return _list(common or contacts) or _("die Koordinierungsstelle des Netzwerks")

    @property
    def asd(self):
        """The numbers by day; beyond LISTED_AT_MOST a text only says where they stand."""
        contacts = self.choice.contacts(Kind.ASD)
        if len(contacts) > LISTED_AT_MOST:
            return _("je nach Wohnort des Kindes; alle Nummern stehen im Portal unter „Wen rufe ich jetzt an?“")
        return _list(contacts) or _("der Allgemeine Soziale Dienst des Jugendamts")

    @property
    def bereitschaft(self):
        """One whole sentence, for Sie and du alike."""
        if not self.choice.on_call or self.choice.is_on_call_via_police:
            return _("Die Rufbereitschaft des Jugendamts ist über die Polizei erreichbar: Telefon 110.")
        return _("Nummern der Rufbereitschaft: {contacts}.").format(contacts=_list(self.choice.on_call))


def _list(contacts):
    """„Name, Telefon …; Name, Telefon …“, each once."""
    entries = dict.fromkeys(f"{contact.name}, Telefon {contact.phone}" for contact in contacts)
    return "; ".join(entries)


@dataclass(frozen=True)
class Back:
    """A step that leads to the one being read."""

    step: object
    is_answer: bool


def published_versions(request):
    """The version in force of every path, in order."""
    return kept(request, "path versions", lambda: list(PathVersion.objects.published().with_legal_basis()))


class PathReading:
    """One path with all its steps, in two queries whatever its length."""

    def __init__(self, versions, version, choice):
        self.versions = versions
        self.version = version
        self.choice = choice

    @classmethod
    def open(cls, slug, choice):
        """The published version of `slug`. Raises Http404."""
        versions = published_versions(choice.request)
        version = next((version for version in versions if version.path.slug == slug), None)
        if version is None:
            raise Http404
        return cls(versions, version, choice)

    @classmethod
    def open_all(cls, choice):
        """A reading of every published path, in two queries."""
        versions = published_versions(choice.request)
        readings = {version.pk: cls(versions, version, choice) for version in versions}
        rows = ReportingStep.objects.filter(version__in=versions).for_reading(choice.office)
        by_version = {}
        for step in rows:
            by_version.setdefault(step.version_id, []).append(step)
        for key, reading in readings.items():
            reading.steps = reading.prepared(by_version.get(key, []))
        return list(readings.values())

    @property
    def path(self):
        return self.version.path

    @property
    def others(self):
        """Versions to switch to; S0 has its own place above every path."""
        return [version for version in self.versions if not version.path.is_emergency]

    @cached_property
    def emergency(self):
        """The version of S0, or None."""
        return next((version for version in self.versions if version.path.is_emergency), None)

    @cached_property
    def steps(self):
        """All steps, placeholders filled, with `choice_rows`, `contact_kind` and `helpline`."""
        town, office = self.choice.town, self.choice.office
        return kept(
            self.choice.request,
            ("steps", self.version.pk, town and town.pk, timezone.localdate()),
            lambda: self.prepared(list(self.version.steps.for_reading(office))),
        )

    def prepared(self, steps):
        values = Values(self.choice)
        for step in steps:
            self._prepare(step, values)
        return steps

    def _prepare(self, step, values):
        for name in FILLED:
            setattr(step, name, fill(getattr(step, name), values))
        step.points = [fill(point, values) for point in step.points]
        step.deadline = step.local_deadline or step.deadline
        step.choice_rows = [StepChoice(**row) for row in step.choice_list]
        step.contact_kind, _colon, helpline = step.contact.partition(":")
        step.helpline = self.choice.helplines.get(helpline) if step.contact.startswith(HELPLINE_PREFIX) else None

    @cached_property
    def by_key(self):
        return {step.key: step for step in self.steps}

    @cached_property
    def main_steps(self):
        return [step for step in self.steps if not step.is_special]

    @cached_property
    def special_steps(self):
        return [step for step in self.steps if step.is_special]

    def step(self, key):
        """The step `key`. Raises Http404."""
        if key not in self.by_key:
            raise Http404
        return self.by_key[key]

    def position(self, step):
        """1 for the first; None for a special step, which stands beside the path."""
        return None if step.is_special else self.main_steps.index(step) + 1

    def ways_back(self, key):
        """All Backs to a step (or „ende“), the last first. The way taken is stored nowhere, so it can't be known."""
        steps = self.main_steps if key == GOTO_END else self.steps
        backs = [Back(step, step.is_decision) for step in steps if key in _leads_to(step)]
        return backs[::-1]


def _leads_to(step):
    """Keys one comes to from a prepared step."""
    if step.is_decision:
        return [answer.goto for answer in step.choice_rows]
    return [step.next_key or GOTO_END]
