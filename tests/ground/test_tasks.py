"""A worker knows every task of the portal, wherever its module lies."""

import ast
import os
import subprocess
import sys
from datetime import timedelta

from celery.beat import PersistentScheduler
from django.conf import settings

from netzwerk.celery import app

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


def schedule_in(folder):
    return PersistentScheduler(app, schedule_filename=str(folder / "beat"))


def due_at_once(scheduler):
    """Tasks by the clock that beat would have done now; those every few seconds are always due after a start."""
    nightly = {name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if not isinstance(entry["schedule"], int)}
    return {name for name in nightly if scheduler.schedule[name].is_due().is_due}


def test_schedule_survives_a_restart_and_catches_up(tmp_path):
    first = schedule_in(tmp_path)
    assert due_at_once(first) == set(), "a new portal has missed nothing"
    first.schedule["old mails"].last_run_at -= timedelta(days=2)
    first.schedule["reminders"].last_run_at -= timedelta(hours=1)
    first.close()

    assert due_at_once(schedule_in(tmp_path)) == {"old mails", "reminders"}
