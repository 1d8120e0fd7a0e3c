"""The launcher's pieces: what it needs, what it says when something is missing, what it leaves alone."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import tomllib

import pytest

from netzwerk.local import environment, places, servers, system
from netzwerk.local.commands import port_number
from netzwerk.local.console import LaunchError
from netzwerk.local.places import Stamp
from netzwerk.local.redis_server import quoted
from netzwerk.local.run import hold_lock, require_port
from netzwerk.local.servers import Engine, free_port, make_home, postgres_engine

from .compose import ROOT

LOCKS = ["base.txt", "dev.txt", "servers.txt", "node.txt"]
REQUIREMENT = re.compile(r"^([\w.-]+)==", re.MULTILINE)


@pytest.fixture
def local(tmp_path, monkeypatch):
    """A `.local/` of its own, in a folder whose name has a space and an umlaut."""
    folder = tmp_path / "ein Örtchen" / ".local"
    monkeypatch.setattr("netzwerk.local.servers.LOCAL", folder)
    monkeypatch.setattr("netzwerk.local.run.LOCAL", folder)
    monkeypatch.setattr("netzwerk.local.servers.SYSTEM_FOLDER", tmp_path / "system")
    return folder


def test_first_stage_needs_the_standard_library_only():
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path[:0] = [{str(ROOT)!r}]; import netzwerk.local.__main__",
    ]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stderr == ""


def test_taken_port_is_named_with_the_remedy():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(LaunchError, match=rf"Port {port} ist nicht frei; .*make run PORT=\d+$"):
            require_port(port)


@pytest.mark.parametrize("port", ["-1", "0", "70000", "abc", "", "８０"])
def test_impossible_port_is_named_with_the_remedy(port):
    with pytest.raises(LaunchError, match="ist kein Port; .*make run PORT=8123"):
        port_number(port)


def test_second_run_from_the_same_folder_is_refused(local):
    with hold_lock(), pytest.raises(LaunchError, match="läuft aus diesem Ordner schon"):
        hold_lock()


def test_missing_pango_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setattr(system, "has_pango", lambda: False)
    monkeypatch.setattr(system, "can_use_apt", lambda: False)

    with pytest.raises(LaunchError, match="Es fehlt Pango.*apt install libpango"):
        system.require_pango()


def test_missing_chromium_is_none_and_not_an_error(monkeypatch):
    monkeypatch.setattr(system, "can_use_apt", lambda: False)
    monkeypatch.setenv("PATH", "/nirgendwo")

    assert system.find_chromium() is None


def test_old_node_is_passed_over(tmp_path):
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v18.19.0\n")
    node.chmod(0o755)

    assert system.node_version(node) == (18, 19)
    assert system.node_version(node) < system.OLDEST_NODE


def test_data_folder_of_another_version_is_refused_and_left_alone(tmp_path, monkeypatch):
    (tmp_path / "PG_VERSION").write_text("9\n")
    monkeypatch.setattr(servers, "postgres_engines", lambda: iter([Engine(tmp_path / "postgres", 18)]))

    with pytest.raises(LaunchError, match="gehören zu PostgreSQL 9"):
        postgres_engine(tmp_path)

    assert (tmp_path / "PG_VERSION").read_text() == "9\n"


def test_data_folder_gets_the_engine_of_its_version(tmp_path, monkeypatch):
    engines = [Engine(tmp_path / "new", 18), Engine(tmp_path / "old", 16)]
    monkeypatch.setattr(servers, "postgres_engines", lambda: iter(engines))

    assert postgres_engine(tmp_path).major == 18
    (tmp_path / "PG_VERSION").write_text("16\n")
    assert postgres_engine(tmp_path).major == 16


def test_kept_data_stays_and_no_parent_is_opened(local):
    local.parent.mkdir(mode=0o700)

    home = make_home("postgres", kept=True)

    assert make_home("postgres", kept=True) == home
    assert (local / "postgres").resolve() == home
    assert stat.S_IMODE(local.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert (home.stat().st_uid == 0) is False or os.geteuid() != 0


def test_thrown_away_data_lies_outside_of_the_checkout(local):
    home = make_home("postgres", kept=False)

    assert local not in home.parents
    servers.remove_home(home)
    assert not home.exists()


def test_two_servers_get_two_ports():
    assert len({free_port() for _ in range(5)}) > 1


@pytest.mark.parametrize("value", ["plain", "with space", 'with "quote"', "with \\ backslash"])
def test_redis_values_are_quoted(value):
    assert json.loads(quoted(value)) == value


def test_stamp_tells_whether_its_input_changed(tmp_path):
    source = tmp_path / "source"
    source.write_text("one")
    stamp = Stamp(tmp_path / "stamp", source)
    assert not stamp.is_current()

    stamp.set()
    assert Stamp(tmp_path / "stamp", source).is_current()

    source.write_text("two")
    assert not Stamp(tmp_path / "stamp", source).is_current()


def test_secrets_are_made_once_and_private(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "LOCAL", tmp_path / ".local")

    first = places.keep_secrets("one")
    second = places.keep_secrets("one", "two")

    assert second["one"] == first["one"] != second["two"]
    assert stat.S_IMODE((tmp_path / ".local" / "secrets.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", LOCKS)
def test_lock_file_has_a_hash_for_every_package_and_no_address(name):
    text = (ROOT / "requirements" / name).read_text()
    blocks = REQUIREMENT.split(text)[1:]

    assert blocks
    assert all("--hash=sha256:" in block for block in blocks[1::2])
    assert not re.search(r"://|--(extra-)?index|--find-links", text)


def test_lock_files_hold_every_direct_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {
        "base.txt": project["dependencies"],
        "dev.txt": project["dependencies"] + project["optional-dependencies"]["dev"],
    }
    for name, dependencies in needed.items():
        wanted = {re.match(r"[\w.-]+", dependency)[0].lower() for dependency in dependencies}
        assert wanted <= set(REQUIREMENT.findall((ROOT / "requirements" / name).read_text()))


def test_production_and_development_lock_the_same_versions():
    pinned = re.compile(r"^([\w.-]+==\S+)", re.MULTILINE)
    base, dev = (set(pinned.findall((ROOT / "requirements" / name).read_text())) for name in ("base.txt", "dev.txt"))

    assert base <= dev


def test_npm_lock_has_exact_pins_and_no_address():
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())

    pins = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", pin) for pin in pins.values())
    assert not any("resolved" in entry for entry in lock["packages"].values())
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in pins} == pins


class Recorder:
    """Stands for the supervisor where nothing is started."""

    entered = False

    def __enter__(self):
        self.entered = True

    def __exit__(self, *error):
        pass


def test_given_servers_are_used_and_watched_over(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/portal")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    processes = Recorder()

    with environment.servers(processes, kept=True) as addresses:
        assert addresses == ("postgresql://elsewhere/portal", "redis://elsewhere/0")
        assert processes.entered


def test_one_server_alone_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/portal")
    monkeypatch.delenv("REDIS_URL", raising=False)

    with (
        pytest.raises(LaunchError, match="nur DATABASE_URL; setzen Sie DATABASE_URL und REDIS_URL"),
        environment.servers(Recorder(), kept=True),
    ):
        pass
