"""What is wrong in a profile, as „file: key: reason“."""

from dataclasses import dataclass

REASONS = {
    "missing": "fehlt.",
    "extra_forbidden": "Diesen Schlüssel gibt es nicht.",
    "string_type": "muss ein Text in Anführungszeichen sein.",
    "bool_type": "muss true oder false sein.",
    "list_type": "muss eine Liste sein.",
    "date_type": "muss ein Datum sein, zum Beispiel 2026-11-01.",
    "model_type": "muss ein Abschnitt mit Schlüsseln sein.",
}


@dataclass(frozen=True)
class Mistake:
    """One mistake; `key` counts from 1 as people do: `contacts[2].hours[1]` is the first of the second."""

    file: str
    key: str
    reason: str

    def __str__(self):
        return ": ".join(part for part in (self.file, self.key, self.reason) if part)


class ProfileRefused(Exception):
    """The profile has mistakes; nothing was changed."""

    def __init__(self, mistakes):
        self.mistakes = list(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def key_of(parts):
    """`("contacts", 1, "hours", 0)` as `contacts[2].hours[1]`."""
    text = ""
    for part in parts:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def reason_of(error):
    """German reason for one error of pydantic."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "literal_error":
        allowed = error["ctx"]["expected"].replace(" or ", ", ")
        return f"„{str(error['input'])[:40]}“ gibt es nicht, erlaubt sind {allowed}."
    return REASONS.get(error["type"], "hat nicht die erwartete Form.")
