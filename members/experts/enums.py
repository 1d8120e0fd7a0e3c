"""Fixed choices of the experts' room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Expertise(models.TextChoices):
    """What an insoweit erfahrene Fachkraft knows most about."""

    NEGLECT = "neglect", _("Vernachlässigung")
    PHYSICAL = "physical", _("Körperliche Gewalt")
    EMOTIONAL = "emotional", _("Seelische Gewalt")
    SEXUAL = "sexual", _("Sexualisierte Gewalt")
    DOMESTIC = "domestic", _("Häusliche Gewalt")
    DIGITAL = "digital", _("Digitale Gewalt")
    EARLY = "early", _("Frühe Kindheit, 0 bis 3 Jahre")
    DISABILITY = "disability", _("Kinder mit Behinderung")
    PARENTS = "parents", _("Sucht oder psychische Erkrankung der Eltern")
    SEPARATION = "separation", _("Trennung und Sorgerecht")
    MIGRATION = "migration", _("Flucht und Migration")
    INSTITUTION = "institution", _("Gewalt in Einrichtungen")


class Profession(models.TextChoices):
    """Who asks for advice: as coarse as it helps the one who calls back (§ 8b Abs. 1 SGB VIII, § 4 KKG)."""

    DAYCARE = "daycare", _("Kita, Kindertagespflege")
    SCHOOL = "school", _("Schule, offener Ganztag")
    YOUTH_WELFARE = "youth-welfare", _("Kinder- und Jugendhilfe")
    HEALTH = "health", _("Gesundheitswesen, Hebammen, Frühe Hilfen")
    COUNSELLING = "counselling", _("Beratungsstelle, soziale Arbeit")
    INTEGRATION = "integration", _("Eingliederungshilfe")
    POLICE = "police", _("Polizei, Ordnungsamt, Zoll")
    JUSTICE = "justice", _("Gericht, Staatsanwaltschaft, Verfahrensbeistand")
    LEISURE = "leisure", _("Sport, Verein, Kirche")
    OTHER = "other", _("Anderer Beruf mit Kindern")


class Route(models.TextChoices):
    """To whom a request for advice went."""

    DUTY = "duty", _("an die InsoFa im Dienst")
    TOWN = "town", _("an alle InsoFa des Ortes")
    OFFICE = "office", _("an die Fachberatung des Jugendamts")
