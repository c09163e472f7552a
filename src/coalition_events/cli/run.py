"""Runs a command and turns every error of the user's into a message for people and an exit code.

What is not an error of the library's is a fault in its code, and ends with the traceback that its authors need.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from typing import TYPE_CHECKING, Final

import coalition_events as ce
from coalition_events.cli.limiting import more_in_words, set_limits
from coalition_events.cli.text import UsageError, print_problems

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

CODES: Final = (
    (ce.InvalidTimelineError, 1),
    (UsageError, 2),
    (ce.OptionError, 2),
    (ce.UnknownRecordError, 2),
    (ce.UnreadableInputError, 3),
    (ce.FormatError, 4),
    (ce.PluginError, 5),
    (ce.LossError, 6),
    (ce.OutputError, 7),
)
"""Each error of the user's with its exit code, as the documentation lists them."""
_PLUGINS: Final = "COALITION_EVENTS_PLUGINS"


def run(options: argparse.Namespace) -> int:
    """Import the command's module and run it; returns the exit code."""
    with _without_plugins() if options.no_plugins else contextlib.nullcontext():
        try:
            if faults := set_limits(options.limit):
                raise ce.OptionError(faults)
            name = options.command.replace("-", "_")
            command = importlib.import_module(f"coalition_events.cli.{name}_command")
            code: int = command.run(options)
        except tuple(kind for kind, _ in CODES) as error:
            if options.debug or _is_ours(error):
                import traceback  # which takes its time

                traceback.print_exc()
            _report(error)
            return exit_code(error)
    return code


def _is_ours(error: Exception) -> bool:
    """Whether a built-in format failed: by the same door as a plugin, but that is a fault of this program."""
    return isinstance(error, ce.PluginError) and error.plugin.startswith("coalition-events [")


@contextlib.contextmanager
def _without_plugins() -> Iterator[None]:
    before = os.environ.get(_PLUGINS)
    os.environ[_PLUGINS] = ""
    try:
        yield
    finally:
        del os.environ[_PLUGINS]
        if before is not None:
            os.environ[_PLUGINS] = before


def _report(error: Exception) -> None:
    """Print an error on stderr."""
    if isinstance(error, ce.InvalidTimelineError):
        print_problems(error.problems, sys.stderr)
        if error.more:
            print(more_in_words(error.more), file=sys.stderr)
    elif isinstance(error, ce.UnreadableInputError) and error.problem is not None:
        print_problems([error.problem], sys.stderr)
    elif isinstance(error, ce.OptionError):
        for fault in error.faults:
            print(f"coalition-events: {fault}", file=sys.stderr)
    else:
        print(f"coalition-events: {error}", file=sys.stderr)


def exit_code(error: Exception) -> int:
    """The exit code for an error of the user's."""
    return next(code for kind, code in CODES if isinstance(error, kind))
