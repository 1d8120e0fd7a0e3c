"""Who may import whom: ground ← members ← meetings | trainings | reporting_paths ← netzwerk.portal."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# A room may import itself and the rooms named here; the longest prefix of a module decides its room.
GROUND = {"netzwerk"}
# Rooms above may add to what each person's own data are, say who was there last, and ask who the experts are.
OPEN = {"members.owndata", "members.coverage", "members.experts"}
ALLOWED = {
    "netzwerk": set(),
    "netzwerk.pages": GROUND,
    "members": GROUND,
    "members.directory": GROUND | {"members"},
    "members.imports": GROUND | {"members"},
    "members.experts": GROUND | {"members"},
    "members.upkeep": GROUND | {"members"},
    "members.coverage": GROUND | {"members"},
    "members.owndata": GROUND | {"members"},
    "meetings": GROUND | {"members"} | OPEN,
    "trainings": GROUND | {"members"} | OPEN,
    "trainings.feedback": GROUND | {"members", "trainings"} | OPEN,
    "reporting_paths.laws": GROUND | {"members"},
    "reporting_paths.contacts": GROUND | {"members", "members.experts"},
    "reporting_paths.paths": GROUND
    | {"members", "members.experts", "reporting_paths.laws", "reporting_paths.contacts"},
    "reporting_paths.guide": GROUND
    | {"members", "reporting_paths.laws", "reporting_paths.contacts", "reporting_paths.paths"},
    "netzwerk.portal": None,  # the roof sees everything
    "netzwerk.local": set(),  # starts before anything is installed
}
# Wiring: it mounts the apps, by import in urls.py and by name in settings.py.
WIRING = {"netzwerk.urls", "netzwerk.settings", "netzwerk.celery", "netzwerk.wsgi"}
# Within a room, left knows nothing of right.
LAYERS = [{"enums", "permissions"}, {"models"}, {"actions"}, {"forms", "views", "tasks", "admin", "urls"}]
LAYER_OF = {name: number for number, names in enumerate(LAYERS) for name in names}
# Run before or while the packages come; standard library only.
STDLIB_ONLY = {"netzwerk", "netzwerk.local"}


def sources():
    roots = {room.split(".")[0] for room in ALLOWED}
    return [path for root in sorted(roots) for path in sorted((ROOT / root).rglob("*.py"))]


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module):
    """The room of `module`, or None for foreign packages."""
    fitting = [room for room in ALLOWED if module == room or module.startswith(f"{room}.")]
    return max(fitting, key=len, default=None)


@cache
def tree_of(path):
    return ast.parse(path.read_text(), str(path))


def imports_of(path, tree=None):
    """Absolute names of the modules `path` imports, with the line."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree or tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield f"{start}.{alias.name}", node.lineno


def wrong_arrows(paths):
    for path in paths:
        module = module_name(path)
        room = room_of(module)
        if room is None or ALLOWED[room] is None or module in WIRING or "migrations" in path.parts:
            continue
        for name, line in imports_of(path):
            target = room_of(name)
            if target and target != room and target not in ALLOWED[room]:
                yield f"{path.relative_to(ROOT)}:{line}: {room} must not know {target}"


def test_rooms_know_only_what_lies_below():
    assert list(wrong_arrows(sources())) == []


def test_portal_is_imported_by_nobody():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for name, line in imports_of(path)
        if room_of(name) == "netzwerk.portal" and room_of(module_name(path)) != "netzwerk.portal"
    ]
    assert found == []


def test_layers_within_a_room():
    found = []
    for path in sources():
        room = room_of(module_name(path))
        own = _layer(path.relative_to(ROOT).parts)
        if room in (None, "netzwerk", "netzwerk.local", "netzwerk.portal") or own is None:
            continue
        for name, line in imports_of(path):
            target = _layer(name.split("."))
            if room_of(name) == room and target is not None and target > own:
                found.append(f"{path.relative_to(ROOT)}:{line}: {name}")
    assert found == []


def _layer(parts):
    return next((LAYER_OF[part.removesuffix(".py")] for part in parts if part.removesuffix(".py") in LAYER_OF), None)


def inline_imports(paths):
    for path in paths:
        if "migrations" in path.parts:
            continue
        for function in ast.walk(tree_of(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                for name, line in imports_of(path, function):
                    yield f"{path.relative_to(ROOT)}:{line}: {name}"


def test_no_import_inside_a_function():
    assert sorted(set(inline_imports(sources()))) == []


def test_launcher_needs_the_standard_library_only():
    """Its first stage runs before any package is there; `commands` and what it needs runs inside `.venv`."""
    found = []
    seen, waiting = set(), ["netzwerk.local.__main__"]
    while waiting:
        module = waiting.pop()
        path = _file_of(module)
        if module in seen or path is None:
            continue
        seen.add(module)
        for name, line in imports_of(path):
            top = name.split(".")[0]
            if top == "netzwerk":
                waiting += [name, name.rpartition(".")[0]]
            elif top not in sys.stdlib_module_names:
                found.append(f"{path.relative_to(ROOT)}:{line}: {name}")
    assert "netzwerk.local.packages" in seen
    assert found == []


def _file_of(module):
    base = ROOT.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.exists()), None)


@pytest.mark.parametrize(
    ("room", "line", "is_wrong"),
    [
        ("members", "from reporting_paths.paths.models import ReportingPath", True),
        ("netzwerk", "from members.models import User", True),
        ("netzwerk.pages", "import netzwerk.portal.views", True),
        ("reporting_paths.contacts", "from ..paths import models", True),
        ("reporting_paths.guide", "from reporting_paths import contacts", False),
        ("meetings", "from trainings.models import TrainingEvent", True),
        ("netzwerk.portal", "from reporting_paths.paths.models import ReportingPath", False),
    ],
)
def test_the_check_itself_finds_wrong_arrows(room, line, is_wrong, monkeypatch):
    path = ROOT.joinpath(*room.split("."), "invented.py")
    monkeypatch.setattr(sys.modules[__name__], "tree_of", lambda _path: ast.parse(line))
    assert bool(list(wrong_arrows([path]))) == is_wrong
