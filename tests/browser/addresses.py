"""Every kind of page: the addresses of `test_access.TABLE`, and more of one address where it looks different."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from members.models import Absence, Organisation, Person, RoleAssignment
from netzwerk.models import Job
from netzwerk.pages.models import BarrierReport
from reporting_paths.guide.models import GuideVersion
from tests.access_rows import ORGANISATION, OWN_ABSENCE, make_rows
from tests.factories import make_mail, make_membership, make_person
from tests.test_access import TABLE, address_of

STANDARD = settings.BASE_DIR / "reporting_paths"
GUIDE_FILES = sorted((STANDARD / "guide" / "standard").glob("*.html"))
PATH_FILES = sorted((STANDARD / "paths" / "standard").glob("*.toml"))
CHAPTERS = [f"/leitfaden/kapitel/{int(file.stem[:2])}-{file.stem[3:]}/" for file in GUIDE_FILES]
PATHS = [f"/meldewege/{file.stem[3:]}/" for file in PATH_FILES]
DAYCARE = "/meldewege/kita-jugendhilfe/"
TOWN = "?ort=bad-oeynhausen"


def _status_of_current_edition():
    return reverse("guide:status-detail", args=[GuideVersion.objects.public().latest("pk").identifier])


def _person(email):
    return reverse("directory:person-detail", args=[Person.objects.get(email=email).pk])


# Further states of the same address.
MORE = {
    "home, wrong code": "/hilfe/?plz=abc",
    "help, unknown code": "/hilfe/?plz=99999",
    "town not covered": "/hilfe/buende/",
    "town with another office": "/hilfe/minden/",
    "paths, town chosen": f"/meldewege/{TOWN}",
    "paths, found": "/meldewege/?suche=Lehrerin",
    "paths, nothing found": "/meldewege/?suche=xyzxyz",
    "path, town chosen": DAYCARE + TOWN,
    "path, act at once": "/meldewege/sofortschutz/",
    "path, children": "/meldewege/kinder-jugendliche/",
    "step, town chosen": f"{DAYCARE}schritt/2/{TOWN}",
    "step, last": f"{DAYCARE}schritt/ende/{TOWN}",
    "print sheet, town chosen": f"{DAYCARE}druck/{TOWN}",
    "chapter with numbers": CHAPTERS[1],
    "chapter with all paths": CHAPTERS[5],
    "chapter with contacts": CHAPTERS[9],
    "chapter with actors": CHAPTERS[11],
    "chapter with hotlines": CHAPTERS[15],
    "chapter with laws": CHAPTERS[17],
    "print is current": _status_of_current_edition,
    "print not known": "/stand/abcd2345/",
    "experts, filtered": "/insofa/?ort=minden&schwerpunkt=sexual",
    "experts, nobody fits": "/insofa/?ort=bad-oeynhausen&schwerpunkt=migration",
    "advice asked for": "/insofa/anfrage/gesendet/?ort=minden",
    "certificate not known": "/bescheinigung/ABCDEFGHJKLMNPQX/",
    "trainings, filtered": "/fortbildungen/?gruppe=5&ort=minden",
    "trainings, none fits": "/fortbildungen/?gruppe=9&ort=minden&monat=1999-01",
    "trainings, past": "/fortbildungen/?zeit=vergangen",
    "training, full": "/fortbildungen/zuhoeren/",
    "training, cancelled": "/fortbildungen/faellt-aus/",
    "training, somebody else's": "/fortbildungen/fachtag/",
    "training, over": "/fortbildungen/vorbei/",
    "signing up, full": "/fortbildungen/zuhoeren/anmelden/",
    "no such page": "/gibt-es-nicht/",
}
MORE_INTERNAL = {
    "accounts, none found": "/koordination/zugaenge/?suche=xyzxyz",
    "app, the last factor": "/konto/zweiter-faktor/app/entfernen/",
    "passkey, new": "/konto/passkeys/neu/",
    "recovery codes, new": "/konto/ersatzcodes/neu/",
    "directory, filtered": "/intern/verzeichnis/?gruppe=5&funktion=schul",
    "directory, nobody found": "/intern/verzeichnis/?name=xyzxyz",
    "organisations, none found": "/intern/einrichtungen/?name=xyzxyz",
    "person, absent": lambda: _person("nordsiek@porta.example"),
    "coverage, gap": "/koordination/abdeckung/9/minden/",
    "coverage, whole network": "/koordination/abdeckung/2/netzwerk/",
    "job, running": "/mein/vorgaenge/4811/",
    "job, done": "/mein/vorgaenge/4812/",
    "job, failed": "/mein/vorgaenge/4813/",
    "people, nothing found": "/koordination/personen/?suche=xyzxyz",
    "organisations, without a holder": "/koordination/einrichtungen/?stand=unbesetzt",
    "seat, who": "/koordination/sitze/neu/?einrichtung=4714&suche=Ma",
    "seat, where": "/koordination/sitze/neu/?person=4714&suche=Kita",
    "seat, new": "/koordination/sitze/neu/?person=4714&einrichtung=4714",
    "seat, successor found": "/koordination/sitze/4715/beenden/?suche=Ma",
    "person not to be deleted": "/koordination/personen/4714/loeschen/",
    "own absence": "/mein/abwesenheit/",
    "own absence, delete": "/mein/abwesenheit/4718/loeschen/",
    "own organisation": "/mein/einrichtung/",
    "own organisation, change": "/mein/einrichtung/4714/",
    "own organisation, function": "/mein/einrichtung/sitze/4715/",
    "expert, searched": "/koordination/insofa/neu/?name=Tiemann",
    "duty, new": "/koordination/insofa/dienst/neu/?amt=minden",
    "contact, new": "/koordination/kontakte/neu/?art=asd&amt=minden",
    "outbox, nothing found": "/koordination/postausgang/?suche=niemand",
    "mail, failed": "/koordination/postausgang/4821/",
    "mail, secret": "/koordination/postausgang/4822/",
    "mail, to be tried again": "/koordination/postausgang/4823/",
    "import, new rows": "/koordination/import/4713/?zeige=new",
    "import, changed rows": "/koordination/import/4713/?zeige=changed",
    "import, bad rows": "/koordination/import/4713/?zeige=bad",
    "import, nothing found": "/koordination/import/4713/?suche=xyzxyz",
    "import, done": "/koordination/import/4714/",
    "people to merge, found": "/koordination/personen/zusammenfuehren/?suche=Zwilling&waehlen=1",
    "confirmations, all": "/koordination/bestaetigungen/?stand=alle",
    "confirmations, none found": "/koordination/bestaetigungen/?suche=xyzxyz",
    "corrections, applied": "/koordination/korrekturen/?stand=applied",
    "deletions, carried out": "/koordination/loeschungen/?stand=executed",
    "plan, nothing found": "/koordination/fortbildungen/?suche=xyzxyz",
    "plan, a year without anything": "/koordination/fortbildungen/jahr/2040/",
    "plan, draft": "/koordination/fortbildungen/4732/",
    "plan, cancelled": "/koordination/fortbildungen/4733/",
    "plan, over": "/koordination/fortbildungen/4734/",
    "plan, external, over": "/koordination/fortbildungen/4739/",
    "plan, what publishing needs": "/koordination/fortbildungen/4732/aendern/?pruefen=1",
    "plan, publishing taken back": "/koordination/fortbildungen/4731/zuruecknehmen/",
    "attendance, nobody found": "/koordination/fortbildungen/4734/teilnahme/?suche=xyzxyz",
    "attendance, before the day": "/koordination/fortbildungen/4731/teilnahme/",
    "check-in, the day": "/koordination/fortbildungen/4738/einchecken/",
    "check-in, nobody found": "/koordination/fortbildungen/4738/einchecken/?suche=xyzxyz",
    "check-in, by code": "/koordination/einchecken/MKNPQRSTUW/",
    "attendance, the day": "/koordination/fortbildungen/4738/teilnahme/",
    "registrations, none found": "/koordination/fortbildungen/4731/anmeldungen/?suche=xyzxyz",
    "registrations, none yet": "/koordination/fortbildungen/4733/anmeldungen/",
    "need, new": "/intern/bedarfe/neu/",
    "needs, filtered": "/intern/bedarfe/?stand=open&suche=Gespräche",
    "needs, none found": "/intern/bedarfe/?suche=xyzxyz",
    "need, fulfilled": "/intern/bedarfe/4752/",
    "need to merge, none found": "/koordination/bedarfe/4751/zusammenfuehren/?suche=xyzxyz",
    "feedback, few answers": "/koordination/fortbildungen/4752/rueckmeldung/",
    "feedback, a year without": "/koordination/fortbildungen/rueckmeldungen/2020/",
    "log, none found": "/koordination/protokoll/?bis=2020-01-01",
    "signing up, with access": "/fortbildungen/wenn-kinder-zeugen-werden/anmelden/",
}
# Forms that are sent empty: how their pages show mistakes.
MISTAKES = [
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_reset_password",
    "pages:barrier-report",
    "upkeep:organisation-correct",
    "upkeep:confirmation-correct",
    "experts:advice-request",
    "trainings:event-register",
    "trainings:seat-substitute",
    "trainings:certificate-search",
    "trainings:certificate-check",
    "feedback:evaluation-after",
]
MISTAKES_INTERNAL = [
    "duty, new",
    "contact, new",
    "account_change_password",
    "trainings:own-registration-substitute",
    "mfa_reauthenticate",
    "guide:edition-publish",
    "imports:import-list",
    "imports:import-map",
    "members:role-give",
    "members:body-create",
    "members:person-create",
    "members:organisation-create",
    "upkeep:correction-decline",
    "owndata:deletion-decline",
    "need, new",
    "own absence",
    "members:message-list",
    "portal:reminder-update",
    "trainings:plan-create",
    "trainings:plan-create-external",
    "trainings:plan-cancel",
    "trainings:plan-postpone",
    "trainings:plan-copy",
    "trainings:plan-material-create",
    "trainings:topic-create",
    "trainings:course-kind-create",
    "trainings:attendance-walk-in",
    "trainings:registration-add",
    "trainings:registration-message",
]
# No pages: plain text, JSON, redirects, the administration (Django's own pages).
NOT_PAGES = {"health-live", "health-ready", "portal:leave", "admin:*"}
NOT_FOUND = {"no such page", "print not known", "certificate not known"}


def _shows_a_page(name, role):
    line = TABLE[name]
    return name not in NOT_PAGES and line.is_page and line.method == "get" and line.expected(role) == 200


PUBLIC = [name for name in TABLE if _shows_a_page(name, "anonymous")] + list(MORE)
INTERNAL = [name for name in TABLE if _shows_a_page(name, "superuser") and name not in PUBLIC] + list(MORE_INTERNAL)


def address_of_page(name):
    """Asked for inside a test: the keys of rows are known only then."""
    address = MORE.get(name) or MORE_INTERNAL.get(name) or address_of(name)
    return address() if callable(address) else address


def make_page_rows(owner):
    """Rows behind INTERNAL: work and mails in every state, a barrier that was answered."""
    make_rows(owner=owner)
    states = {
        4811: {"status": Job.Status.RUNNING, "percent": 40, "step": "Kapitel 4 von 18"},
        4812: {"status": Job.Status.DONE, "percent": 100, "result_url": "/leitfaden/"},
        4813: {"status": Job.Status.FAILED, "error": "Es fehlt ein Kapitel."},
    }
    for key, fields in states.items():
        Job.objects.create(pk=key, kind="probe", key=f"probe:{key}", task="probe", title="Probe", owner=owner, **fields)
    BarrierReport.objects.create(kind="other", text="Die Schrift ist zu klein.", email="a@amt.example").mark_done()
    make_mails()
    make_own_rows(owner)


def make_own_rows(owner):
    """The owner is a person too, administers an organisation and is away today."""
    today = timezone.localdate()
    person = make_person(user=owner, **CONTACT)
    make_membership(person=person, organisation=Organisation.objects.get(**ORGANISATION))
    Absence.objects.create(**OWN_ABSENCE, person=person, starts_on=today, ends_on=today)
    RoleAssignment.objects.create(user=owner, role=Role.ORGANISATION_ADMIN, organisation_id=ORGANISATION["pk"])


def make_mails():
    make_mail(pk=4821, state="failed", error="Es ist keine E-Mail-Adresse hinterlegt.", to="")
    make_mail(pk=4822, state="sent", sent_at=timezone.now(), kind="account", text_body="", html_body="")
    make_mail(pk=4823, error="Der Mailserver antwortet nicht.", attempts=2)


CONTACT = {"phone": "0221 4710-100", "email": "koordination@amt.example"}
# Information pages set no cookie; pages with a form that is sent may.
WITH_FORM = (
    "account_",
    "pages:barrier-report",
    "upkeep:",
    "experts:advice-request",
    "feedback:",
    "trainings:event-register",
    "trainings:seat-",
    "trainings:certificate-",
)


def is_information(name):
    return not name.startswith(WITH_FORM)
