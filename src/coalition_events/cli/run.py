"""Runs a command and turns every error into a message for people and an exit code."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import TYPE_CHECKING, Final

import coalition_events as ce
from coalition_events.cli.text import UsageError, print_problems

if TYPE_CHECKING:
    import argparse

INTERRUPTED: Final = 130


def run(options: argparse.Namespace) -> int:
    """Import the command's module and run it."""
    if options.no_plugins:
        os.environ["COALITION_EVENTS_PLUGINS"] = ""
    try:
        command = importlib.import_module(f"coalition_events.cli.{options.command}_command")
        code: int = command.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        return _end_quietly()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except (UsageError, ce.CoalitionEventsError) as error:
        if options.debug:
            traceback.print_exc()
        return report(error)
    return code


def report(error: Exception) -> int:
    """Print an error on stderr; returns its exit code."""
    if isinstance(error, ce.InvalidTimelineError):
        print_problems(error.problems, sys.stderr)
    elif isinstance(error, ce.OptionError):
        for fault in error.faults:
            print(f"coalition-events: {fault}", file=sys.stderr)
    else:
        print(f"coalition-events: {error}", file=sys.stderr)
    return exit_code(error)


def exit_code(error: Exception) -> int:
    """The exit code for an error, as the documentation lists them."""
    codes = (
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
    return next(code for kind, code in codes if isinstance(error, kind))


def _end_quietly() -> int:
    """The reader of the pipe has gone: keep the interpreter from complaining about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0

