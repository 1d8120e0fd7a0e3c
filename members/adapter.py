"""How allauth works in this portal."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given out by coordinators; nobody signs up alone."""

    def is_open_for_signup(self, request):
        return False
