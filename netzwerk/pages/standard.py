"""Takes over the standard pages `standard/<slug>.html`; a page that somebody has changed stays as it is."""

import re
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from netzwerk.pages.models import Page, sanitised, text_hash
from netzwerk.pages.placeholders import unknown_placeholders

STANDARD_FOLDER = Path(__file__).resolve().parent / "standard"
HEAD = re.compile(
    r"<!-- titel: (?P<title>[^\n]+) -->\n"
    r"<!-- einleitung: (?P<lead>[^\n]+) -->\n"
    r"<!-- stand: (?P<day>\d{4}-\d\d-\d\d) -->\n"
)
REVIEW_AFTER = timedelta(days=365)


class StandardPageInvalid(Exception):
    """A file can't be taken over; the text names file and reason."""


@transaction.atomic
def load_standard_pages(folder=STANDARD_FOLDER):
    """Creates or renews the pages of `folder`; returns (pages written, pages kept because changed by hand).

    Raises StandardPageInvalid and then changes nothing.
    """
    written, kept = [], []
    for file in sorted(Path(folder).glob("*.html")):
        fields = read_page(file)
        page = Page.objects.filter(slug=file.stem).first() or Page(slug=file.stem)
        if page.pk and page.source_hash == fields["source_hash"]:
            continue
        if page.pk and page.is_changed_by_hand:
            kept.append(page)
            continue
        for name, value in fields.items():
            setattr(page, name, value)
        page.save()
        written.append(page)
    return written, kept


def read_page(file):
    """The fields of the Page that `file` describes."""
    text = file.read_text(encoding="utf-8")
    head = HEAD.match(text)
    if head is None:
        raise StandardPageInvalid(_("{file}: Titel, Einleitung oder Stand fehlen am Anfang.").format(file=file.name))
    unknown = unknown_placeholders(text)
    if unknown:
        raise StandardPageInvalid(
            _("{file}: Unbekannter Platzhalter {names}.").format(file=file.name, names=", ".join(unknown))
        )
    title, lead, body = head["title"], head["lead"], sanitised(text[head.end() :])
    reviewed_on = date.fromisoformat(head["day"])
    return {
        "title": title,
        "lead": lead,
        "body": body,
        "source_hash": text_hash(title, lead, body),
        "reviewed_on": reviewed_on,
        "review_due_on": reviewed_on + REVIEW_AFTER,
    }
