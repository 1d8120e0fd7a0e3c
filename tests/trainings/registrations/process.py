"""A process of its own that looks after the seats: `python -m tests.trainings.registrations.process expire | die`."""

import os
import signal
import sys

import django

django.setup()

from trainings.registrations import filling, mails  # noqa: E402 - needs the settings


def die_at_the_second_event():
    """Ends like a machine that loses power: in the middle of the second event, after its mails were written."""
    tell, seen = mails.tell, set()

    def tell_and_die(name, rows, **options):
        tell(name, rows, **options)
        seen.update(row.event_id for row in rows)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    mails.tell = tell_and_die


if __name__ == "__main__":
    if sys.argv[1] == "die":
        die_at_the_second_event()
    filling.expire_offers()
