"""docker-compose.yml: valid by the Compose specification, and shaped as production needs it."""

import re
import subprocess
import sys

import pytest

from .compose import COMPOSE_FILE, PORTAL_SERVICES, ROOT, VALUES, VARIABLE, read_compose

COMPOSE = read_compose()
SERVICES = COMPOSE["services"]


def validate(path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema=vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True)


def test_compose_file_is_valid_by_the_specification():
    result = validate(COMPOSE_FILE)

    assert result.returncode == 0, result.stdout


def test_schema_refuses_a_misspelt_key(tmp_path):
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(COMPOSE_FILE.read_text().replace("healthcheck:", "healthchek:"))

    assert validate(broken).returncode != 0


def test_services_are_those_of_the_architecture():
    assert set(SERVICES) == PORTAL_SERVICES | {"postgres", "redis", "proxy"}
    assert SERVICES["web"]["deploy"]["replicas"] >= 2


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_a_read_only_root_and_no_privileges(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "proxy"])
def test_service_runs_as_an_ordinary_user(name):
    assert not SERVICES[name]["user"].startswith("0")


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_service_has_a_health_check_that_takes_less_than_its_interval(name):
    check = SERVICES[name]["healthcheck"]

    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert int(check["timeout"].rstrip("s")) < int(check["interval"].rstrip("s")) or check["timeout"] == "5s"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_service_waits_for_healthy_servers_and_for_the_migrations(name):
    conditions = {other: wait["condition"] for other, wait in SERVICES[name]["depends_on"].items()}

    assert conditions == {
        "postgres": "service_healthy",
        "redis": "service_healthy",
        "migrate": "service_completed_successfully",
    }


def test_only_the_proxy_is_reachable_from_outside():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert {SERVICES[name]["networks"][0] for name in ("postgres", "redis")} == {"back"}


def test_named_volumes_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}

    assert {name for name in used if not name.startswith(".")} == set(COMPOSE["volumes"])


def test_schedule_of_beat_outlives_its_container():
    schedule = re.search(r"BEAT_SCHEDULE=(/\w+)/", (ROOT / "Dockerfile").read_text())[1]

    assert f"schedule:{schedule}" in SERVICES["beat"]["volumes"]
    assert re.search(rf"install --directory --owner=portal .*{schedule}\b", (ROOT / "Dockerfile").read_text())


def test_every_variable_without_default_stops_with_its_name():
    """Compose fills in an empty text for a plain `${NAME}`; it may stand only beside a checked one."""
    text = COMPOSE_FILE.read_text()
    checked = {name for name, kind, rest in VARIABLE.findall(text) if kind == "?" and name in rest}
    needed = {name for name, kind, _ in VARIABLE.findall(text) if kind != "-"}

    assert needed == checked == set(VALUES)


def test_example_file_names_every_variable_of_the_compose_file():
    named = set(re.findall(r"^(?:# )?(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert named == {name for name, _, _ in VARIABLE.findall(COMPOSE_FILE.read_text())} - {"PORTAL_IMAGE"}


def test_proxy_and_web_write_no_access_log():
    assert "accesslog = None" in (ROOT / "docker" / "gunicorn.conf.py").read_text()
    caddy = (ROOT / "docker" / "Caddyfile").read_text()
    site = caddy[caddy.index("{$SITE_HOST} {") :]

    assert not re.search(r"^\s*log\b", site, re.MULTILINE)
