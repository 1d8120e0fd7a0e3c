"""Serves exactly the files of npm packages that the portal uses."""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FONT_WEIGHTS = (400, 500, 600)
FONT_SUBSETS = ("latin", "latin-ext")


class NodePackageFinder(BaseFinder):
    """Maps a static name to a file of a package below NODE_MODULES."""

    files = {"kern/kern.min.css": "@kern-ux/native/dist/kern.min.css"} | {
        f"fonts/fira-sans-{subset}-{weight}-normal.woff2": (
            f"@fontsource/fira-sans/files/fira-sans-{subset}-{weight}-normal.woff2"
        )
        for subset in FONT_SUBSETS
        for weight in FONT_WEIGHTS
    }

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        source = self.files.get(path)
        if source is None:
            return []
        found = str(settings.NODE_MODULES / source)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        for name, source in self.files.items():
            yield name, _RenamedStorage(name, source)


class _RenamedStorage(FileSystemStorage):
    """One file of a package under the name it is served as."""

    prefix = None

    def __init__(self, name, source):
        super().__init__(location=settings.NODE_MODULES)
        self.name, self.source = name, source

    def path(self, name):
        return super().path(self.source if name == self.name else name)
