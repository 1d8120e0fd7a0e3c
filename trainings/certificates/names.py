"""The holder's name is kept with a certificate as a salted hash only: it answers „does this name belong to it?“.

The salt is the certificate's code and the key the portal's secret, so nobody finds a name by trying without both.
"""

import unicodedata

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "trainings.certificate"


def name_hash(code, name, secret=None):
    """What stays of `name` with the certificate `code`."""
    return salted_hmac(f"{SALT}:{code}", plain_name(name), secret=secret, algorithm="sha256").hexdigest()


def is_name_of(certificate, name):
    """Whether `name` is the holder's; case, spaces and ways of writing the same letter do not count."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    hashes = [name_hash(certificate.code, name, secret) for secret in secrets]
    return any(constant_time_compare(certificate.name_hash, found) for found in hashes)


def plain_name(name):
    """The same for „Jörg  MÜLLER“ and „jörg müller“, in whatever form the letters came."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())
