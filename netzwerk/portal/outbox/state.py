"""Whether mail, worker and beat work: what the check page shows."""

from dataclasses import dataclass
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerUnreachable
from redis.exceptions import RedisError

from netzwerk.mail.delivery import is_paused
from netzwerk.models import OutgoingMail
from netzwerk.tasks import HEARTBEAT_KEY

PING_SECONDS = 1
LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Check:
    """One line of the page: a name, whether it works, and a sentence."""

    name: str
    is_good: bool
    text: str


def checks():
    """Redis, worker, beat and mail, in the order in which they need each other."""
    try:
        heartbeat = cache.get(HEARTBEAT_KEY)
    except RedisError:
        return [Check("Redis", False, _("Redis ist nicht erreichbar. Ohne Redis läuft nichts im Hintergrund."))]
    redis = Check("Redis", True, _("Redis antwortet."))
    return [redis, *_background(parse_datetime(heartbeat) if heartbeat else None), *mail_checks()]


def _background(heartbeat):
    """Beat asks for a mark every twenty seconds, a worker sets it: with a fresh one both work."""
    if heartbeat is not None:
        seen = _("Letztes Zeichen um %(time)s Uhr.") % {"time": f"{timezone.localtime(heartbeat):%H:%M:%S}"}
        return [Check("Worker", True, seen), Check("Beat", True, seen)]
    if _worker_answers():
        return [
            Check("Worker", True, _("Ein Worker antwortet.")),
            Check("Beat", False, _("Beat gibt kein Zeichen. Prüfen Sie den Dienst „beat“.")),
        ]
    return [
        Check("Worker", False, _("Kein Worker antwortet. Prüfen Sie den Dienst „worker“.")),
        Check("Beat", False, _("Ohne Worker lässt sich Beat nicht prüfen.")),
    ]


def _worker_answers():
    try:
        return bool(current_app.control.ping(timeout=PING_SECONDS, limit=1))
    except (BrokerUnreachable, OSError):
        return False


def mail_checks():
    """Where mail goes, and whether it gets there."""
    figures = mail_figures()
    if not settings.MAIL_IS_DELIVERED:
        text = _("Lokaler Betrieb: Keine E-Mail verlässt das Portal, alle bleiben im Postausgang lesbar.")
        return [Check(_("Mailversand"), True, text), _waiting(figures)]
    if is_paused():
        text = _("Der Mailserver war eben nicht erreichbar. Der Versand geht gleich von selbst weiter.")
        return [Check(_("Mailversand"), False, text), _waiting(figures)]
    last = figures["last_sent_at"]
    text = _("Noch ist keine E-Mail verschickt.")
    if last:
        text = _("Zuletzt verschickt am %(moment)s Uhr.") % {"moment": f"{timezone.localtime(last):%d.%m.%Y, %H:%M}"}
    return [Check(_("Mailversand"), True, text), _waiting(figures)]


def _waiting(figures):
    oldest = figures["oldest_due_at"]
    is_late = oldest is not None and oldest < timezone.now() - LATE_AFTER
    text = _("%(count)d fällig, die älteste seit mehr als fünf Minuten.") if is_late else _("%(count)d fällig.")
    return Check(_("Warteschlange"), not is_late, text % {"count": figures["due"]})


def mail_figures():
    """Counts and moments of the outbox, in one query."""
    now, State = timezone.now(), OutgoingMail.State  # noqa: N806 - a class
    due = Q(state=State.QUEUED, next_try_at__lte=now) | Q(state=State.SENDING)
    return OutgoingMail.objects.aggregate(
        due=Count("pk", filter=due),
        oldest_due_at=Min("next_try_at", filter=due),
        last_sent_at=Max("sent_at", filter=Q(is_kept=False)),
    )


def transport():
    """How the mail server is spoken to: [(name, value)], without the password."""
    security = "TLS" if settings.EMAIL_USE_SSL else "STARTTLS" if settings.EMAIL_USE_TLS else _("keine")
    return [
        (_("Mailserver"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if settings.EMAIL_HOST else _("keiner")),
        (_("Verschlüsselung"), security),
        (_("Anmeldung"), _("mit Name und Passwort") if settings.EMAIL_HOST_USER else _("ohne")),
        (_("Absender"), settings.DEFAULT_FROM_EMAIL),
        (_("Rückläufer an"), settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL),
        (_("Rückläufer-Postfach"), _("wird gelesen") if settings.BOUNCE_IMAP_URL else _("nicht eingerichtet")),
    ]
