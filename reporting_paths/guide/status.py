"""„Ist mein Ausdruck aktuell?“: what a number printed on paper stands for."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from reporting_paths.guide.actions import contacts_have_changed
from reporting_paths.guide.models import IDENTIFIER_LENGTH, GuideVersion

NOT_A_SIGN = re.compile(r"[^a-z0-9]")


@dataclass
class Print:
    """A printed edition: is it in force, since when not, what came after (newest first), where the one in force is."""

    title: str
    published_on: date
    is_current: bool
    current_url: str
    superseded_on: date | None = None
    contacts_have_changed: bool = False
    changes: list = field(default_factory=list)


def clean_identifier(text):
    """What somebody typed, as it is printed; "" where it can't be a number of ours."""
    return NOT_A_SIGN.sub("", text.lower())[: 2 * IDENTIFIER_LENGTH]


def find_print(identifier):
    """The Print with this number, or None."""
    version = GuideVersion.objects.public().select_related("guide").filter(identifier=identifier).first()
    return _of_guide(version) if version else None


def _of_guide(version):
    later = GuideVersion.objects.public().filter(guide_id=version.guide_id, pk__gt=version.pk)
    return Print(
        title=str(version),
        published_on=version.published_on,
        is_current=version.is_current,
        current_url=reverse("guide:guide-detail"),
        superseded_on=version.superseded_on,
        contacts_have_changed=version.is_current and contacts_have_changed(version),
        changes=list(later),
    )
