"""Imports on their way: uploaded, checked, taken over."""

from members.imports.actions import create_import, map_columns, start_applying
from members.imports.tasks import apply_rows, check_rows
from netzwerk.models import Job


def uploaded(content, *, by, name="mitglieder.csv", office=None):
    return create_import(name=name, content=content, office=office, by=by)


def checked(content, *, by, mapping=None, **fields):
    """An import whose rows are judged."""
    member_import = uploaded(content, by=by, **fields)
    check(member_import, by=by, mapping=mapping)
    member_import.refresh_from_db()
    return member_import


def check(member_import, *, by, mapping=None):
    job = map_columns(member_import=member_import, mapping=mapping or member_import.mapping, by=by)
    return done(job, check_rows)


def applied(member_import, *, by):
    """Takes it over as a worker does."""
    job = done(start_applying(member_import=member_import, by=by), apply_rows)
    member_import.refresh_from_db()
    return job


def done(job, task):
    """The job after a worker had it; an error shows."""
    task(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert job.error == ""
    return job


def outcomes(member_import):
    """{row number: outcome}"""
    return dict(member_import.rows.values_list("number", "outcome"))


def problems(member_import):
    """{row number: problems}"""
    return dict(member_import.rows.exclude(problems=[]).values_list("number", "problems"))
