"""``python -m coalition_events.testing FORMAT``: the kit without pytest, for whoever wants to judge a format.

Exit codes: 0 every check passed, 1 one failed or the page is out of date, 2 no such format or wrong arguments.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import coalition_events as ce

from . import builtin, page
from .checks import Result, results

if TYPE_CHECKING:
    from .subject import Subject

_USAGE: Final = 2


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for, print it, and return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.table:
            made = page.page(asked.format)
            return _compare(made, asked.check) if asked.check else _print_page(made)
        if misfit := _misfit(asked):
            return _refuse(misfit)
        subject = builtin.subject(asked.format[0], **_given(asked))
        subject.options.update(_options(subject, asked.option))
    except (ce.FormatError, ce.OptionError, ce.PluginError) as error:
        return _refuse(str(error))
    if asked.features:
        return _print_features(subject, as_json=asked.json)
    code = _print_results(subject, as_json=asked.json)
    if asked.check and not code:  # what failed a check may have no place on the page
        return _compare(page.page_of([subject]), asked.check)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m coalition_events.testing", description="Test an exporter."
    )
    parser.add_argument("format", nargs="*", metavar="FORMAT", help="name, or distribution:name")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--features", action="store_true", help="print what was seen of each feature")
    parser.add_argument("--table", action="store_true", help="print the page of formats by features")
    parser.add_argument(
        "--check",
        type=Path,
        metavar="PAGE",
        help="say what is out of date on this page of formats by features; with --table, instead of printing it",
    )
    parser.add_argument(
        "-O", dest="option", action="append", default=[], metavar="KEY=VALUE", help="run with this option"
    )
    parser.add_argument(
        "--bound",
        action="append",
        type=_expression,
        default=[],
        metavar="REGEX",
        help="right after it a day may stand that was worked out",
    )
    return parser


def _misfit(asked: argparse.Namespace) -> str:
    """What of the arguments does not go together, for one format; or nothing."""
    if asked.check and (asked.option or asked.features):
        return "--check is for the defaults of all options, with --table or with the checks"
    return "" if len(asked.format) == 1 else "name one format; --table alone takes several"


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {error}") from error
    return text


def _given(asked: argparse.Namespace) -> dict[str, tuple[str, ...]]:
    return {"bounds": tuple(asked.bound)} if asked.bound else {}


def _options(subject: Subject, pairs: list[str]) -> dict[str, str]:
    options = dict(pair.partition("=")[::2] for pair in pairs)
    if options:
        ce.make_options(subject.exporter, options)  # what can't be read is refused before anything runs
    return options


def _refuse(message: str) -> int:
    sys.stderr.write(f"coalition_events.testing: {message}\n")
    return _USAGE


def _print_page(made: str) -> int:
    sys.stdout.write(made)
    return 0


def _compare(made: str, kept: Path) -> int:
    """Say what of a page is not as it was seen now; columns of other formats may stand there."""
    try:
        text = kept.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return _refuse(f"{kept} can't be read: {error}")
    found = list(page.differences(text, made))
    for difference in found:
        sys.stderr.write(f"{kept}: {difference}\n")
    return 1 if found else 0


def _print_features(subject: Subject, *, as_json: bool) -> int:
    if as_json:
        _print_json(page.feature_data(subject))
    else:
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in page.feature_lines(subject))
    return 0


def _print_results(subject: Subject, *, as_json: bool) -> int:
    found = []
    for result in results(subject):
        found.append(result)
        if not as_json:
            sys.stdout.write(f"{_line(result)}\n")
            sys.stdout.flush()
    failed = sum(not result.passed for result in found)
    if as_json:
        checks = [
            {
                "check": result.check.name,
                "about": result.check.about,
                "outcome": result.outcome,
                "reason": result.reason,
            }
            for result in found
        ]
        _print_json({"format": subject.info.full_name, "passed": not failed, "checks": checks})
    else:
        sys.stdout.write(f"{subject.info}: {len(found)} checks, {failed} failed\n")
    return 1 if failed else 0


def _line(result: Result) -> str:
    reason = f": {result.reason}" if result.reason else ""
    return f"{result.outcome:7} {result.check.name}{reason}"


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except (
        BrokenPipeError
    ):  # whoever reads has seen enough; the interpreter would complain when it flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
