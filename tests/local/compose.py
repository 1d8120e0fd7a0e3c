"""docker-compose.yml as the tests read it: services with their variables filled in."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yml"
VALUES = {
    "SITE_HOST": "portal.netzwerk.example",
    "SECRET_KEY": "a-secret-key-for-the-tests-only-0123456789-0123456789",
    "POSTGRES_PASSWORD": "postgres-password",
    "REDIS_PASSWORD": "redis-password",
    "EMAIL_URL": "smtp+tls://name:password@mail.netzwerk.example:587",
    "DEFAULT_FROM_EMAIL": "portal@netzwerk.example",
}
PORTAL_SERVICES = {"web", "worker", "beat", "migrate"}
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")


def read_compose():
    return yaml.safe_load(COMPOSE_FILE.read_text())


def fill_in(text, values):
    """`text` with `${NAME}`, `${NAME:?error}` and `${NAME:-default}` replaced as Compose does it."""

    def value(found):
        name, kind, rest = found.groups()
        if name not in values and kind == "-":
            return rest
        return values[name]

    return VARIABLE.sub(value, text).replace("$$", "$")


def environment_of(service):
    return {name: fill_in(str(value), VALUES) for name, value in service.get("environment", {}).items()}
