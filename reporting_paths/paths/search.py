"""Finds the path for a word people use for themselves: „Erzieherin“, „OGS“, „Trainer“; small typos allowed."""

import re
import unicodedata
from difflib import SequenceMatcher

from reporting_paths.paths.models import SearchWord

MAX_LENGTH = 80
ALIKE = 0.8
SHORTEST_TYPO = 5
SHORTEST_STEM = 4
SHORTEST_PREFIX = 2
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
FILLER = {"ich", "bin", "als", "der", "die", "das", "ein", "eine", "in", "im", "und", "bei", "mit", "fuer", "von", "zu"}
# How well a word fits, best first
EXACT, START, PART_START, LONGER, TYPO = 100, 80, 70, 60, 50


def find_paths(versions, query):
    """Those of `versions` whose search words or titles fit `query`, best first; a whole word beats the rest."""
    wanted = words_of(query[:MAX_LENGTH])
    if not wanted:
        return []
    known = {}
    for path_id, word in SearchWord.objects.values_list("path_id", "word"):
        known.setdefault(path_id, []).append(fold(word))
    scores = {
        version: _score(wanted, [*known.get(version.path_id, []), fold(version.path.short_title)])
        for version in versions
    }
    best = max(scores.values(), default=0)
    if best == 0:
        return []
    floor = best if best >= EXACT else 1
    found = [version for version, score in scores.items() if score >= floor]
    return sorted(found, key=lambda version: -scores[version])


def fold(text):
    """Lower case, umlauts written out, no accents, single spaces."""
    text = unicodedata.normalize("NFKD", text.lower().translate(UMLAUTS))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in text if not unicodedata.combining(c))))


def words_of(query):
    """The whole query and, of several words, each that says something."""
    whole = fold(query)
    parts = [word for word in whole.split() if word not in FILLER and len(word) >= SHORTEST_PREFIX]
    return list(dict.fromkeys([whole, *parts])) if len(whole) >= SHORTEST_PREFIX else []


def _score(wanted, known):
    return max((_fit(query, word) for query in wanted for word in known), default=0)


def _fit(query, word):
    if query == word:
        return EXACT
    if word.startswith(query):
        return START
    parts = word.split()
    if any(part.startswith(query) for part in parts):
        return PART_START
    if len(word) >= SHORTEST_STEM and query.startswith(word):
        return LONGER
    if len(query) >= SHORTEST_TYPO and _alike(query, word):
        return TYPO
    return 0


def _alike(query, word):
    """Whether `query` is `word` or its beginning with a slip of the finger."""
    beginning = word[: len(query) + 1]
    return any(SequenceMatcher(None, query, text).ratio() >= ALIKE for text in {word, beginning} if text[0] == query[0])
