"""What a person sees but may not do is refused here; the predicates live in the apps."""

from django.core.exceptions import PermissionDenied


def enforce(predicate, user, *objects):
    """Raises PermissionDenied (403) unless `predicate(user, *objects)` holds."""
    if not predicate(user, *objects):
        raise PermissionDenied
