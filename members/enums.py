"""Fixed choices of the members' app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do beyond reading as a member; members and body chairs follow from their seats."""

    COORDINATOR = "coordinator", _("Koordination")
    EDITOR = "editor", _("Redaktion")
    ORGANISATION_ADMIN = "organisation-admin", _("Verwaltung einer Einrichtung")
    DATA_PROTECTION = "data-protection", _("Datenschutz")
    SYSTEM_ADMIN = "system-admin", _("Technische Verwaltung")


class Provider(models.TextChoices):
    """Who carries an organisation (Träger der öffentlichen und der freien Jugendhilfe, § 3 SGB VIII)."""

    PUBLIC = "public", _("öffentlich")
    INDEPENDENT = "independent", _("frei")


class Visibility(models.TextChoices):
    """Who may see a contact field; each of these includes the ones after it."""

    PUBLIC = "public", _("Öffentlichkeit")
    MEMBERS = "members", _("Mitglieder des Netzwerks")
    COORDINATORS = "coordinators", _("nur Koordination")


class MembershipKind(models.TextChoices):
    """How somebody represents an organisation in the network."""

    HOLDER = "holder", _("Vertretung")
    DEPUTY = "deputy", _("Stellvertretung")
    GUEST = "guest", _("Gast")


class MembershipEnd(models.TextChoices):
    """What became of an ended seat."""

    SUCCESSOR = "successor", _("an Nachfolge übergeben")
    VACANT = "vacant", _("vakant")


class BodyKind(models.TextChoices):
    """What kind of body (Gremium) it is."""

    PLENARY = "plenary", _("Netzwerktreffen")
    STEERING = "steering", _("Steuerungsgruppe")
    WORKING_GROUP = "working-group", _("Arbeitsgruppe")


class ConsentKind(models.TextChoices):
    """What somebody may agree to, and take back at any time (Art. 7 DSGVO)."""

    PUBLIC_DISPLAY = "public-display", _("Name und Kontakt öffentlich zeigen")
    NEWS = "news", _("Informationen per E-Mail")
