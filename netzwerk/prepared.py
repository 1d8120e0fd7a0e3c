"""Queries that every request asks in the same form: Django writes their SQL once, not at each request.

Writing it takes Django longer than PostgreSQL takes to answer. Only for what is asked again and again in one form; all
else is asked as a queryset. PostgreSQL keeps their plans too (`prepare_threshold` in the settings).
"""

from functools import cached_property

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BooleanField, Expression, Func


class Slot(Expression):
    """Stands in a prepared query for a value that each call gives anew."""

    def __init__(self, name, output_field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class IsOneOf(Func):
    """Condition: an expression equals one of a Slot's list."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class Prepared:
    """The queryset of rows as tuples that `build()` makes, with Slots in it; `build` runs at the first call."""

    def __init__(self, build):
        self.build = build

    def __call__(self, **values):
        """The rows as PostgreSQL has them; `values` fill the Slots by name."""
        sql, params = self._sql
        with _binding_cursor() as cursor:
            cursor.execute(sql, [values[param.name] if isinstance(param, Slot) else param for param in params])
            return cursor.fetchall()

    @cached_property
    def _sql(self):
        return self.build().query.sql_with_params()


def _binding_cursor():
    """A cursor that hands values to PostgreSQL apart from the SQL, so that its plan can be kept.

    While queries are logged they go the usual way: the log shows them with their values.
    """
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    raw = connection.connection
    usual, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        raw.cursor_factory = usual


def columns(model, *left_out):
    """Names of the columns of `model` without those `left_out`, as `from_row` takes their values."""
    return [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]


def from_row(model, names, row):
    """An instance of `model` as if Django had read it; columns that are not in `names` it reads when asked."""
    return model.from_db(connection.alias, names, row)
