"""Django's sessions in the database, read by a query that is ready: every signed-in page begins with it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from netzwerk.prepared import Prepared, Slot, columns, from_row

COLUMNS = columns(Session)


@Prepared
def _sessions():
    key, now = Slot("key", CharField()), Slot("now", DateTimeField())
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list(*COLUMNS)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        rows = _sessions(key=self.session_key, now=timezone.now())
        if not rows:
            self._session_key = None
            return None
        return from_row(Session, COLUMNS, rows[0])
