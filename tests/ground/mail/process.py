"""A process of the long run: `python -m tests.ground.mail.process worker | beat | write COUNT`."""

import sys
from datetime import timedelta

import django
from django.db import transaction

django.setup()

from netzwerk.celery import app  # noqa: E402 - needs the settings
from netzwerk.mail import MailDraft, delivery, queue_mail, queue_mails  # noqa: E402

TEMPLATE = "portal/email/test"
CONTEXT = {"path": "/koordination/technik/", "asked_at": None}
AT_ONCE = 20  # mails of one transaction


def write(count):
    """Half of the mails one by one with a message to the broker each, half of them together."""
    for start in range(0, count // 2, AT_ONCE):
        with transaction.atomic():
            for number in range(start, min(start + AT_ONCE, count // 2)):
                queue_mail(TEMPLATE, to=f"p{number}@amt.example", key=f"proof:{number}", context=CONTEXT)
    with transaction.atomic():
        queue_mails(
            MailDraft(template=TEMPLATE, to=f"p{number}@amt.example", key=f"proof:{number}", context=CONTEXT)
            for number in range(count // 2, count)
        )


def main(role, *arguments):
    # As in production, only faster: a run of minutes instead of hours.
    delivery.SILENT_AFTER, delivery.PAUSE_SECONDS = timedelta(seconds=3), 1
    if role == "write":
        write(int(arguments[0]))
    elif role == "beat":
        app.start(["beat", "--pidfile=", "--loglevel=ERROR", "--max-interval=1"])
    else:
        app.worker_main(["worker", "--concurrency=1", "--without-mingle", "--without-gossip", "--loglevel=ERROR"])


if __name__ == "__main__":
    main(*sys.argv[1:])
