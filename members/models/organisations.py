"""Actor categories (§ 9 Abs. 4 Landeskinderschutzgesetz NRW) and the organisations in them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.enums import Provider, Visibility
from members.models.search import search_query, search_words, sort_name, word_index
from members.permissions import coordinated_office_ids, is_coordinator, is_network_coordinator
from netzwerk.models import LinkSecret, Municipality, YouthWelfareOffice
from netzwerk.pagecache import PublicContent


class ActorCategory(PublicContent):
    """One of the twelve groups of § 9 Abs. 4 Satz 1, or W for those of Satz 2; the code never changes."""

    code = models.CharField(_("Kürzel"), max_length=2, unique=True)
    legal_ref = models.CharField(_("Rechtsgrundlage"), max_length=120)
    title = models.CharField(_("Bezeichnung"), max_length=160)
    short_title = models.CharField(_("Kurzform"), max_length=60)
    examples = models.CharField(_("Beispiele"), max_length=300, blank=True)
    sort = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    is_statutory = models.BooleanField(_("Im Gesetz genannt"), default=True)
    is_active = models.BooleanField(_("In Gebrauch"), default=True)

    class Meta:
        ordering = ["sort"]
        verbose_name = _("Akteursgruppe")
        verbose_name_plural = _("Akteursgruppen")

    def __str__(self):
        return self.title


class OrganisationQuerySet(PublicContent.QuerySet):
    def active(self):
        """Those that take part; a closed one stays for the history."""
        return self.filter(closed_on=None)

    def coordinated_by(self, user):
        """Those whose Jugendamt `user` coordinates."""
        if not is_coordinator(user) or is_network_coordinator(user):
            return self if is_coordinator(user) else self.none()
        return self.filter(youth_welfare_office__in=coordinated_office_ids(user))

    def named_like(self, text):
        """Those in whose name each word of `text` begins a word; see members.models.search."""
        if not text.strip():
            return self
        query = search_query(text)
        return self.filter(search_words=query) if query else self.none()


class Organisation(LinkSecret, PublicContent):
    """An institution, service or authority that takes part in the network.

    Without a Jugendamt it works in the whole network. `version` grows with every change made in a form, so that the
    second of two people sees the first one's. A new `secret` ends all signed links to it.
    """

    key = models.SlugField(_("Kennung"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    actor_category = models.ForeignKey(ActorCategory, models.PROTECT, related_name="organisations")
    youth_welfare_office = models.ForeignKey(
        YouthWelfareOffice, models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="organisations")
    provider = models.CharField(_("Träger"), max_length=12, choices=Provider.choices, blank=True)
    website = models.URLField(_("Internetseite"), blank=True)
    address = models.TextField(_("Anschrift"), max_length=300, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    email_visibility = models.CharField(
        _("E-Mail sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    phone_visibility = models.CharField(
        _("Telefon sichtbar für"), max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    closed_on = models.DateField(_("Nicht mehr dabei seit"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("Angaben zuletzt bestätigt"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_name = sort_name("name")
    search_words = search_words("name")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("Einrichtung")
        verbose_name_plural = _("Einrichtungen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email_visibility__in=Visibility.values, phone_visibility__in=Visibility.values),
                name="organisation_visibility_known",
            )
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="organisation_by_sort_name"),
            word_index("search_words", "organisation_search_words"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("members:organisation-detail", args=[self.pk])
