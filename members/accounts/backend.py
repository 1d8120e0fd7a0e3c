"""Reads the signed-in user with what every request asks about them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

from members.accounts.second_factor import with_second_factor


class Backend(AuthenticationBackend):
    """allauth's, with the second factor in the one query for the user."""

    def get_user(self, user_id):
        user = with_second_factor(get_user_model().objects.filter(pk=user_id)).first()
        return user if user is not None and self.user_can_authenticate(user) else None
