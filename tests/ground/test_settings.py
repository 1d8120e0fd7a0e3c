"""Settings from the environment alone: what production needs is asked for by name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "NETZWERK_ENV": "production",
    "SECRET_KEY": "kxEw7Tq9-Zb2Rn5Vc8Lm1Pd4Hs6Gj3Fa0Yu_Ei+Oo=Qw?Ks!Dt#Xv%Bz&Nm",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "EMAIL_URL": "smtp://user:pw@mail.example:587/?tls=starttls",
    "SITE_URL": "https://portal.example",
    "MEDIA_ROOT": "/nonexistent/media",
}


def start(code="import django; django.setup()", **changes):
    """Runs `code` with the portal's settings and nothing else in the environment; None takes a variable away."""
    environment = {name: value for name, value in (PRODUCTION | changes).items() if value is not None}
    environment |= {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "netzwerk.settings"}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_production_starts_with_all_of_them():
    result = start()
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "NETZWERK_ENV"])
def test_production_without_one_names_it(name):
    result = start(**{name: None})
    assert result.returncode != 0
    assert result.stderr.splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured")
    assert name in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "NETZWERK_ENV"])
def test_production_with_an_empty_one_refuses_too(name):
    result = start(**{name: ""})
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


def test_debug_cannot_be_switched_on_in_production():
    result = start("from netzwerk.settings import DEBUG; print(DEBUG)", DEBUG="true")
    assert result.stdout == "False\n"


def test_production_answers_over_tls_only():
    code = (
        "import netzwerk.settings as s; print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS > 0)"
    )
    assert start(code).stdout == "True True True True\n"


def test_deployment_check_finds_nothing():
    code = "from django.core.management import execute_from_command_line as run; run(['', 'check', '--deploy'])"
    result = start(code)
    assert "no issues" in result.stdout + result.stderr


OIDC = {
    "OIDC_ISSUER": "https://anmeldung.stadt.example/realms/stadt/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "geheim",
    "OIDC_NAME": "Stadt Musterhausen",
}
SIGN_ON = "from netzwerk.settings import SINGLE_SIGN_ON as s; print(s and (s.issuer, s.origin, s.allows_sign_up))"


def test_single_sign_on_is_off_without_its_variables():
    assert start(SIGN_ON).stdout == "None\n"


def test_single_sign_on_comes_from_the_environment():
    result = start(SIGN_ON, **OIDC, OIDC_SIGN_UP="true")
    expected = ("https://anmeldung.stadt.example/realms/stadt", "https://anmeldung.stadt.example", True)
    assert result.stdout == f"{expected}\n"


@pytest.mark.parametrize("name", OIDC)
@pytest.mark.parametrize("value", [None, " "])
def test_half_a_single_sign_on_names_what_is_missing(name, value):
    result = start(**(OIDC | {name: value}))
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("issuer", ["http://anmeldung.stadt.example", "anmeldung.stadt.example", "ftp://x", "https://"])
def test_single_sign_on_goes_over_tls_only(issuer):
    result = start(**(OIDC | {"OIDC_ISSUER": issuer}))
    assert result.returncode != 0
    assert "OIDC_ISSUER" in result.stderr.splitlines()[-1]
