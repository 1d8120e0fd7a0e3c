"""What waits for a code from a mail: it stands in the session of whoever filled in the form, nowhere else."""

import time
import uuid
from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from django.utils.crypto import salted_hmac

from netzwerk.limits import count_this_hour, reader_mark
from trainings.registrations.applicants import plain_address

SESSION_KEY = "training-sign-up"
CODE_SECONDS = 15 * 60
TRIES = 3
READERS_CODES_AN_HOUR = 30  # of one network address: a whole school may share one
ADDRESS_CODES_AN_HOUR = 5
CODES_AN_HOUR = 600  # of everybody


class PendingSignUp(AbstractCodeVerificationProcess):
    """A filled-in form and the code that proves its address; an outdated code is replaced by sending another."""

    def __init__(self, request, state):
        super().__init__(max_attempts=TRIES, timeout=CODE_SECONDS, state=state)
        self.request = request

    @classmethod
    def begin(cls, request, event, values):
        """`values` are those of GuestSignUpForm, as texts."""
        state = cls.initial_state(None, email=values["email"])
        pending = cls(request, state | {"event": event.pk, "values": values, "begun": time.time()})
        pending.renew()
        return pending

    @classmethod
    def of(cls, request, event):
        """The one for `event`, or None."""
        state = request.session.get(SESSION_KEY)
        return cls(request, state) if state and state["event"] == event.pk else None

    @property
    def email(self):
        return self.state["email"]

    @property
    def values(self):
        return self.state["values"]

    @property
    def begun_at(self):
        return datetime.fromtimestamp(self.state["begun"], UTC)

    @property
    def is_awaited(self):
        """Whether the code still counts: not outdated, not tried too often."""
        return bool(self.code) and self.is_valid()

    def renew(self):
        """Another code, with all its tries; the one before counts no more."""
        code = get_adapter(self.request).generate_login_code()
        self.state |= {"at": time.time(), "failed_attempts": 0, "code": code, "key": uuid.uuid4().hex}
        self.persist()

    def persist(self):
        self.request.session[SESSION_KEY] = self.state

    def abort(self):
        """Too many tries: the code counts no more, what was filled in stays."""
        self.state["code"] = ""
        self.persist()

    def forget(self):
        self.request.session.pop(SESSION_KEY, None)

    def send(self):
        """See trainings.offers.actions.send_code."""
        raise NotImplementedError


def is_too_much(request, email):
    """Counts one more code: for everybody, for this network address and for this mailbox."""
    mailbox = salted_hmac("trainings.code", plain_address(email), algorithm="sha256").hexdigest()[:32]
    counts = [
        count_this_hour(f"training-code:reader:{reader_mark(request)}") > READERS_CODES_AN_HOUR,
        count_this_hour(f"training-code:mailbox:{mailbox}") > ADDRESS_CODES_AN_HOUR,
        count_this_hour("training-code") > CODES_AN_HOUR,
    ]
    return any(counts)
