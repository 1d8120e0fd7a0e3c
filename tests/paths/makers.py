"""Makers of path files and of a small network to read them in."""

import copy
import json

from reporting_paths.contacts.enums import Kind
from tests.contacts.makers import OFFICE_HOURS, make_contact, make_on_call
from tests.factories import make_network, make_office, make_town


def step(key, **fields):
    row = {
        "key": key,
        "title": f"Schritt {key}",
        "who": "Fachkraft",
        "text": "Handeln Sie.",
        "points": [],
        "laws": ["§ 4 Abs. 2 KKG"],
        "document": "Datum",
        "deadline": "Sofort",
        "deadline_key": "",
        "if_not_possible": "Fragen Sie nach.",
        "contact": "",
        "kind": "step",
        "next": "",
    }
    return row | fields


def choice(goto, **fields):
    return {"label": f"Weiter {goto}", "text": "So geht es weiter.", "goto": goto, "tone": "success"} | fields


CONTENT = {
    "number": 3,
    "slug": "probe",
    "title": "Probeweg",
    "short_title": "Probe",
    "audience": "Für Fachkräfte.",
    "intro": "So gehen Sie vor.",
    "address": "sie",
    "duty_level": "pflicht",
    "legal_basis": ["§ 8a Abs. 4 SGB VIII"],
    "icon": "daycare",
    "tile": True,
    "order": 1,
    "search_words": ["Erzieherin"],
    "steps": [
        step("1", next="2"),
        step("2", kind="decision", choices=[choice("3"), choice("ende")]),
        step("3"),
    ],
}


def content(**fields):
    return copy.deepcopy(CONTENT) | fields


def write(folder, name="03-probe.toml", **fields):
    """A path file in `folder`; returns its content."""
    values = content(**fields)
    (folder / name).write_text(as_toml(values), encoding="utf-8")
    return values


def as_toml(values):
    steps = values.get("steps") or []
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if key != "steps"]
    if not steps:
        lines.append("steps = []")
    for row in steps:
        lines.append("[[steps]]")
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items() if key != "choices"]
        for answer in row.get("choices", []):
            lines.append("[[steps.choices]]")
            lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in answer.items()]
    return "\n".join(lines)


def make_small_network():
    """Two Jugendämter with hours; towns Stadt (own office) and Dorf (Kreis)."""
    network = make_network()
    for slug, number in (("stadt", 1), ("dorf", 2)):
        office = make_office(key=slug, name=f"Jugendamt {slug.title()}", sort=number)
        make_town(slug=slug, name=slug.title(), youth_welfare_office=office)
        make_contact(
            name=f"ASD {slug.title()}", youth_welfare_office=office, phone=f"030 23125 10{number}", hours=OFFICE_HOURS
        )
        make_on_call(office, name=f"Bereitschaft {slug.title()}", phone=f"030 23125 20{number}")
        make_contact(
            kind=Kind.INSOFA, name=f"InsoFa {slug.title()}", youth_welfare_office=office, phone="030 23125 300"
        )
    return network
