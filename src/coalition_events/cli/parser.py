"""The commands and their options. Nothing of the library is imported here but its version, and that only when asked."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXITS = """exit codes:
  0 done                          4 unknown or ambiguous format
  1 findings, differences         5 a plugin failed
  2 usage, bad option, unknown id 6 something was lost and --fail-on-loss was given
  3 input can't be read           7 output can't be written
"""
_USUAL_WIDTH = 80
_SOURCE = "a file, '-' for standard input, or a bundled timeline (see 'datasets'); left out: the bundled Iraq timeline"


def _width() -> int:
    """What ``shutil`` says of the terminal, without its import, which brings every way to compress a file."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        return int(stated)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _USUAL_WIDTH  # type: ignore[union-attr] # None is no file
    except (AttributeError, ValueError, OSError):  # no terminal, or no standard output at all
        return _USUAL_WIDTH


class _Formatter(argparse.HelpFormatter):
    """Is made for each argument, long before anybody asks for help."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width() - 2)  # as argparse leaves it


class _WordForWord(_Formatter, argparse.RawDescriptionHelpFormatter):
    """Leaves the lines of the description as they are."""


class _Parser(argparse.ArgumentParser):
    """Names the nearest command or option for one that there is not."""

    def parse_known_args(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - argparse's overloads
        """As argparse does; but a command itself refuses what is very near to one of its own options.

        Those of the whole command line, such as ``--version``, are left to it.
        """
        found, rest = super().parse_known_args(*given, **named)
        if rest and difflib.get_close_matches(rest[0], self._words(), n=1, cutoff=0.7):
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return found, rest

    def error(self, message: str) -> NoReturn:
        wrong = re.search("invalid choice: '([^']*)'|unrecognized arguments: (\\S+)", message)
        if wrong:
            word = wrong[1] if wrong[1] is not None else wrong[2]
            known = self._words()
            near = difflib.get_close_matches(word, known, n=1)
            hint = (
                "it stands before COMMAND" if word in known else f"did you mean {near[0]!r}?" if near else ""
            )
            message += f"; {hint}" if hint else ""
        super().error(message)

    def _words(self) -> list[str]:
        """Every command, option and choice."""
        return [
            name for action in self._actions for name in (*(action.choices or ()), *action.option_strings)
        ]


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        import coalition_events

        print(f"coalition-events {coalition_events.__version__}")  # parser.exit would take standard error
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; ``command`` holds the command's name."""
    parser = _Parser(
        prog="coalition-events",
        description="The staged end of a military coalition's mission: one sourced file, read, checked and exported.",
        epilog=_EXITS,
        formatter_class=_WordForWord,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the release and exit")
    parser.add_argument("--no-plugins", action="store_true", help="use the built-in formats only")
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="how much of a file is read: size (bytes), depth, nodes, scalar, records, expansion; and how many problems"
        " are shown: problems; repeat for several",
    )
    parser.add_argument("--debug", action="store_true", help="show a traceback for every error")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_export(commands)
    _add_validate(commands)
    _add_show(commands)
    _add_state(commands)
    slippage = _add(commands, "slippage", "compare every plan with what happened", json=True)
    slippage.add_argument("source", nargs="?", default="iraq", metavar="SOURCE", help=_SOURCE)
    _add_diff(commands)
    _add_formats(commands)
    _add(commands, "datasets", "list the bundled timelines", json=True)
    _add(commands, "schema", "print the JSON Schema of the timeline file, for editors")
    init = _add(commands, "init", "write a small timeline to start from")
    init.add_argument(
        "path",
        nargs="?",
        default="timeline.yaml",
        metavar="PATH",
        help="the file to write, '-' for standard output (default: timeline.yaml)",
    )
    _add_new_plugin(commands)
    return parser


