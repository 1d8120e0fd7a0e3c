"""Reads the standard paths (`standard/*.toml`) and says what is wrong with them; knows no database.

The shape is written in `standard/LIESMICH.md`.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass

from reporting_paths.laws.citations import UnknownCitation, parse_citation
from reporting_paths.paths.enums import Address, DutyLevel, StepKind, Tone
from reporting_paths.paths.graph import graph_faults
from reporting_paths.paths.placeholders import unknown_placeholders

PATH_FIELDS = {
    "number": int,
    "slug": str,
    "title": str,
    "short_title": str,
    "audience": str,
    "intro": str,
    "address": str,
    "duty_level": str,
    "legal_basis": list,
    "icon": str,
    "tile": bool,
    "order": int,
    "search_words": list,
    "steps": list,
}
STEP_FIELDS = {
    "key": str,
    "title": str,
    "who": str,
    "text": str,
    "points": list,
    "laws": list,
    "document": str,
    "deadline": str,
    "deadline_key": str,
    "if_not_possible": str,
    "contact": str,
    "kind": str,
    "next": str,
}
CHOICE_FIELDS = {"label": str, "text": str, "goto": str, "tone": str}
OPTIONAL = {"choices", "points", "entries"}
TYPE_WORDS = {str: "Text", int: "eine ganze Zahl", list: "eine Liste", bool: "true oder false"}
ALLOWED = {
    "address": set(Address.values),
    "duty_level": set(DutyLevel.values),
    "kind": set(StepKind.values),
    "tone": set(Tone.values),
}
MUST_NOT_BE_EMPTY = {"slug", "title", "short_title", "audience", "intro", "key", "text", "label", "goto"}
CONTACTS = {"", "asd", "insofa"}
HELPLINE_PREFIX = "helpline:"
# What belongs to the version's text; the rest (icon, order, search words) changes in place.
TEXT_FIELDS = ("title", "audience", "intro", "address", "duty_level", "legal_basis", "steps")


@dataclass(frozen=True)
class PathFault:
    """One mistake: file, key within it, reason."""

    file: str
    key: str
    reason: str

    def __str__(self):
        return f"{self.file}: {self.key}: {self.reason}"


class StandardPathsInvalid(ValueError):
    """Files with mistakes; `faults` names every one."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def read_path_files(folder):
    """The contents of all path files, checked, in the order of their names. Raises StandardPathsInvalid."""
    contents, faults = [], []
    for file in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(PathFault(file.name, "Datei", f"nicht lesbar: {error}"))
            continue
        faults += [PathFault(file.name, key, reason) for key, reason in content_faults(content)]
        contents.append((file.name, content))
    faults += _doubles(contents)
    if faults:
        raise StandardPathsInvalid(faults)
    return [content for _name, content in contents]


def fingerprint(content):
    """Changes with every word of a path's text."""
    text = {name: content[name] for name in TEXT_FIELDS}
    return hashlib.sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()


def deadline_keys(contents):
    """{slug: keys of the steps whose deadline a Jugendamt may agree}, in the order of the steps."""
    return {
        content["slug"]: [step["deadline_key"] for step in content["steps"] if step["deadline_key"]]
        for content in contents
    }


def content_faults(content):
    """(key, reason) of every mistake in one file."""
    faults = _field_faults(content, PATH_FIELDS, "")
    if faults:
        return faults
    for index, step in enumerate(content["steps"]):
        place = f"steps[{index + 1}]."
        faults += _field_faults(step, STEP_FIELDS, place)
        for number, choice in enumerate(step.get("choices", [])):
            faults += _field_faults(choice, CHOICE_FIELDS, f"{place}choices[{number + 1}].")
    return faults or [*_text_faults(content), *_law_faults(content), *_contact_faults(content), *graph_faults(content)]


def _field_faults(row, fields, place):
    faults = [(place + name, "unbekannter Schlüssel") for name in row if name not in fields and name not in OPTIONAL]
    for name, kind in fields.items():
        if name not in row:
            if name not in OPTIONAL:
                faults.append((place + name, "fehlt"))
        elif type(row[name]) is not kind:
            faults.append((place + name, f"muss {TYPE_WORDS[kind]} sein"))
        elif name in MUST_NOT_BE_EMPTY and not row[name]:
            faults.append((place + name, "darf nicht leer sein"))
        elif name in ALLOWED and row[name] not in ALLOWED[name]:
            faults.append((place + name, f"„{row[name]}“ ist nicht erlaubt"))
    return faults


def _text_faults(content):
    for key, text in texts_of(content):
        for name in unknown_placeholders(text):
            yield key, f"unbekannter Platzhalter „{{{name}}}“"


def texts_of(content):
    """(key, text) of everything a reader sees."""
    yield from (("intro", content["intro"]), ("audience", content["audience"]), ("title", content["title"]))
    for index, step in enumerate(content["steps"]):
        place = f"steps[{index + 1}]"
        for name in ("title", "who", "text", "document", "deadline", "if_not_possible"):
            yield f"{place}.{name}", step[name]
        for point in step.get("points", []):
            yield f"{place}.points", point
        for choice in step.get("choices", []):
            yield f"{place}.choices", f"{choice['label']} {choice['text']}"


def _law_faults(content):
    cited = [("legal_basis", law) for law in content["legal_basis"]]
    for index, step in enumerate(content["steps"]):
        cited += [(f"steps[{index + 1}].laws", law) for law in step["laws"]]
    for key, law in cited:
        try:
            parse_citation(law)
        except UnknownCitation:
            yield key, f"„{law}“ ist keine Fundstelle eines bekannten Gesetzes"


def _contact_faults(content):
    for index, step in enumerate(content["steps"]):
        contact = step["contact"]
        if contact not in CONTACTS and not contact.startswith(HELPLINE_PREFIX):
            yield f"steps[{index + 1}].contact", f"unbekannter Kontakt „{contact}“"


def _doubles(contents):
    """Two files with one number or slug."""
    faults = []
    for name in ("number", "slug"):
        seen = {}
        for file, content in contents:
            value = content.get(name)
            if value is not None and value in seen:
                faults.append(PathFault(file, name, f"„{value}“ steht schon in {seen[value]}"))
            seen[value] = file
    return faults
