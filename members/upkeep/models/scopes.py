"""Rows about one organisation or one person, and which coordination they belong to."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.models import Membership, Organisation, Person
from members.permissions import is_coordinator, is_network_coordinator


class ScopedQuerySet(models.QuerySet):
    """Rows with `organisation` or `person`."""

    def visible_to(self, user):
        """Those of the Jugendämter `user` coordinates; people without a current seat belong to all of them."""
        if not is_coordinator(user):
            return self.none()
        if is_network_coordinator(user):
            return self
        offices = [role.youth_welfare_office_id for role in user.roles if role.youth_welfare_office_id]
        seats = Membership.objects.current().filter(person=OuterRef("person"))
        is_own = Exists(seats.filter(organisation__youth_welfare_office__in=offices))
        about_people = Q(person__isnull=False) & (is_own | ~Exists(seats))
        return self.filter(Q(organisation__youth_welfare_office__in=offices) | about_people)

    def about(self, text):
        """Those whose organisation or person is named like `text`."""
        if not text:
            return self
        organisations = Organisation.objects.named_like(text).values("pk")
        people = Person.objects.named_like(text).values("pk")
        return self.filter(Q(organisation__in=organisations) | Q(person__in=people))


ONE_RECORD = Q(organisation__isnull=False, person=None) | Q(organisation=None, person__isnull=False)
