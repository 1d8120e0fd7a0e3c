"""Second stage, inside `.venv`: `run`, `test`, `bench`, `proof`, `format`, `lock`."""

import argparse
import os
import sys

from .checks import format_code, run_bench, run_proof, run_tests
from .console import LaunchError, say
from .lock import lock
from .processes import Stopped
from .run import run

COMMANDS = {
    "run": run, "test": run_tests, "bench": run_bench, "proof": run_proof, "format": format_code, "lock": lock,
}  # fmt: skip


def port_number(text):
    """Raises LaunchError for anything that is no port."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise LaunchError(f"„{text}“ ist kein Port; nehmen Sie eine Zahl bis 65535, zum Beispiel: make run PORT=8123")
    return int(text)


def main():
    sys.stdout.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(prog="make")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--port", type=port_number, default=8000)
    options = parser.parse_args()
    return COMMANDS[options.command](options)


if __name__ == "__main__":
    try:
        code = main()
    except LaunchError as error:
        say(f"\n{error}")
        code = 1
    except Stopped:
        code = 0
    except KeyboardInterrupt:
        code = 130
    sys.stdout.flush()
    os._exit(code or 0)
