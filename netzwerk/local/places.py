"""Where things lie: the checkout, `.venv` and `.local/`; and stamps that tell whether something is up to date."""

import hashlib
import json
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
LOCAL = ROOT / ".local"
LOGS = LOCAL / "logs"
STATIC = LOCAL / "static"
ACCOUNTS = LOCAL / "example-accounts.txt"


def private_folder(path):
    """Makes `path` readable for its owner only."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def digest(*parts):
    """One hash of texts and of files' contents."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
        total.update(b"\0")
    return total.hexdigest()


class Stamp:
    """A file that says for which input the thing beside it was made."""

    def __init__(self, path, *parts):
        self.path, self.value = path, digest(*parts)

    def is_current(self):
        return self.path.is_file() and self.path.read_text() == self.value

    def set(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def keep_secrets(*names):
    """Random secrets of this checkout by name, made once and kept in `.local/secrets.json`."""
    path = private_folder(LOCAL) / "secrets.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in names if name not in kept]
    kept |= {name: secrets.token_urlsafe(40) for name in missing}
    if missing:
        path.touch(mode=0o600)
        path.write_text(json.dumps(kept, indent=2))
    return kept
