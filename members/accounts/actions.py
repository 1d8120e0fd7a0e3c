"""What a coordinator does to the access of somebody else."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from netzwerk.audit import record_event


@transaction.atomic
def reset_second_factor(*, user, by):
    """Takes all second factors and recovery codes of `user` away, ends the sessions, tells them and records it.

    `by` is None where the operator did it on the server.
    """
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    record_event("members.second_factor_reset", target=user, by=by, factors=deleted)
    get_adapter().send_mail("account/email/second_factor_reset", user.email, {"user": user, "by": by})
