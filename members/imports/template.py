"""„Mustertabelle“: an empty table with the columns the import knows at once, and a sheet that explains them."""

from django.utils.translation import gettext as _

from members.models import ActorCategory
from netzwerk.models import YouthWelfareOffice
from netzwerk.tables import xlsx_bytes


def template_file():
    """The xlsx with this network's groups and Jugendämter."""
    return xlsx_bytes({_("Mitglieder"): _members(), _("Erklärung"): _explained(), _("Gruppen"): _groups()})


def _members():
    office = YouthWelfareOffice.objects.first()
    return [
        [name for name, _text in columns()],
        [
            "Dr.", "Maren", "Muster", "maren.muster@kita.example", "030 23125 100", "", "Kita Muster", "Leitung",
            _("Vertretung"), "", "2", office.name if office else "", "", "01.09.2026", "", _("ja"),
        ],
        [
            "", "Jan", "Beispiel", "jan.beispiel@kita.example", "030 23125 101", "", "Kita Muster", "Fachkraft",
            _("Stellvertretung"), "Maren Muster", "2", office.name if office else "", "", "01.09.2026", "", _("nein"),
        ],
    ]  # fmt: skip


def columns():
    return [
        (_("Titel"), _("Dr., Prof.; darf leer sein.")),
        (_("Vorname"), _("Darf leer sein.")),
        (_("Nachname"), _("Muss da sein. Oder eine Spalte „Name“ mit „Dr. Maren Muster“ oder „Muster, Maren“.")),
        (_("E-Mail"), _("Eine Adresse, die nur dieser Person gehört.")),
        (_("Telefon"), _("Sehen die Mitglieder des Netzwerks.")),
        (_("Mobil"), _("Sieht nur die Koordination.")),
        (_("Einrichtung"), _("So geschrieben wie im Portal; sonst wird eine neue angelegt.")),
        (_("Funktion"), _("Zum Beispiel Leitung.")),
        (_("Art"), _("Vertretung, Stellvertretung oder Gast; leer: Vertretung.")),
        (_("Vertritt"), _("Bei einer Stellvertretung: Name der vertretenen Person.")),
        (_("Akteursgruppe"), _("Nummer oder Bezeichnung; nötig, wenn die Einrichtung neu ist.")),
        (_("Jugendamt"), _("Leer: für das ganze Netzwerk.")),
        (_("Ort"), _("Stadt oder Gemeinde der Einrichtung.")),
        (_("Seit"), _("Zum Beispiel 01.09.2026; leer: heute.")),
        (_("Bis"), _("Leer: noch dabei.")),
        (_("Multiplikator/in"), _("ja oder nein.")),
    ]


def _explained():
    return [[_("Spalte"), _("Was hineingehört")], *map(list, columns())]


def _groups():
    groups = ActorCategory.objects.filter(is_active=True).values_list("code", "title")
    return [[_("Nummer"), _("Akteursgruppe")], *map(list, groups)]
