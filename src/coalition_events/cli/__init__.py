"""The command line: the only place that prints and picks exit codes.

``parser`` knows the commands and their options and imports nothing but argparse; each command is a module of its own
that is imported when it is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    from coalition_events.cli.parser import make_parser  # noqa: PLC0415 - main() is imported by the console script

    options = make_parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 shows \u escapes and goes on
    from coalition_events.cli.run import run  # noqa: PLC0415 - --help and --version end before this

    return run(options)
