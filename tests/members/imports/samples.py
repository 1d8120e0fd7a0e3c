"""Files as coordinators have them: a tidy one, a messy one, and long ones made of syllables."""

import csv
import io
import itertools
import random
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).resolve().parent / "files"
TIDY = FOLDER / "mitglieder-ordentlich.csv"
MESSY = FOLDER / "netzwerkliste-alt.csv"
HEADER = ["Titel", "Vorname", "Nachname", "E-Mail", "Telefon", "Mobil", "Einrichtung", "Funktion", "Art"]
HEADER += ["Akteursgruppe", "Ort", "Seit"]
FIRST = ["An", "Ber", "Cla", "Do", "El", "Fran", "Gre", "Hel", "In", "Jo", "Kar", "Le", "Mar", "Na", "Ol", "Pe"]
SECOND = ["na", "thold", "rissa", "minik", "friede", "ziska", "gor", "muth", "gelore", "sefine", "linchen", "onid"]
LAST = ["Brock", "Dahl", "Esch", "Frei", "Grot", "Hage", "Kalt", "Lind", "Meyer", "Nort", "Oster", "Pohl", "Rott"]
ENDS = ["mann", "hoff", "kamp", "meier", "berg", "stein", "wald", "haus", "brink", "sieker", "horst", "feld", "müller"]
ENDINGS = ["", "-Vogt", "-Zurmühlen", "-Quest", "-Ide", "-Xanten", "-Japs", "-Wöhler", "-Übler", "-Tacke"]


def names():
    """(first name, last name) without end, each only once, in a mixed but always the same order."""
    every = list(itertools.product(FIRST, SECOND, LAST, ENDS, ENDINGS))
    random.Random(4).shuffle(every)  # noqa: S311 - no secret
    for number, (first, second, last, end, ending) in enumerate(itertools.cycle(every)):
        yield (
            f"{first}{second}{' ' + str(number // len(every)) if number >= len(every) else ''}",
            f"{last}{end}{ending}",
        )


def long_rows(count, *, organisations, bad=0, start=0):
    """Rows under HEADER; every so often one with a wrong address, `bad` of them."""
    every = count // bad if bad else count + 1
    for number, (first, last) in enumerate(itertools.islice(names(), start, start + count), start=1):
        email = f"mitglied{start + number}@haus{number % 997}.example"
        if bad and number % every == 0 and number // every <= bad:
            email = f"mitglied{number}(at)haus.example"
        name, group = organisations[number % len(organisations)]
        yield [
            "",
            first,
            last,
            email,
            f"0571 23125 {number % 1000:03d}",
            "",
            name,
            "Leitung",
            "Vertretung",
            group,
            "",
            "",
        ]


def csv_file(rows, *, header=HEADER, delimiter=";", encoding="utf-8-sig"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def long_file(count, *, organisations=None, bad=0, start=0):
    """A CSV file of `count` rows over 300 organisations."""
    organisations = organisations or [(f"Kindertageseinrichtung Nummer {n:03d}", "2") for n in range(300)]
    return csv_file(long_rows(count, organisations=organisations, bad=bad, start=start))


def xlsx_file(sheets):
    """`sheets`: {title: rows}, written as they are, formulas too."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