def _add(commands: Any, name: str, text: str, *, json: bool = False) -> argparse.ArgumentParser:  # noqa: ANN401 - argparse's private class
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    if json:
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def _add_export(commands: Any) -> None:  # noqa: ANN401 - as above
    parser = _add(commands, "export", "write a timeline in other formats", json=True)
    parser.add_argument("source", nargs="?", default="iraq", metavar="SOURCE", help=_SOURCE)
    parser.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="PATH",
        help="the file, whose suffix decides the format, or a folder, which gets every built-in format;"
        " repeat for several; left out: standard output",
    )
    parser.add_argument(
        "-f", "--format", metavar="FORMAT", help="the format, whatever the suffix (see 'formats')"
    )
    parser.add_argument(
        "-O",
        "--option",
        action="append",
        default=[],
        metavar="[FORMAT:]KEY=VALUE",
        help="an option of the format (see 'formats NAME'); name the format where there are several outputs",
    )
    parser.add_argument(
        "--on", metavar="DATE", help="the day whose state is shown, against which a plan is overdue"
    )
    parser.add_argument(
        "--kind", action="append", default=[], metavar="K", help="only milestones of this kind; repeat"
    )
    parser.add_argument(
        "--loss-report", metavar="FILE", help="write as JSON what each format could not carry"
    )
    parser.add_argument(
        "--fail-on-loss", action="store_true", help="replace no file if anything is lost (exit 6)"
    )
    parser.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help="how many processes read and write a .jsonl file of millions of events (default: 1)",
    )


def _add_validate(commands: Any) -> None:  # noqa: ANN401 - as above
    parser = _add(commands, "validate", "check timelines and report every mistake with its place", json=True)
    parser.add_argument("sources", nargs="*", default=["iraq"], metavar="SOURCE", help=_SOURCE)
    parser.add_argument(
        "--against", metavar="OLD", help="hold it against the edition before: ids and 'revised' days"
    )
    parser.add_argument("--strict", action="store_true", help="let notes fail as errors do")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        help="github: annotations for GitHub Actions; json: the same as --json (default: text)",
    )


def _add_state(commands: Any) -> None:  # noqa: ANN401 - as above
    parser = _add(
        commands, "state", "say what was so on a day, how surely, and on which claims that rests", json=True
    )
    parser.add_argument("on", metavar="DATE", help="the day, YYYY-MM-DD")
    parser.add_argument("source", nargs="?", default="iraq", metavar="SOURCE", help=_SOURCE)
    parser.add_argument("--known-by", metavar="DATE", help="use only what was published by that day")


def _add_diff(commands: Any) -> None:  # noqa: ANN401 - as above
    parser = _add(commands, "diff", "show what changed between two editions of a timeline", json=True)
    parser.add_argument("old", metavar="OLD", help="the edition before; as SOURCE elsewhere")
    parser.add_argument("new", metavar="NEW", help="the edition after")
    parser.add_argument(
        "--format", choices=("text", "md"), default="text", help="md: a changelog for readers"
    )


def _add_show(commands: Any) -> None:  # noqa: ANN401 - as above
    parser = _add(
        commands, "show", "show a timeline, or one record with every claim and the roots behind it", json=True
    )
    parser.add_argument(
        "what", nargs="*", metavar="[ID] [SOURCE]", help=f"a record's id or any of its names; {_SOURCE}"
    )


def _add_formats(commands: Any) -> None:  # noqa: ANN401 - as above
    parser = _add(commands, "formats", "list the formats, or the options of one", json=True)
    parser.add_argument(
        "name", nargs="?", metavar="FORMAT", help="only this one: its options and what it carries"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="load every format, or this one, and say which are broken (exit 5)",
    )


def _add_new_plugin(commands: Any) -> None:  # noqa: ANN401 - as above
    parser = _add(commands, "new-plugin", "write the project of a plugin with an exporter of your own")
    parser.add_argument(
        "name", metavar="NAME", help="the format's name; the project is coalition-events-NAME"
    )
    parser.add_argument(
        "--into", default="", metavar="FOLDER", help="where to write it (default: the current folder)"
    )


def positional(what: Sequence[str], bundled: Sequence[str]) -> tuple[str | None, str]:
    """The id and the source of ``show [ID] [SOURCE]``.

    A lone argument is the source if it is ``-``, a bundled name, or holds a dot or a slash; else it is an id.
    """
    if not what:
        return None, "iraq"
    if len(what) > 1:
        return what[0], what[1]
    lone = what[0]
    is_source = lone == "-" or lone in bundled or "." in lone or "/" in lone
    return (None, lone) if is_source else (lone, "iraq")
