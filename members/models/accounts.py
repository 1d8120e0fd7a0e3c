"""Access to the portal and what a person may do there."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.enums import Role
from members.models.memberships import BodySeat, Membership
from members.models.organisations import ActorCategory, Organisation
from netzwerk.addresses import normal_email
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.prepared import Prepared, Slot, columns, from_row


class UserManager(BaseUserManager):
    """Users are named by their mail address."""

    @classmethod
    def normalize_email(cls, email):
        """As it is stored, in small letters."""
        return normal_email(email or "").lower()

    def create_user(self, email, password=None, *, is_email_verified=False, **fields):
        """`is_email_verified`: somebody has shown that the mailbox is theirs; else the first sign-in asks for it."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.emailaddress_set.create(email=user.email, verified=is_email_verified, primary=True)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=self.normalize_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """A person's access to the portal."""

    email = models.EmailField(_("E-Mail-Adresse"))
    full_name = models.CharField(_("Name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("Aktiv"), default=True)
    is_staff = models.BooleanField(_("Darf in die Verwaltung"), default=False)
    actor_category = models.ForeignKey(
        ActorCategory, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Berufsgruppe")
    )
    municipality = models.ForeignKey(
        Municipality, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Ort")
    )
    joined_at = models.DateTimeField(_("Dabei seit"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("Zugang")
        verbose_name_plural = _("Zugänge")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Diese E-Mail-Adresse hat schon einen Zugang."),
            )
        ]

    def __str__(self):
        return self.full_name or self.email

    @cached_property
    def roles(self):
        """Its RoleAssignments, read once a request; prefetched ones count."""
        if "role_assignments" in getattr(self, "_prefetched_objects_cache", {}):
            return list(self.role_assignments.all())
        return [from_row(RoleAssignment, ROLE, row) for row in _roles(user=self.pk)]

    @cached_property
    def current_seats(self):
        """The Memberships the user's person holds today, read once a request; an ended seat leaves no rights.

        Every page of the members asks for them, so they come with nothing but the keys of the organisations.
        """
        rows = _current_seats(user=self.pk, today=timezone.localdate())
        return [from_row(Membership, SEAT, row) for row in rows]

    @cached_property
    def leads_body(self):
        """Whether one of these seats is the chair of a body."""
        return BodySeat.objects.filter(membership__in=self.current_seats, is_chair=True).exists()


class RoleAssignment(models.Model):
    """A role of a user: for the whole network, for one Jugendamt or for one organisation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices)
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("Jugendamt"),
        help_text=_("Leer: für das ganze Netzwerk."),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="role_assignments",
        verbose_name=_("Einrichtung"),
    )
    given_at = models.DateTimeField(_("Vergeben am"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Rolle")
        verbose_name_plural = _("Rollen")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "youth_welfare_office", "organisation"],
                name="role_once_a_scope",
                nulls_distinct=False,
                violation_error_message=_("Diese Rolle ist schon vergeben."),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
            models.CheckConstraint(
                condition=Q(role=Role.ORGANISATION_ADMIN, organisation__isnull=False)
                | (~Q(role=Role.ORGANISATION_ADMIN) & Q(organisation=None)),
                name="role_organisation_where_it_belongs",
                violation_error_message=_(
                    "Nennen Sie die Einrichtung bei „Verwaltung einer Einrichtung“, sonst keine."
                ),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COORDINATOR) | Q(youth_welfare_office=None),
                name="role_office_for_coordinators",
                violation_error_message=_("Nur die Koordination kann auf ein Jugendamt begrenzt sein."),
            ),
        ]

    def __str__(self):
        scope = self.organisation or self.youth_welfare_office
        return f"{self.get_role_display()} ({scope})" if scope else self.get_role_display()


ROLE = columns(RoleAssignment)
SEAT = ["id", "organisation_id"]


@Prepared
def _roles():
    return RoleAssignment.objects.filter(user=Slot("user", models.BigIntegerField())).order_by("pk").values_list(*ROLE)


@Prepared
def _current_seats():
    user, today = Slot("user", models.BigIntegerField()), Slot("today", models.DateField())
    return Membership.objects.current(today).filter(person__user=user).order_by("pk").values_list(*SEAT)
