"""Imports behind the addresses of `test_access.TABLE`: one in preview with rows of every kind, one taken over."""

from django.utils import timezone

from members.imports.enums import Field, ImportStatus, Outcome
from members.imports.models import ImportFile, ImportRow, MemberImport
from tests.factories import make_organisation, make_person

READY, APPLIED = 4_713, 4_714
COLUMNS = ["Name", "E-Mail", "Einrichtung", "Bemerkung"]


def make_imports(office):
    """Both for the Jugendamt `office`."""
    member_import = MemberImport.objects.create(
        pk=READY,
        youth_welfare_office=office,
        file_name="mitglieder.csv",
        status=ImportStatus.READY,
        sheets=["Mitglieder", "Verteiler"],
        header_row=1,
        columns=[{"header": header, "samples": ["Maren Tiemann"]} for header in COLUMNS],
        mapping=["", Field.EMAIL, Field.ORGANISATION, ""],
        counts={"all": 5, "new": 1, "changed": 1, "unchanged": 1, "duplicate": 1, "bad": 1, "organisations": 1},
    )
    ImportFile.objects.create(member_import=member_import, content=b"Name;E-Mail\nMaren;\n")
    ImportRow.objects.bulk_create(ImportRow(member_import=member_import, **fields) for fields in _rows(office))
    MemberImport.objects.create(
        pk=APPLIED,
        youth_welfare_office=office,
        file_name="nachtrag.xlsx",
        status=ImportStatus.APPLIED,
        applied_at=timezone.now(),
        counts={
            "all": 3,
            "made_person": 2,
            "made_membership": 2,
            "made_organisation": 0,
            "changed_records": 1,
            "left": 1,
        },
    )


def _rows(office):
    known = make_person(first_name="Maren", last_name="Thiemann", phone="030 23125 100")
    make_organisation(name="Kita am Wall", youth_welfare_office=office)
    values = {"first_name": "Maren", "last_name": "Tiemann", "organisation": "Kita Am Walle", "phone": "030 23125 101"}
    change = {"of": "person", "field": "phone", "old": "030 23125 100", "new": "030 23125 101"}
    rows = [
        {"outcome": Outcome.NEW, "new_organisation": "Kita Am Walle"},
        {"outcome": Outcome.CHANGED, "changes": [change]},
        {"outcome": Outcome.UNCHANGED},
        {
            "outcome": Outcome.DUPLICATE,
            "candidates": [{"ref": f"p{known.pk}", "reason": "ähnlicher Name in derselben Einrichtung"}],
        },
        {"outcome": Outcome.BAD, "problems": ["„bald“ ist kein Datum. Schreiben Sie es so: 01.09.2026."]},
    ]
    return [{"number": n, "cells": ["Tiemann"], "values": values, **row} for n, row in enumerate(rows, start=2)]
