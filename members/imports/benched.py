"""What an import costs: reading with preview, and taking over, in seconds for 1,000 rows. Everything is rolled back."""

import csv
import io
import time
from dataclasses import dataclass

from django.db import transaction

from members.imports.actions import create_import, map_columns, start_applying
from members.imports.applying import apply_import
from members.imports.checking import check_import
from members.models import ActorCategory, User

HEADER = ["Vorname", "Nachname", "E-Mail", "Telefon", "Einrichtung", "Akteursgruppe", "Seit"]
HOUSES = 300
SYLLABLES = ["ba", "del", "ki", "mor", "ne", "rust", "sa", "tov", "wil", "zen", "fa", "gul", "hem", "jor", "lu", "pet"]


@dataclass(frozen=True)
class ImportCost:
    """Seconds for 1,000 rows by the clock; `processor` are those of our process alone, which a busy machine leaves."""

    rows: int
    preview: float
    apply: float
    processor: float

    @property
    def total(self):
        return self.preview + self.apply


def import_cost(rows):
    """The ImportCost of a file with `rows` new people in HOUSES new organisations, in the loaded network."""
    with transaction.atomic():
        cost = _measured(rows)
        transaction.set_rollback(True)
    return cost


def _measured(rows):
    user = User.objects.create_superuser("bench@netzwerk.example")
    member_import = create_import(name="bench.csv", content=bench_file(rows), office=None, by=user)
    map_columns(member_import=member_import, mapping=member_import.mapping, by=user)
    member_import.refresh_from_db()
    started = time.process_time()
    preview = _seconds(lambda: check_import(member_import, _no_progress))
    start_applying(member_import=member_import, by=user)
    apply = _seconds(lambda: apply_import(member_import, _no_progress, by=user))
    seconds = (preview, apply, time.process_time() - started)
    return ImportCost(rows, *(part * 1000 / rows for part in seconds))


def bench_file(rows):
    """A CSV of invented people whose names are not alike."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    group = ActorCategory.objects.values_list("code", flat=True).first()
    for n in range(rows):
        house = f"Haus {n % HOUSES:03d} {_word(n % HOUSES)}"
        writer.writerow([_word(n * 7919), _word(n * 104_729 + 5), f"person{n}@haus.example", "", house, group, "2026"])
    return text.getvalue().encode("utf-8-sig")


def _word(number):
    """Another word for every number below 16⁵."""
    parts = []
    for _ in range(5):
        number, part = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[part])
    return "".join(parts).capitalize()


def _no_progress(_percent, _step):
    """Nobody looks on."""


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
