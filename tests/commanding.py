"""The command, run in this process or in a fresh one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs

import coalition_events as ce
from coalition_events.cli import main

SOURCE = Path(ce.__file__).parents[1]
"""The folder from which this interpreter imports the library."""


@attrs.frozen
class Ended:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


def run(capsys, *arguments) -> Ended:
    """Run the command in this process."""
    capsys.readouterr()
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code
    printed = capsys.readouterr()
    return Ended(code, printed.out, printed.err)


def environment(*folders, **variables) -> dict[str, str]:
    """The environment of a fresh interpreter that sees the library and ``folders``."""
    inherited = {name: value for name, value in os.environ.items() if name != "COALITION_EVENTS_PLUGINS"}
    return {**inherited, "PYTHONPATH": os.pathsep.join(map(str, (*folders, SOURCE))), **variables}


def spawn(*arguments, given: bytes = b"", folders=(), cwd=None, **variables) -> Ended:
    """Run the command in a fresh interpreter, with ``given`` on its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "coalition_events", *map(str, arguments)],
        input=given,
        capture_output=True,
        cwd=cwd,
        env=environment(*folders, **variables),
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def shell(line: str, cwd=None, **variables) -> Ended:
    """Run a line of shell in which ``$CE`` is the command."""
    done = subprocess.run(
        ["sh", "-c", line],
        capture_output=True,
        cwd=cwd,
        env=environment(CE=f"{sys.executable} -m coalition_events", **variables),
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
