"""Which release of the portal runs here."""

import hashlib
import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

RELEASE_FILES = (".py", ".html", ".toml", ".txt")
NOT_RELEASED = {"node_modules", "static", "staticfiles", "media", "tests"}


@cache
def release_mark():
    """Changes with code, templates and static files: a new release never shows a page of the old one.

    Read once a process, which runs one release; each handler asks for it.
    """
    mark = hashlib.sha256(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    for folder, folders, files in os.walk(settings.BASE_DIR):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in NOT_RELEASED)
        for name in sorted(files):
            if name.endswith(RELEASE_FILES):
                mark.update(Path(folder, name).read_bytes())
    return mark.hexdigest()[:16]
