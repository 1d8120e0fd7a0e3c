"""`make lock`: makes the lock files anew from pyproject.toml and requirements/*.in, and package-lock.json."""

import subprocess
import sys

from .console import say
from .places import ROOT

UV = "uv==0.13.9"
OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-header",
           "--no-annotate", "--quiet", "--upgrade"]  # fmt: skip
LOCKS = {
    "dev.txt": ["pyproject.toml", "--extra=dev"],
    "base.txt": ["pyproject.toml", "--constraints=requirements/dev.txt"],
    "servers.txt": ["requirements/servers.in", "--no-deps"],
    "node.txt": ["requirements/node.in", "--no-deps"],
}


def lock(options):
    def python(*arguments):
        subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True)

    python("pip", "install", "--quiet", UV)
    for name, sources in LOCKS.items():
        say(f"  requirements/{name}")
        python("uv", "pip", "compile", *sources, *OPTIONS, f"--output-file=requirements/{name}")
    say("  package-lock.json")
    subprocess.run(["npm", "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)
