"""Reads the signed-in user, at every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField

from members.models import User
from netzwerk.prepared import Prepared, Slot, columns, from_row

USER = columns(User)


@Prepared
def _user():
    return User.objects.filter(pk=Slot("key", BigIntegerField())).values_list(*USER)


class Backend(AuthenticationBackend):
    """allauth's, with a query that is ready."""

    def get_user(self, user_id):
        rows = _user(key=user_id)
        user = from_row(User, USER, rows[0]) if rows else None
        return user if user is not None and self.user_can_authenticate(user) else None
