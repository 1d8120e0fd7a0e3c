"""First stage, on any Python 3.11 to 3.13: makes `.venv`, installs the packages, goes on inside of it."""

import os
import shutil
import subprocess
import sys
import venv

from .console import LaunchError, say
from .packages import install
from .places import PYTHON, ROOT, VENV

WITH_DEVELOPMENT = {"test", "bench", "proof", "format", "lock"}


def make_venv():
    """Makes `.venv`, again when its Python has gone or has another version than the one that runs."""
    if PYTHON.exists():
        check = [str(PYTHON), "-c", "import pip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))"]
        if subprocess.run(check, capture_output=True).returncode == 0:
            return
    say("  Python-Umgebung .venv wird angelegt …")
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, with_pip=True, symlinks=True)


def main(arguments):
    os.chdir(ROOT)
    make_venv()
    if set(arguments) & WITH_DEVELOPMENT:
        install("dev", "Python-Pakete")
    else:
        install("base", "Python-Pakete")
    os.execv(PYTHON, [str(PYTHON), "-m", "netzwerk.local.commands", *arguments])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LaunchError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)
