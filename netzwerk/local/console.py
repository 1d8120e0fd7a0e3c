"""What the launcher says: short lines on the screen, and one sentence with the remedy when it cannot go on."""

import sys


class LaunchError(Exception):
    """The start cannot go on; the text is one German sentence with the remedy."""


def say(text=""):
    """Prints a line; a terminal that has gone away is no reason to stop halfway."""
    try:
        print(text, flush=True)
    except (OSError, ValueError):
        silence()


def silence():
    """Sends all further output nowhere."""
    sys.stdout = sys.stderr = open("/dev/null", "w")  # noqa: SIM115, PTH123 - stays open until the end


class Counter:
    """Progress as `label: done von total`, rewritten in place on a terminal, every tenth step elsewhere."""

    def __init__(self, label, total):
        self.label, self.total, self.done = label, total, 0
        self.in_place = sys.stdout.isatty()

    def step(self, what=""):
        self.done = min(self.done + 1, self.total)
        line = f"  {self.label}: {self.done} von {self.total}"
        if self.in_place:
            print(f"\r{line} {what:<40.40}", end="", flush=True)
        elif self.done % 10 == 0:
            say(line)

    def finish(self, text):
        end = f"  {self.label}: {text}"
        say(f"\r{end:<78}" if self.in_place else end)
