"""Which paths show a contact point: at a step, in a sentence, on the printed sheet."""

from django.utils.translation import gettext as _

from netzwerk.usage import Usage
from reporting_paths.contacts.enums import Kind
from reporting_paths.paths.models import PathVersion, ReportingStep

# Kind of a contact point -> what a step names, and the placeholder that a text uses
CONTACTS = {Kind.ASD: "asd", Kind.ON_CALL: "asd", Kind.INSOFA: "insofa"}
PLACEHOLDERS = {Kind.ASD: "{asd}", Kind.ON_CALL: "{bereitschaft}", Kind.COORDINATION: "{koordination}"}
TEXTS = ("title", "who", "text", "document", "deadline", "if_not_possible")


def usages_of_point(point):
    """One Usage for each published path, naming its steps."""
    contact, placeholder = CONTACTS.get(point.kind), PLACEHOLDERS.get(point.kind)
    versions = {version.pk: version for version in PathVersion.objects.published()}
    keys = {}
    for step in ReportingStep.objects.filter(version__in=versions).order_by("sort"):
        if _names(step, contact, placeholder):
            keys.setdefault(step.version_id, []).append(step.key)
    return [_usage(version, keys[pk]) for pk, version in versions.items() if pk in keys]


def _names(step, contact, placeholder):
    if contact and step.contact == contact:
        return True
    texts = [getattr(step, name) for name in TEXTS] + step.points
    return bool(placeholder) and any(placeholder in text for text in texts)


def _usage(version, keys):
    label = _("Meldeweg „{path}“, Schritt {key}") if len(keys) == 1 else _("Meldeweg „{path}“, Schritte {key}")
    return Usage(label.format(path=version.path, key=", ".join(keys)), version.path.get_absolute_url())
