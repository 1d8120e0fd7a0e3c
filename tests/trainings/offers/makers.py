"""What forms of signing up are filled in with, and the steps of somebody without access."""

from netzwerk.models import OutgoingMail
from tests.factories import make_category

ADDRESS = "k.luczak@kita.example"


def register_path(event):
    return f"/fortbildungen/{event.slug}/anmelden/"


def code_path(event):
    return f"{register_path(event)}code/"


def done_path(event, first=None):
    """Where the result is to be seen; with access from the registration numbered `first` on."""
    return f"{register_path(event)}fertig/" + (f"?ab={first}" if first else "")


def guest_data(category=None, **fields):
    """What somebody without access fills in."""
    return {
        "first_name": "Katarzyna",
        "last_name": "Łuczak",
        "email": ADDRESS,
        "organisation_name": "Kita Sonnenweg",
        "actor_category": str((category or make_category()).pk),
        "needs": "",
    } | fields


def own_data(category=None, *, colleagues=(), **fields):
    """What somebody with access sends: themselves and `colleagues` (dicts)."""
    rows = {
        f"kollegin-{number}-{name}": value
        for number, colleague in enumerate(colleagues)
        for name, value in ({"first_name": "Bo", "last_name": "Aydin", "needs": ""} | colleague).items()
    }
    counts = {"kollegin-TOTAL_FORMS": len(colleagues), "kollegin-INITIAL_FORMS": 0}
    own = {
        "takes_part": "on",
        "first_name": "Maren",
        "last_name": "Tiemann",
        "organisation_name": "Kita Sonnenweg",
        "actor_category": str((category or make_category()).pk),
        "needs": "",
        "send": "1",
    }
    return own | fields | counts | rows


def newest_code(**to):
    """The code as it stands in the newest mail."""
    mail = OutgoingMail.objects.filter(kind="training-code", **to).latest("pk")
    return mail.text_body.split("an:\n\n")[1].split("\n")[0]


def ask(client, event, **fields):
    return client.post(register_path(event), guest_data(**fields))


def confirm(client, event, code=None):
    return client.post(code_path(event), {"code": code or newest_code()})


def sign_up(client, event, **fields):
    ask(client, event, **fields)
    return confirm(client, event)
