"""Ends the launcher's processes when the launcher itself has gone, however it died.

Reads `+group signal` and `-group` lines; the end of input means that the launcher is gone.
"""

import contextlib
import os
import signal
import sys
import time

PATIENCE_SECONDS = 8


def send(group, number):
    """False when the group has no process any more."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False
    return True


def end(groups):
    """Asks every group to end, the youngest first; kills what is left after `PATIENCE_SECONDS`."""
    for group, number in reversed(groups.items()):
        send(group, number)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(send(group, 0) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.1)
    for group in groups:
        send(group, signal.SIGKILL)


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = {}
    for line in sys.stdin:
        if line.startswith("+"):
            group, number = line[1:].split()
            groups[int(group)] = int(number)
        else:
            groups.pop(int(line[1:]), None)
    with contextlib.suppress(KeyboardInterrupt):
        end(groups)


if __name__ == "__main__":
    main()
