"""How names are found and sorted.

To sort, accents fall away and ß is ss (DIN 5007-1). To find, „ue“ is „ü“ too: „Müller“ is found by „müller“, „muller“
and „mueller“, „Łuczak“ by „luczak“, „Groß“ by „gross“. PostgreSQL keeps the folded forms itself (generated columns), so
that no way of saving can forget them. What a reader types is folded alike: the beginning of a word stays its beginning.
"""

import re
import unicodedata

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

MAX_WORDS = 5
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = "".join(map(chr, range(0x300, 0x370)))  # of letters that come in two parts


def _bases():
    """{letter with an accent: the letter without}, of the Latin letters."""
    for letter in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]):
        base = unicodedata.normalize("NFD", letter)[0].lower()
        if base != letter and base.isascii() and base.isalpha():
            yield letter, base


_FOLDED = {**dict(_bases()), **dict(zip("ØøĐđŁłı", "ooddlli", strict=True)), **dict.fromkeys("-–.,;:/()'’`´„“", " ")}
_TRANSLATION = str.maketrans({**_FOLDED, **dict.fromkeys(_ACCENTS)})
# One after the other: letters written as two, then two letters that stand for one.
_TO_SORT = (("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"))
_TO_FIND = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))


def fold(text):
    """`text` as PostgreSQL keeps it to find names."""
    text = text.translate(_TRANSLATION)
    for old, new in _TO_SORT:
        text = text.replace(old, new)
    text = text.lower()
    for old, new in _TO_FIND:
        text = text.replace(old, new)
    return text


def search_query(text):
    """Finds names in which each word of `text` begins a word; None if it has no word."""
    words = _WORD.findall(fold(text))[:MAX_WORDS]
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw") if words else None


def single_letter(text):
    """The letter, folded, if `text` is nothing else; otherwise ""."""
    words = _WORD.findall(fold(text))
    return words[0] if len(words) == 1 and len(words[0]) == 1 else ""


class SortName(models.Func):
    """Columns as one text to sort by, the same on every locale of the server."""

    output_field = models.CharField()

    def as_sql(self, compiler, connection, **_context):
        columns = [compiler.compile(source)[0] for source in self.source_expressions]
        joined = " || ' ' || ".join(f"COALESCE({column}, '')" for column in columns)
        sql = f"translate({joined}, {_quoted(''.join(_FOLDED) + _ACCENTS)}, {_quoted(''.join(_FOLDED.values()))})"
        return f"lower({_replaced(sql, _TO_SORT)})", []


class SearchWords(SortName):
    """The words of columns as PostgreSQL's text search keeps them, without any language."""

    output_field = SearchVectorField()

    def as_sql(self, compiler, connection, **context):
        sql, params = super().as_sql(compiler, connection, **context)
        return f"to_tsvector('simple'::regconfig, {_replaced(sql, _TO_FIND)})", params


@models.CharField.register_lookup
class Unindexed(models.Transform):
    """`sort_name__unindexed`: the same order, but sorted and not walked along the index.

    Found names lie together in the alphabet. PostgreSQL thinks them spread evenly and would walk the index from „A“
    to reach those that begin with „Z“.
    """

    lookup_name = "unindexed"
    template = "(%(expressions)s || '')"


def _replaced(sql, pairs):
    for old, new in pairs:
        sql = f"replace({sql}, {_quoted(old)}, {_quoted(new)})"
    return sql


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def sort_name(*columns):
    """A generated column to sort by."""
    return models.GeneratedField(
        expression=SortName(*columns),
        output_field=models.CharField(max_length=400, db_collation="C"),
        db_persist=True,
    )


def search_words(*columns):
    """A generated column to search in; its index is a `word_index`."""
    return models.GeneratedField(expression=SearchWords(*columns), output_field=SearchVectorField(), db_persist=True)


def word_index(column, name):
    """The index of a column from `search_words`.

    New rows go straight into it: PostgreSQL would otherwise pile them up after an import, and every search would read
    through the pile until the next autovacuum.
    """
    return GinIndex(fields=[column], name=name, fastupdate=False)
