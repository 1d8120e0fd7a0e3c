"""Who writes about many people at once waits for the others: imports, their undoing, and merging.

One lock before all row locks, so nobody waits in a circle; it ends with the transaction.
"""

from django.db import connection

PEOPLE_LOCK = (0x4E4C, 1)  # the jobs have 0x4E4B


def lock_people():
    """Only one transaction at a time; call it first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", PEOPLE_LOCK)
