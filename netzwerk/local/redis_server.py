"""A Redis for this checkout; what waits in it is written down, so that a stop loses no task."""

import tempfile
from pathlib import Path

import redis

from .places import LOCAL, private_folder
from .servers import free_port, redis_engine, remove_home


def quoted(value):
    """A value for redis.conf."""
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class RedisServer:
    """`url` leads to database 0 once `start` is through; `kept=False` leaves nothing behind."""

    def __init__(self, *, kept, password):
        self.kept, self.password = kept, password
        self.home = private_folder(LOCAL / "redis") if kept else Path(tempfile.mkdtemp(prefix="redis-"))
        self.engine = redis_engine()
        self.port = free_port()

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, processes):
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": quoted(self.password),
            "dir": quoted(self.home),
            "save": '""',
            "appendonly": "yes" if self.kept else "no",
            "maxmemory-policy": "noeviction",
        }
        config = self.home / "redis.conf"
        config.touch(mode=0o600)
        config.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        child = processes.start("redis", [self.engine.path, config], cwd=self.home)
        processes.wait_for(child, self.answers)

    def answers(self):
        try:
            return redis.Redis.from_url(self.url, socket_timeout=2).ping()
        except redis.RedisError:
            return False

    def discard(self):
        if not self.kept:
            remove_home(self.home)
