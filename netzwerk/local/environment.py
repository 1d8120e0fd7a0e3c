"""The settings from the environment that `make` sets, and the two servers behind them."""

import contextlib
import os
import shlex

from .console import LaunchError
from .places import LOCAL, STATIC, keep_secrets
from .postgres import Postgres
from .redis_server import RedisServer
from .system import node_folder, path_with

ADDRESSES = ("DATABASE_URL", "REDIS_URL")


def portal_environment(kind, *, port, database_url, redis_url, folder):
    """The environment of every process of the portal; `kind` is `local` or `test`."""
    return os.environ | {
        "NETZWERK_ENV": kind,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": keep_secrets("secret_key")["secret_key"],
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": "consolemail://",
        "LOCAL_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(STATIC),
        "PYTHONUNBUFFERED": "1",
    }


@contextlib.contextmanager
def servers(processes, *, kept):
    """Starts PostgreSQL and Redis, unless the environment names them; yields (database URL, Redis URL)."""
    given = {name: os.environ[name] for name in ADDRESSES if os.environ.get(name)}
    if len(given) == 1:
        raise LaunchError(
            f"Gesetzt ist nur {next(iter(given))}; setzen Sie {' und '.join(ADDRESSES)} oder keine von beiden."
        )
    if given:
        with processes:
            yield tuple(given.values())
        return
    passwords = keep_secrets("postgres", "redis")
    postgres = Postgres(kept=kept, password=passwords["postgres"])
    redis = RedisServer(kept=kept, password=passwords["redis"])
    with contextlib.ExitStack() as endings:
        for server in (postgres, redis):
            endings.callback(server.discard)
        with processes:
            for server in (postgres, redis):
                server.start(processes)
            yield postgres.url, redis.url


def write_environment_file(environment):
    """Writes `.local/env`, with which manage.py works from another terminal while the portal runs."""
    path = LOCAL / "env"
    path.touch(mode=0o600)
    changed = {name: value for name, value in environment.items() if os.environ.get(name) != value}
    path.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in changed.items()))


def with_node(environment):
    """The environment with Node.js on the PATH, from its wheel if the machine has none."""
    return environment | {"PATH": path_with(node_folder())}
