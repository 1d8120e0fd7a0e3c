"""What the Leitfaden shows of the network's records, read once for a whole edition."""

from functools import cached_property

from members.models import ActorCategory
from netzwerk.models import Municipality, Network, YouthWelfareOffice
from reporting_paths.contacts.emergency import emergency_numbers
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import Helpline
from reporting_paths.laws.models import LegalReference
from reporting_paths.paths.models import LocalDeadline, PathVersion
from reporting_paths.paths.placeholders import NAMES
from reporting_paths.paths.reading import PathReading, TownChoice, Values


class Records:
    """Rows of one moment; every property costs its queries once. With a `request` it shares what the page has read."""

    def __init__(self, request=None):
        self.request = request

    @cached_property
    def network(self):
        """The Network, or None before one is loaded."""
        return Network.objects.first()

    @cached_property
    def contacts(self):
        """All contact points with hours and `closed_texts`."""
        return self.no_town.book.contacts

    @property
    def closures(self):
        return self.no_town.book.all_closures

    def of_kind(self, *kinds):
        return [contact for contact in self.contacts if contact.kind in kinds]

    @cached_property
    def coordination(self):
        return self.of_kind(Kind.COORDINATION)

    @cached_property
    def experts(self):
        """Contact points of insoweit erfahrene Fachkräfte (§ 8b SGB VIII)."""
        return self.of_kind(Kind.INSOFA)

    @cached_property
    def offices(self):
        """Jugendämter, each with `towns` and `calls`: contacts by day, then the Rufbereitschaft."""
        offices = list(YouthWelfareOffice.objects.all())
        towns = list(Municipality.objects.covered())
        calls = self.of_kind(Kind.ASD) + self.of_kind(Kind.ON_CALL)
        for office in offices:
            office.towns = [town.name for town in towns if town.youth_welfare_office_id == office.pk]
            office.calls = [each for each in calls if each.youth_welfare_office_id in (office.pk, None)]
        return offices

    @cached_property
    def emergency(self):
        """Numbers for immediate danger, as they stand on paper."""
        return emergency_numbers(self.of_kind(Kind.ON_CALL), on_paper=True)

    @cached_property
    def helplines(self):
        return list(Helpline.objects.all())

    @cached_property
    def categories(self):
        """Actor categories in use, each with its organisations."""
        return list(ActorCategory.objects.filter(is_active=True).prefetch_related("organisations"))

    @cached_property
    def paths(self):
        """A PathReading for every published path in order, without a chosen town."""
        versions = list(PathVersion.objects.published().with_legal_basis())
        readings = [PathReading(versions, version, self.no_town) for version in versions]
        for reading in readings:
            for step in reading.steps:
                step.paragraphs = step.text.split("\n\n")
                step.announces_points = step.text.endswith(":")  # „Das dürfen Sie sagen:“
                step.office_deadlines = self.local_deadlines.get((reading.path.pk, step.deadline_key), [])
        return readings

    @cached_property
    def local_deadlines(self):
        """{(path, key): [LocalDeadline]}: what single Jugendämter agreed."""
        groups = {}
        for deadline in LocalDeadline.objects.select_related("office"):
            groups.setdefault((deadline.path_id, deadline.deadline_key), []).append(deadline)
        return groups

    @cached_property
    def laws(self):
        """Cited places grouped by law: [(Law, [LegalReference])]."""
        groups = {}
        for reference in LegalReference.objects.select_related("law"):
            groups.setdefault(reference.law, []).append(reference)
        return list(groups.items())

    @cached_property
    def no_town(self):
        """The Leitfaden speaks for all towns at once."""
        return TownChoice(request=self.request)

    @cached_property
    def placeholders(self):
        """A string for every name in braces that texts may use."""
        values = Values(self.no_town)
        return {name: str(values[name]) for name in NAMES}
