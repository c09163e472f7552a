"""The command as a whole: how it starts, how it ends, and what an error looks like."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys

import pytest

import coalition_events as ce
from coalition_events import cli
from coalition_events.cli import run as runner
from coalition_events.cli.parser import make_parser
from commanding import environment, run, spawn
from samples import small

COMMANDS = [
    "export",
    "validate",
    "show",
    "state",
    "slippage",
    "diff",
    "formats",
    "datasets",
    "schema",
    "init",
    "new-plugin",
]


@pytest.fixture
def timeline_file(tmp_path):
    """Write the small sample into a file."""
    path = tmp_path / "small.yaml"
    path.write_text(ce.to_yaml(small()), "utf-8")
    return path


# ---------------------------------------------------------------------------------------------------- start-up


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_light_start(option) -> None:
    """``--help`` and ``--version`` import neither the model nor YAML nor the icalendar package nor any metadata."""
    code = (
        "import sys, coalition_events.cli\n"
        f"try: coalition_events.cli.main([{option!r}])\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'attrs', 'attr', 'yaml', 'icalendar', 'pluggy', 'importlib.metadata', 'coalition_events.model'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert "[]\n" == done.stderr


def test_light_export() -> None:
    """An export imports nothing that only a mistake, a help text or a plugin needs."""
    code = (
        "import sys, coalition_events.cli\n"
        "coalition_events.cli.main(['export', '-f', 'csv'])\n"
        "heavy = {'shutil', 'traceback', 'calendar', 'tempfile', 'icalendar', 'importlib.metadata'}\n"
        "print('imported', sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}\n{code}"],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "imported []" == done.stderr.splitlines()[-1]


def test_program() -> None:
    """As a process of its own the command leaves the collector nothing to walk; called by another, all is as it was."""
    code = (
        "import gc, sys, coalition_events.cli as cli\n"
        "sys.argv = ['coalition-events', 'datasets']\n"
        "usual = gc.get_threshold()\n"
        "assert cli.main() == 0 and gc.get_threshold() == usual and not gc.get_freeze_count()\n"
        "assert cli.program() == 0 and gc.get_freeze_count() and not gc.get_count()[2]\n"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True)


@pytest.mark.parametrize("columns", ["50", "100", "200", "", "wide", "0"])
def test_help_is_as_wide_as_the_terminal(columns) -> None:
    """Help is cut to the width to which argparse cuts it, which asks ``shutil``."""
    code = (
        "import argparse, coalition_events.cli.parser as parser\n"
        "parser._width = lambda: argparse.HelpFormatter('')._width + 2\n"
        "parser.make_parser().parse_args(['export', '--help'])\n"
    )
    usual = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(COLUMNS=columns),
        capture_output=True,
        text=True,
        check=True,
    )
    assert usual.stdout == spawn("export", "--help", COLUMNS=columns).out


def test_version(capsys) -> None:
    """``--version`` prints the name and the release, and ends with 0."""
    ended = run(capsys, "--version")
    assert (0, f"coalition-events {ce.__version__}\n") == (ended.code, ended.out)


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help(capsys, command) -> None:
    """Every command has a help that names it and its options, and ends with 0."""
    ended = run(capsys, *([command] if command else []), "--help")
    assert 0 == ended.code
    assert ended.out.startswith(f"usage: coalition-events{f' {command}' if command else ''} ")


def test_help_lists_every_command(capsys) -> None:
    """The help of the whole lists every command and what each exit code means."""
    out = run(capsys, "--help").out
    assert COMMANDS == re.findall(r"^    ([a-z-]+) ", out, re.MULTILINE)
    assert "0 done" in out


def test_module_is_the_command() -> None:
    """``python -m coalition_events`` is the command, and hands its exit code to the shell."""
    assert (0, 2) == (spawn("datasets").code, spawn("show", "no-such-id").code)


def test_no_network(tmp_path) -> None:
    """Exporting everything needs no network: it works where a socket can't be made."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\ndef refuse(*_, **__): raise RuntimeError('network')\nsocket.socket = refuse\n"
    )
    out = tmp_path / "out"
    ended = spawn("export", "-o", f"{out}/", folders=[tmp_path])
    assert (0, "") == (ended.code, ended.err)
    assert 5 == len(list(out.iterdir()))


def test_any_locale(tmp_path) -> None:
    """Without UTF-8 in the locale, files are the same bytes, and what can't be shown is escaped, not an error."""
    names = ["usual", "plain"]
    for name, variables in zip(names, ({}, {"LC_ALL": "C", "TZ": "Asia/Kathmandu"}), strict=True):
        assert 0 == spawn("export", "-o", f"{name}/", cwd=tmp_path, **variables).code
    usual, plain = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in names)
    assert usual == plain
    shown = spawn("show", "ain-al-asad", PYTHONIOENCODING="ascii")
    assert 0 == shown.code
    assert r"\u0639" in shown.out


def test_json_is_json_in_any_encoding() -> None:
    """``--json`` stays JSON where the terminal holds no UTF-8, for signs beyond the first plane too."""
    given = ce.to_yaml(ce.Timeline(id="t", title="A map 🗺 of عين", revised="2030-01-01")).encode()
    out = spawn("show", "-", "--json", given=given, PYTHONIOENCODING="latin-1").out
    assert "A map 🗺 of عين" == json.loads(out)["title"]


# ---------------------------------------------------------------------------------------------------- usage


