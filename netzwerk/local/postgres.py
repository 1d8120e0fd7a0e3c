"""A PostgreSQL cluster for this checkout: made once, then started and stopped with the launcher."""

import signal
import subprocess

import psycopg

from .console import LaunchError, say
from .servers import as_account, free_port, make_home, postgres_engine, remove_home, service_account

NAME = "netzwerk"
OPTIONS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "100"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
BUILTIN_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")


class Postgres:
    """`url` leads to the database once `start` is through; `kept=False` makes a fast one that leaves nothing behind."""

    def __init__(self, *, kept, password):
        self.kept, self.password = kept, password
        self.account = service_account()
        self.home = make_home("postgres", kept=kept)
        self.data = self.home / "data"
        self.engine = postgres_engine(self.data)
        self.port = free_port()

    @property
    def url(self):
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    def start(self, processes):
        if not (self.data / "PG_VERSION").exists():
            self.make_cluster()
        options = OPTIONS | ({} if self.kept else FORGETFUL)
        command = [self.engine.path, "-D", self.data, "-p", self.port]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        child = processes.start(
            "postgres", command, stop_signal=signal.SIGINT, cwd=self.home, **as_account(self.account)
        )
        processes.wait_for(child, self.answers)

    def answers(self):
        """True once the database takes connections."""
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def make_cluster(self):
        """Makes the cluster and the database; UTF-8 letters also in upper and lower case, sorted by code point."""
        say(f"  PostgreSQL {self.engine.major}: Datenbank wird angelegt …")
        remove_home(self.data)
        secret = self.home / "password"
        secret.write_text(self.password)
        if self.account:
            secret.chmod(0o600)
            self._own(secret)
        try:
            self._make_cluster(secret)
        finally:
            secret.unlink()
        create = f"CREATE DATABASE {NAME}\n"
        self._run([self.engine.path, "--single", "-D", self.data, "postgres"], input=create)

    def _make_cluster(self, secret):
        command = [
            self.engine.path.with_name("initdb"), "-D", self.data, "-U", NAME, "--encoding=UTF8",
            "--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions",
        ]  # fmt: skip
        command += BUILTIN_LOCALE if self.engine.major >= 17 else ["--locale=C.UTF-8"]
        if not self.kept:
            command.append("--no-sync")
        self._run(command)

    def _own(self, path):
        subprocess.run(["chown", f"{self.account.pw_uid}:{self.account.pw_gid}", path], check=True)

    def _run(self, command, **options):
        result = subprocess.run(
            [str(part) for part in command], cwd=self.home, capture_output=True, text=True,
            **options, **as_account(self.account),
        )  # fmt: skip
        if result.returncode:
            for line in result.stderr.splitlines()[-6:]:
                say(f"    {line}")
            raise LaunchError(f"Die Datenbank in {self.home} ließ sich nicht anlegen.")

    def discard(self):
        if not self.kept:
            remove_home(self.home)
