"""A worker knows every task of the portal, wherever its module lies."""

import ast
import os
import subprocess
import sys

from django.conf import settings

SHOW = "from netzwerk.celery import app; app.loader.import_default_modules(); print(*app.tasks, sep='\\n')"
ROOMS = ("netzwerk", "members", "meetings", "trainings", "reporting_paths")


def test_worker_knows_all_tasks_and_beat_only_known_ones():
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    known = set(shown.stdout.split())

    assert sorted(set(written_tasks()) - known) == []
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= known


def written_tasks():
    """Names of the functions with @shared_task in all modules called tasks."""
    for room in ROOMS:
        for path in (settings.BASE_DIR / room).rglob("tasks.py"):
            module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and any(
                    "shared_task" in ast.unparse(d) for d in node.decorator_list
                ):
                    yield f"{module}.{node.name}"
