"""Installs the pinned Python packages: hashes required, wheels only, nothing again that is there already."""

import re
import subprocess

from .console import Counter, LaunchError, say
from .places import PYTHON, REQUIREMENTS, VENV, Stamp

PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--only-binary", ":all:",
       "--require-hashes", "--progress-bar", "off", "--no-input", "--no-warn-script-location"]  # fmt: skip
HELP = "Prüfen Sie die Netzverbindung und rufen Sie den Befehl noch einmal auf."


def install(name, label, *options, target=None):
    """Installs the lock file `requirements/NAME.txt` into the venv, or into `target`, unless it is there already."""
    lock = REQUIREMENTS / f"{name}.txt"
    stamp = Stamp((target or VENV) / f".installed-{name}", lock)
    if stamp.is_current():
        return
    counter = Counter(label, len(re.findall(r"^[\w.-]+==", lock.read_text(), re.MULTILINE)))
    counter.finish("werden installiert …")
    command = [*PIP, *options, "-r", str(lock)]
    if target:
        command += ["--target", str(target), "--upgrade"]
    _run_pip(command, counter)
    stamp.set()


def _run_pip(command, counter):
    """Runs pip and counts its packages; raises LaunchError with pip's own last words."""
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout:
            lines.append(line.rstrip())
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                counter.step(line.split()[1].partition("=")[0])
    if pip.returncode:
        for line in [line for line in lines if line.startswith("ERROR")][-5:] or lines[-5:]:
            say(f"    {line}")
        raise LaunchError(f"{counter.label} ließen sich nicht installieren. {HELP}")
    counter.finish("fertig")
