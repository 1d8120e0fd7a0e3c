"""What makes signed links to a row worthless once it is renewed."""

from django.utils.crypto import get_random_string


def link_secret():
    """A new secret for a row's signed links; 32 characters."""
    return get_random_string(32)
