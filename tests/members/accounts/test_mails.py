"""What allauth says is said in German, in the portal's words."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import render_to_string

FOREIGN = Path(allauth.__file__).parent / "templates"
OWN = settings.BASE_DIR / "templates"
# Parts of allauth that the portal does not use.
UNUSED = ("phone", "password_reset_code", "password_reset_message", "verified_email_required", "signup_by_passkey",
          "signup_form", "trust", "confirm_password_reset_code", "login_redirect", "email.html", "email_confirm.html",
          "snippets", "verification_sent", "base_", "base.html")  # fmt: skip
FOLDERS = ("account", "mfa", "socialaccount", "usersessions")


def foreign_templates():
    for folder in FOLDERS:
        for path in sorted((FOREIGN / folder).rglob("*.*")):
            name = path.relative_to(FOREIGN).as_posix()
            if not any(part in name for part in UNUSED):
                yield name


def test_every_page_mail_and_message_of_allauth_has_ours():
    assert [name for name in foreign_templates() if not (OWN / name).exists()] == []


CONTEXT = {
    "code": "ABCD-EFGH", "email": "a@amt.example", "password_reset_url": "https://portal.example/x/",
    "access_url": "https://portal.example/konto/", "browser": "Firefox, Windows", "timestamp": None, "by": "B. Zwei",
    "from_email": "a@amt.example", "to_email": "b@amt.example", "deleted_email": "a@amt.example", "provider": "Stadt",
}  # fmt: skip
BODIES = sorted(
    path.relative_to(OWN).as_posix()
    for folder in FOLDERS
    for path in OWN.glob(f"{folder}/email/*_message.txt")
    if path.name != "base_message.txt"
)


@pytest.mark.parametrize("name", BODIES)
def test_mails_are_short_and_in_german(name):
    body = render_to_string(name, CONTEXT).strip()
    subject = render_to_string(name.replace("_message", "_subject"), CONTEXT).strip()

    assert body.startswith("Guten Tag,\n\n")
    assert body.endswith("\n\nNetzwerk Kinderschutz")
    assert len(body) < 900
    assert 0 < len(subject) < 60
    assert "\n" not in subject
    assert "{" not in body + subject
