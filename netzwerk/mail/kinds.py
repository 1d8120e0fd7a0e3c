"""Kinds of mail and their German names; an app registers its own in its wiring.py."""

from django.utils.translation import gettext_lazy as _

ACCOUNT = "account"
TEST = "test"

DIGEST = "digest"

_labels = {ACCOUNT: _("Zugang zum Portal"), TEST: _("Probe"), DIGEST: _("Wochenübersicht")}
_secret = {ACCOUNT}
_optional = {DIGEST}
_before_access = set()


def register_mail_kind(kind, label, *, is_secret=False, is_duty=True, is_before_access=False):
    """`kind` is what `queue_mail` is given, `label` what coordinators read.

    A secret kind opens an access (codes, links to a password, invitations): nobody reads its text in the outbox, and
    it is forgotten once the mail has left. What is no duty each recipient may have weekly or not at all. What comes
    before access (invitations, codes of guests) nobody with access chooses or reads about.
    """
    _labels[kind] = label
    if is_secret:
        _secret.add(kind)
    if not is_duty:
        _optional.add(kind)
    if is_before_access:
        _before_access.add(kind)


def is_duty_kind(kind):
    """Whether nobody can do without it; so is what nobody registered."""
    return kind not in _optional


def kinds_for_people():
    """(kinds one may choose, duty kinds), each [(kind, label)] by label, of what people with access receive."""
    shown = [(kind, label) for kind, label in kind_choices() if kind not in _before_access | {TEST, DIGEST}]
    return [pair for pair in shown if pair[0] in _optional], [pair for pair in shown if pair[0] not in _optional]


def is_secret_kind(kind):
    return kind in _secret


def secret_kinds():
    return sorted(_secret)


def kind_label(kind):
    return _labels.get(kind, kind)


def kind_choices():
    """[(kind, label)] by label, for the filter."""
    return sorted(((kind, str(label)) for kind, label in _labels.items()), key=lambda pair: pair[1])
