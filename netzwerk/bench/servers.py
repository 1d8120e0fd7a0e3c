"""gunicorn with two sync workers (what the figures of others were measured with); ended with all it started."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

WORKERS = 2
START_SECONDS = 30


class Server:
    """A running gunicorn: its port and its workers' memory."""

    def __init__(self, process, port):
        self.process, self.port = process, port

    def worker_memory(self):
        """PSS in MB of each worker (memory shared by n processes counts 1/n)."""
        return [_pss(child) for child in _children(self.process.pid)]

    def cpu_seconds(self):
        """Processor time of all workers so far; other programs on the machine do not change it much."""
        return sum(_cpu(child) for child in _children(self.process.pid))


@contextmanager
def gunicorn(application, **environment):
    """Serves `application` ("module:name") on a free port of 127.0.0.1."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--workers", str(WORKERS), "--worker-class", "sync"]
    command += [
        "--preload",
        "--no-control-socket",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        "--keep-alive",
        "5",
    ]
    process = subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=os.environ | environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(10)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port, process):
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start")


def _children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu(pid):
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _pss(pid):
    return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE).group(1)) / 1024
