"""Loads the standard paths: checks every file, then makes a new version of what changed."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from reporting_paths.laws.actions import save_references
from reporting_paths.paths.enums import VersionStatus
from reporting_paths.paths.files import PathFault, StandardPathsInvalid, fingerprint, read_path_files
from reporting_paths.paths.models import PathVersion, ReportingPath, ReportingStep, SearchWord, StepChoice

STANDARD_FOLDER = Path(__file__).resolve().parent / "standard"
FIRST_NOTE = "Erste Fassung"


@transaction.atomic
def load_standard_paths(folder=STANDARD_FOLDER, *, on=None):
    """Publishes the paths in `folder`, in force from `on` (today); running it again changes nothing.

    Returns the new PathVersions. Raises StandardPathsInvalid, naming file and key of every mistake, and then changes
    nothing.
    """
    contents = read_path_files(folder)
    references = save_references(cited_laws(contents))
    return [version for content in contents if (version := _load_path(content, references, on))]


def cited_laws(contents):
    """All citations of all paths."""
    laws = {law for content in contents for law in content["legal_basis"]}
    return laws | {law for content in contents for step in content["steps"] for law in step["laws"]}


def _load_path(content, references, on):
    """Brings one path up to date; the new version, or None where the text is the published one."""
    path, _created = ReportingPath.objects.update_or_create(
        number=content["number"],
        defaults={
            "slug": content["slug"],
            "short_title": content["short_title"],
            "icon": content["icon"],
            "is_tile": content["tile"],
            "sort": content["order"],
        },
    )
    _load_search_words(path, content["search_words"])
    latest = path.versions.first()
    mark = fingerprint(content)
    if latest is not None and latest.fingerprint == mark:
        return None
    version = _draft(path, latest, content, mark)
    steps = _checked([_step(version, sort, row) for sort, row in enumerate(content["steps"], 1)], content)
    choices = [choice for step, row in zip(steps, content["steps"], strict=True) for choice in _choices(step, row)]
    _checked(choices, content)
    version.change_note = change_note(latest, steps, choices)
    version.save()
    ReportingStep.objects.bulk_create(steps)
    StepChoice.objects.bulk_create(choices)
    version.legal_basis.set([references[law] for law in content["legal_basis"]])
    _link_laws(steps, content, references)
    version.publish(on=on)
    return version


def _load_search_words(path, words):
    SearchWord.objects.filter(path=path).exclude(word__in=words).delete()
    SearchWord.objects.bulk_create(
        [SearchWord(path=path, word=word) for word in dict.fromkeys(words)], ignore_conflicts=True
    )


def _draft(path, latest, content, mark):
    version = PathVersion(
        path=path,
        number=latest.number + 1 if latest else 1,
        status=VersionStatus.DRAFT,
        title=content["title"],
        audience=content["audience"],
        intro=content["intro"],
        address=content["address"],
        duty_level=content["duty_level"],
        fingerprint=mark,
        change_note=FIRST_NOTE,
    )
    return _checked([version], content)[0]


def _step(version, sort, row):
    return ReportingStep(
        version=version,
        key=row["key"],
        sort=sort,
        title=row["title"],
        who=row["who"],
        text=row["text"],
        points=row.get("points", []),
        document=row["document"],
        deadline=row["deadline"],
        deadline_key=row["deadline_key"],
        if_not_possible=row["if_not_possible"],
        contact=row["contact"],
        kind=row["kind"],
        next_key=row["next"],
    )


def _choices(step, row):
    return [
        StepChoice(
            step=step, sort=sort, label=choice["label"], text=choice["text"], goto=choice["goto"], tone=choice["tone"]
        )
        for sort, choice in enumerate(row.get("choices", []), 1)
    ]


def _checked(rows, content):
    """`rows`, if every field keeps its rule (length above all). Raises StandardPathsInvalid."""
    faults = []
    for number, row in enumerate(rows, 1):
        try:
            row.clean_fields(exclude=["path", "version", "step"])
        except ValidationError as error:
            place = f"{row._meta.verbose_name} {number}"
            faults += [
                PathFault(content["slug"], f"{place}, {name}", " ".join(reasons))
                for name, reasons in error.message_dict.items()
            ]
    if faults:
        raise StandardPathsInvalid(faults)
    return rows


def _link_laws(steps, content, references):
    through = ReportingStep.laws.through
    through.objects.bulk_create(
        through(reportingstep=step, legalreference=references[law])
        for step, row in zip(steps, content["steps"], strict=True)
        for law in dict.fromkeys(row["laws"])
    )


def change_note(latest, steps, choices):
    """What is new against `latest`, by step: „Geändert: Schritt 3, 5; neu: Schritt 6“."""
    if latest is None:
        return FIRST_NOTE
    before = {step.key: _words(step, list(step.choices.all())) for step in latest.steps.prefetch_related("choices")}
    now = {step.key: _words(step, [choice for choice in choices if choice.step is step]) for step in steps}
    groups = (
        ("geändert", [key for key in now if key in before and now[key] != before[key]]),
        ("neu", [key for key in now if key not in before]),
        ("entfallen", [key for key in before if key not in now]),
    )
    parts = [f"{word}: Schritt {', '.join(keys)}" for word, keys in groups if keys]
    note = "; ".join(parts) or "Einleitung oder Rechtsgrundlagen geändert"
    return note[0].upper() + note[1:]


def _words(step, choices):
    names = ("title", "who", "text", "points", "document", "deadline", "if_not_possible", "contact", "kind", "next_key")
    return [getattr(step, name) for name in names] + [(choice.label, choice.text, choice.goto) for choice in choices]
