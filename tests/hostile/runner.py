"""Runs the command on each of many files, each in a process of its own with little memory and little time.

``python runner.py 'validate {}' FILE...`` prints a line of JSON for each file. The processes are forks of
this one, which has imported the command: two hundred interpreters take a minute to start.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
import tempfile
import traceback
from typing import TextIO

# imported before the forks, for all of them
from coalition_events.cli import export_command, main, run, validate_command  # noqa: F401 - only to be there

MEMORY = 500_000_000
"""Bytes of address space, the interpreter's own included."""
SECONDS = 10
"""Of processor time, so that a busy machine fails no test."""


def attempt(command: str, path: str) -> dict[str, object]:
    """How the command ended on a file."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace") as printed:
        child = os.fork()
        if child == 0:
            _run([path if word == "{}" else word for word in command.split()], printed)
        _, status, used = os.wait4(child, 0)
        printed.seek(0)
        return {
            "path": path,
            "code": os.waitstatus_to_exitcode(status),  # negative: the signal that ended it
            "printed": printed.read(20_000),
            "seconds": round(used.ru_utime + used.ru_stime, 2),
            "megabytes": used.ru_maxrss // 1000,
        }


def _run(arguments: list[str], printed: TextIO) -> None:
    """The child: run the command, and leave without what Python does at its end."""
    code = 99
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                code = main(arguments)
            except SystemExit as end:
                code = end.code
    except BaseException:  # noqa: BLE001 - whatever escapes is what the tests look for
        traceback.print_exc(file=printed)
    finally:
        printed.flush()
        os._exit(code)


if __name__ == "__main__":
    for name in sys.argv[2:]:
        print(json.dumps(attempt(sys.argv[1], name)), flush=True)  # noqa: T201 - read by the test
