"""Kinds of mail and their German names; an app registers its own in its AppConfig's `ready`."""

from django.utils.translation import gettext_lazy as _

ACCOUNT = "account"
TEST = "test"

_labels = {ACCOUNT: _("Zugang zum Portal"), TEST: _("Probe")}


def register_mail_kind(kind, label):
    """`kind` is what `queue_mail` is given, `label` what coordinators read."""
    _labels[kind] = label


def kind_label(kind):
    return _labels.get(kind, kind)


def kind_choices():
    """[(kind, label)] by label, for the filter."""
    return sorted(((kind, str(label)) for kind, label in _labels.items()), key=lambda pair: pair[1])
