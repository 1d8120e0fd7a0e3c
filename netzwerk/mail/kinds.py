"""Kinds of mail and their German names; an app registers its own in its AppConfig's `ready`."""

from django.utils.translation import gettext_lazy as _

ACCOUNT = "account"
TEST = "test"

_labels = {ACCOUNT: _("Zugang zum Portal"), TEST: _("Probe")}
_secret = {ACCOUNT}


def register_mail_kind(kind, label, *, is_secret=False):
    """`kind` is what `queue_mail` is given, `label` what coordinators read.

    A secret kind opens an access (codes, links to a password, invitations): nobody reads its text in the outbox, and
    it is forgotten once the mail has left.
    """
    _labels[kind] = label
    if is_secret:
        _secret.add(kind)


def is_secret_kind(kind):
    return kind in _secret


def secret_kinds():
    return sorted(_secret)


def kind_label(kind):
    return _labels.get(kind, kind)


def kind_choices():
    """[(kind, label)] by label, for the filter."""
    return sorted(((kind, str(label)) for kind, label in _labels.items()), key=lambda pair: pair[1])