def test_no_command(capsys) -> None:
    """Without a command it is wrong usage, exit code 2, and no command is run in its place."""
    ended = run(capsys)
    assert 2 == ended.code
    assert "required: COMMAND" in ended.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("exprot",), "did you mean 'export'?"),
        (("--no-plugin", "formats"), "did you mean '--no-plugins'?"),
        (("formats", "--chek"), "did you mean '--check'?"),
        (("validate", "--agianst", "a.yaml", "b.yaml"), "did you mean '--against'?"),
        (("formats", "--no-plugins"), "it stands before COMMAND"),
        (("export", "--debug"), "it stands before COMMAND"),
        (("export", "--limit", "size=5"), "it stands before COMMAND"),
        (("export", "--version"), "it stands before COMMAND"),
        (("export", "--version", "--limit", "size=5"), "it stands before COMMAND"),
        (("diff", "a", "b", "--format", "mdd"), "did you mean 'md'?"),
    ],
)
def test_misspelt(capsys, arguments, hint) -> None:
    """A misspelt command, option or choice is exit code 2 and names what was probably meant."""
    ended = run(capsys, *arguments)
    assert 2 == ended.code
    assert hint in ended.err


def test_misspelt_beyond_recognition(capsys) -> None:
    """Nothing is guessed where nothing is near."""
    assert "did you mean" not in run(capsys, "xyzzy").err


def test_no_abbreviations(capsys) -> None:
    """An option cut short is refused, so that a new one never changes what an old command line means."""
    assert 2 == run(capsys, "export", "--fail").code


# ---------------------------------------------------------------------------------------------------- errors


def test_no_such_file(capsys) -> None:
    """A missing file is exit code 3 and one line that names it, not a traceback."""
    ended = run(capsys, "show", "missing.yaml")
    assert (3, "", "coalition-events: missing.yaml: No such file or directory\n") == (
        ended.code,
        ended.out,
        ended.err,
    )


def test_no_such_bundled_timeline(capsys) -> None:
    """A bare word that is no file and no bundled timeline is exit code 3 and lists those that there are."""
    ended = run(capsys, "slippage", "irak")
    assert 3 == ended.code
    assert "there are iraq" in ended.err


def test_bundled_name_wins(capsys, tmp_path, monkeypatch) -> None:
    """A folder that happens to be called like a bundled timeline does not get in its way."""
    (tmp_path / "iraq").mkdir()
    monkeypatch.chdir(tmp_path)
    assert 0 == run(capsys, "show", "iraq").code
    assert 0 == run(capsys, "slippage").code


def test_file_without_suffix(capsys, tmp_path, monkeypatch, timeline_file) -> None:
    """A file is a source whatever its name."""
    timeline_file.rename(tmp_path / "mission")
    monkeypatch.chdir(tmp_path)
    assert 0 == run(capsys, "slippage", "mission").code


def test_debug(capsys) -> None:
    """``--debug`` shows the traceback of a user's error too, before the message."""
    ended = run(capsys, "--debug", "show", "missing.yaml")
    assert 3 == ended.code
    assert "Traceback" in ended.err
    assert ended.err.endswith("coalition-events: missing.yaml: No such file or directory\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "no-such-id"),
        ("show", "."),
        ("export", "-o", "x.foo"),
        ("export", "-f", "ics", "-O", "x=y"),
        ("export", "-o", "no/such/folder/x.md"),
        ("state", "yesterday"),
        ("diff", "missing.yaml", "iraq"),
        ("formats", "xyz"),
        ("init", "no/such/folder/x.yaml"),
    ],
    ids=" ".join,
)
def test_mistakes_show_no_traceback(capsys, arguments) -> None:
    """A user's mistake ends with a message that begins with the command's name, and never with a traceback."""
    ended = run(capsys, *arguments)
    assert ended.code in {2, 3, 4, 7}
    assert "" == ended.out
    assert re.match("coalition-events: |usage: ", ended.err)
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("error", [ValueError("ours"), OSError("ours"), ce.CoalitionEventsError("new")])
def test_faults_of_ours_show_a_traceback(monkeypatch, error) -> None:
    """What nobody foresaw is not dressed up as a user's mistake: the error passes, and the interpreter shows it."""

    def fail() -> None:
        raise error

    monkeypatch.setattr(ce, "datasets", fail)
    with pytest.raises(type(error)) as caught:
        cli.main(["datasets"])
    assert caught.value is error


def test_every_error_has_a_code() -> None:
    """Each class of errors that says something to a user has an exit code, and none has two."""
    classes = [getattr(ce, name) for name in ce.__all__ if name.endswith("Error")]
    concrete = [
        one
        for one in classes
        if issubclass(one, ce.CoalitionEventsError) and one is not ce.CoalitionEventsError
    ]
    kinds = [kind for kind, _ in runner.CODES]
    assert all(sum(issubclass(one, kind) for kind in kinds) == 1 for one in concrete)


@pytest.mark.parametrize("before", [None, "some-plugin"])
def test_no_plugins_is_for_one_command(capsys, monkeypatch, before) -> None:
    """``--no-plugins`` changes nothing for what the same process does afterwards."""
    if before is None:
        monkeypatch.delenv("COALITION_EVENTS_PLUGINS", raising=False)
    else:
        monkeypatch.setenv("COALITION_EVENTS_PLUGINS", before)
    run(capsys, "--no-plugins", "formats")
    assert os.environ.get("COALITION_EVENTS_PLUGINS") == before


def test_parser_knows_the_commands() -> None:
    """Every command of the parser has a module that runs it."""
    for command in COMMANDS:
        needed = {"state": ["2030-01-01"], "diff": ["a", "b"], "new-plugin": ["x"]}.get(command, [])
        options = make_parser().parse_args([command, *needed])
        module = importlib.import_module(f"coalition_events.cli.{options.command.replace('-', '_')}_command")
        assert callable(module.run)
