"""For which actor groups somebody wishes, and how many of each group want what."""

from django.db.models import Count

from members.models import ActorCategory
from trainings.feedback.enums import NeedState
from trainings.feedback.models import Need, NeedSupport


def groups_of(user):
    """The actor groups of the seats `user` holds today."""
    seats = user.current_seats
    return list(ActorCategory.objects.filter(pk__in={seat.organisation.actor_category_id for seat in seats}))


def supports_by_group(need):
    """[(ActorCategory, how many)] of one wish, the most first."""
    counts = dict(need.supports.order_by().values_list("actor_category").annotate(number=Count("pk")))
    groups = ActorCategory.objects.filter(pk__in=counts)
    return sorted(((group, counts[group.pk]) for group in groups), key=lambda pair: -pair[1])


def needs_by_group():
    """[(ActorCategory, open or planned wishes, supports of them)] of all groups in use, in their order."""
    alive = Need.objects.filter(merged_into=None, is_hidden=False, state__in=NeedState.supportable())
    wishes = dict(alive.order_by().values_list("actor_category").annotate(Count("pk")))
    supports = NeedSupport.objects.filter(need__in=alive)
    wanted = dict(supports.order_by().values_list("actor_category").annotate(Count("pk")))
    groups = ActorCategory.objects.filter(is_active=True)
    return [(group, wishes.get(group.pk, 0), wanted.get(group.pk, 0)) for group in groups]
