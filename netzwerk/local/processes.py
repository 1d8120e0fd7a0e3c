"""Starts the portal's processes, watches them, and sees to it that none outlives the launcher.

Each process leads a group of its own, so that Ctrl-C reaches the launcher alone, which ends them in order. Should the
launcher be killed, the guardian does it.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from .console import LaunchError, say

ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Someone, or something, asked the launcher to end."""


@dataclass
class Child:
    name: str
    process: subprocess.Popen
    log: Path
    stop_signal: int
    patience: float

    def is_running(self):
        return self.process.poll() is None

    def last_lines(self, count=8):
        return self.log.read_text(errors="replace").splitlines()[-count:]

    def send(self, number):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def stop(self):
        """Asks the process to end and kills what is left of its group after `patience` seconds."""
        self.send(self.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.kill()

    def kill(self):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """`with Supervisor(logs) as processes:` ends every process at its end."""

    def __init__(self, logs):
        self.logs = Path(logs)
        self.children = []

    def __enter__(self):
        self.logs.mkdir(parents=True, exist_ok=True)
        for number in ENDING_SIGNALS:
            signal.signal(number, self._stop)
        threading.Thread(target=self._follow_parent, args=(os.getppid(),), daemon=True).start()
        self.guardian = subprocess.Popen(
            [sys.executable, "-S", "-E", str(Path(__file__).with_name("guardian.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, text=True, bufsize=1,
        )  # fmt: skip
        return self

    def __exit__(self, *error):
        for number in ENDING_SIGNALS:
            signal.signal(number, self._hurry)
        for child in reversed(self.children):
            child.stop()
            self._tell_guardian(f"-{child.process.pid}")
        with contextlib.suppress(BrokenPipeError):
            self.guardian.stdin.close()
        self.guardian.wait(5)

    def _stop(self, number, frame):
        raise Stopped

    def _hurry(self, number, frame):
        """Asked a second time: no more patience."""
        for child in self.children:
            if child.is_running():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.process.pid, signal.SIGKILL)

    def _follow_parent(self, parent):
        """Ends the launcher when the process that started it (make, a shell) or the terminal has gone.

        A terminal that closes tells its first process only; if that is make, it keeps the news to itself.
        """
        terminal = select.poll()
        for descriptor in filter(os.isatty, (0, 1, 2)):
            terminal.register(descriptor, 0)
        while os.getppid() == parent and not terminal.poll(0):
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGHUP)

    def _tell_guardian(self, line):
        with contextlib.suppress(BrokenPipeError):
            print(line, file=self.guardian.stdin, flush=True)

    def start(self, name, command, *, stop_signal=signal.SIGTERM, patience=10, **options):
        """Starts `command` with its output in `NAME.log`; `options` as for Popen."""
        log = self.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, **options,
            )  # fmt: skip
        child = Child(name, process, log, stop_signal, patience)
        self.children.append(child)
        self._tell_guardian(f"+{process.pid} {int(stop_signal)}")
        return child

    def wait_for(self, child, is_ready, *, seconds=60):
        """Waits until `is_ready()`; raises LaunchError when the child ends before or the time is up."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not child.is_running() or time.monotonic() > deadline:
                self.report(child)
                raise LaunchError(f"{child.name} startet nicht. Das ganze Protokoll: {child.log}")
            time.sleep(0.05)

    def report(self, child):
        for line in child.last_lines():
            say(f"    {child.name} | {line}")

    def watch(self):
        """Returns never; raises LaunchError when a child ends, Stopped when asked to end."""
        while True:
            for child in self.children:
                if not child.is_running():
                    self.report(child)
                    raise LaunchError(f"{child.name} ist unerwartet beendet. Das ganze Protokoll: {child.log}")
            time.sleep(0.5)
