"""The command line: the only place that prints and picks exit codes.

``parser`` knows the commands and their options and imports nothing but argparse; each command is a module of its own
that is imported when it is asked for.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from typing import TYPE_CHECKING, Final

from coalition_events.cli.stopping import exit_code_of, how_stopped, say, stoppable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main", "program"]

_UNWRITABLE: Final = 7
_REFUSALS: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
"""How the system refuses bytes for standard output; any other error there is a fault of ours."""
_MANY: Final = 200_000
"""New objects after which the collector looks for garbage: nearly all that the command makes lives to its end."""


def program() -> int:
    """The command as a process of its own; returns its exit code, or ends as :func:`main`.

    At its end the interpreter lets the collector walk everything several times. What it walks would go with the process
    anyhow: leaving it alone, then and before, takes a tenth of the time of an export of the bundled timeline.
    """
    gc.set_threshold(_MANY)
    try:
        return main()
    finally:
        gc.freeze()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code. Wrong usage and ``--help`` end with :class:`SystemExit`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal without UTF-8 shows \u escapes and goes on
    with stoppable():
        try:
            return _run_to_the_end(arguments)
        except KeyboardInterrupt as stop:
            with contextlib.suppress(OSError):  # the terminal went away, or whoever read the messages
                say(how_stopped(stop))
            _silence()
            return exit_code_of(stop)


def _run_to_the_end(arguments: Sequence[str] | None) -> int:
    try:
        return _parse_and_run(arguments)
    except BrokenPipeError:
        _silence()
        return 0
    except OSError as error:
        if error.errno not in _REFUSALS or error.filename is not None:
            raise
        _silence()
        say(f"standard output can't be written: {error.strerror}")
        return _UNWRITABLE


def _parse_and_run(arguments: Sequence[str] | None) -> int:
    from coalition_events.cli.parser import make_parser

    try:
        options = make_parser().parse_args(arguments)
        from coalition_events.cli.run import run  # --help and --version end before this

        code = run(options)
    except SystemExit:
        _flush()
        raise
    _flush()
    return code


def _flush() -> None:
    """Here and not at the end of the interpreter, which complains of a closed pipe."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # it was closed from the beginning
            stream.flush()


def _silence() -> None:
    """Lead a stream that takes nothing more into nowhere, so that the interpreter does not try it again at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
