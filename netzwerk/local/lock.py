"""`make lock`: brings the lock files up to pyproject.toml, requirements/*.in and package.json.

`make lock ARGS=--upgrade` takes the newest versions; otherwise what is pinned stays pinned.
"""

import os
import shlex
import subprocess
import sys

from .console import say
from .places import ROOT

UV = "uv==0.13.9"
OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-header",
           "--no-annotate", "--quiet"]  # fmt: skip
LOCKS = {
    "dev.txt": ["pyproject.toml", "--extra=dev"],
    "base.txt": ["pyproject.toml", "--constraints=requirements/dev.txt"],
    "servers.txt": ["requirements/servers.in", "--no-deps"],
    "node.txt": ["requirements/node.in", "--no-deps"],
}


def lock(options):
    more = shlex.split(os.environ.get("ARGS", ""))

    def python(*arguments):
        subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True)

    python("pip", "install", "--quiet", UV)
    for name, sources in LOCKS.items():
        say(f"  requirements/{name}")
        python("uv", "pip", "compile", *sources, *OPTIONS, *more, f"--output-file=requirements/{name}")
    say("  package-lock.json")
    subprocess.run(["npm", "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)
