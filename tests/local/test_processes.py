"""Whatever ends the launcher, none of its processes stays behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from .compose import ROOT

LAUNCHER = """
    import sys
    from netzwerk.local.processes import Stopped, Supervisor

    logs, *more = sys.argv[1:]
    # One child that ends when asked, one with a child of its own, one that does not listen.
    children = {
        "plain": ["sleep", "300"],
        "family": ["sh", "-c", "sleep 300 & wait"],
        "deaf": ["sh", "-c", "trap '' TERM; while true; do sleep 0.2; done"],
    }
    try:
        with Supervisor(logs) as processes:
            for name, command in children.items():
                processes.start(name, command, patience=0.5)
            print(*[child.process.pid for child in processes.children], flush=True)
            processes.watch()
    except Stopped:
        sys.exit(0)
"""


@pytest.fixture
def launcher(tmp_path):
    """A launcher with three children, started by a shell of its own as make does; (shell, launcher, groups)."""
    script = tmp_path / "launcher.py"
    script.write_text(textwrap.dedent(LAUNCHER))
    command = f"'{sys.executable}' '{script}' '{tmp_path}' & echo $!; wait"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    shell = subprocess.Popen(
        ["sh", "-c", command], stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    pid = int(shell.stdout.readline())
    groups = [int(group) for group in shell.stdout.readline().split()]
    yield shell, pid, groups
    for group in (*groups, shell.pid):
        if lives(group):
            os.killpg(group, signal.SIGKILL)
    shell.wait()
    shell.stdout.close()


def lives(group):
    """True while a process of the group is more than a zombie."""
    listing = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True).stdout
    return any(int(line.split()[0]) == group and "Z" not in line.split()[1] for line in listing.splitlines())


def all_gone(groups, seconds=15):
    deadline = time.monotonic() + seconds
    while any(map(lives, groups)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(map(lives, groups))


def test_children_live_while_the_launcher_does(launcher):
    _, _, groups = launcher

    assert len(groups) == 3
    assert all(map(lives, groups))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_children_end_with_the_launcher(launcher, number):
    _, pid, groups = launcher

    os.kill(pid, number)

    assert all_gone(groups)


def test_children_end_when_the_starting_process_is_killed(launcher):
    shell, _, groups = launcher

    shell.kill()

    assert all_gone(groups)


def test_launcher_names_the_child_that_ended_and_its_last_words(tmp_path):
    script = tmp_path / "launcher.py"
    script.write_text(
        textwrap.dedent("""
            import sys
            from netzwerk.local.console import LaunchError
            from netzwerk.local.processes import Supervisor

            try:
                with Supervisor(sys.argv[1]) as processes:
                    processes.start("worker", ["sh", "-c", "echo kein Redis; exit 3"])
                    processes.watch()
            except LaunchError as error:
                print(error)
        """)
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    result = subprocess.run(
        [sys.executable, script, tmp_path], env=environment, capture_output=True, text=True, timeout=30
    )

    assert "worker | kein Redis" in result.stdout
    assert "worker ist unerwartet beendet" in result.stdout
