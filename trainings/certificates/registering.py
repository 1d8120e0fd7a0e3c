"""What certificates tell the rooms below."""

from django.utils.translation import gettext_lazy as _

from members import personal_data
from members.personal_data import OpenData
from netzwerk.audit import name_events
from trainings.certificates import refreshers
from trainings.models import Certificate, Registration


def register():
    """Names events, the refresher's mail, and own certificates among own data."""
    refreshers.register()
    personal_data.register(own_data)
    name_events(
        {
            "trainings.certificate_issued": _("Teilnahmebescheinigung ausgestellt"),
            "trainings.certificate_withdrawn": _("Teilnahmebescheinigung zurückgezogen"),
        }
    )


def own_data(subject):
    """Certificates of the person, withdrawn ones too; deleting the person cuts them off (trainings.registrations)."""
    rows = Registration.objects.none()
    if subject.person:
        rows = rows | Registration.objects.filter(person=subject.person)
    if subject.user:
        rows = rows | Registration.objects.of_user(subject.user)
    found = Certificate.objects.filter(registration__in=rows.values("pk"))
    return OpenData(
        "certificates",
        _("Teilnahmebescheinigungen"),
        (
            _("Veranstaltung"),
            _("Vom"),
            _("Bis"),
            _("Nummer"),
            _("Ausgestellt am"),
            _("Aufzufrischen bis"),
            _("Zurückgezogen am"),
        ),
        [
            (row.title, row.starts_on, row.ends_on, row.number, row.issued_at, row.refresh_on, row.withdrawn_at)
            for row in found
        ],
        note=_("Der Name steht nur in der Anmeldung; zur Prüfung bleibt ein Prüfwert, aus dem er nicht zu lesen ist."),
    )
