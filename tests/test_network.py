"""No command opens a socket: an interpreter that refuses any, and the system calls of a real run, are the witnesses."""

from __future__ import annotations

import re
import sys

import pytest

import coalition_events as ce
from coalition_events.cli.parser import make_parser
from commanding import environment, spawn
from distributions import Site, plugin
from judging import strace
from linefiles import many, write_lines
from samples import small

WITNESS = """\
import os, sys

def refuse(event, given):
    if event.partition(".")[0] in {"socket", "urllib", "http", "ftplib", "smtplib", "webbrowser"}:
        sys.stderr.write(f"NETWORK {event} {given}\\n")
        sys.stderr.flush()
        os._exit(99)

sys.addaudithook(refuse)
"""
"""An interpreter imports it before anything else, as ``sitecustomize``; it ends the process at the first such event."""

ARGUMENTS = {
    "export": [
        ("small.yaml", "-o", "out/"),
        ("iraq", "-o", "all/", "--on", "2026-01-10"),
        ("many.jsonl", "-o", "many.ics", "--jobs", "2"),
    ],
    "validate": [("small.yaml", "iraq", "unifil")],
    "show": [(), ("ain-al-asad",)],
    "state": [("2026-02-01", "--known-by", "2026-01-31")],
    "slippage": [()],
    "diff": [("iraq", "unifil", "--format", "md")],
    "formats": [("--check",), ("ics",)],
    "datasets": [()],
    "schema": [()],
    "init": [("new.yaml",)],
    "new-plugin": [("words",)],
}
"""Each command with arguments that take it through all that it does."""


def commands():
    """List the commands, as the parser knows them."""
    (group,) = (action for action in make_parser()._actions if action.dest == "command")  # noqa: SLF001 - argparse has no door
    return list(group.choices)


@pytest.fixture
def folder(tmp_path):
    """Make a folder with two samples, one of them long enough for two processes, and the witness."""
    (tmp_path / "small.yaml").write_text(ce.to_yaml(small()), "utf-8")
    write_lines(tmp_path / "many.jsonl", many(1_500))
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WITNESS, "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", commands())
def test_no_command_opens_a_socket(folder, command) -> None:
    """Every command does all that it does where the first touch of the network would end the process."""
    for arguments in ARGUMENTS[command]:
        ended = spawn(command, *arguments, folders=[folder / "site"], cwd=folder)
        assert "NETWORK" not in ended.err
        assert ended.code in {0, 1}, ended.err


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://localhost/')",
        "import _socket; _socket.socket()",
    ],
)
def test_the_witness_sees_it(folder, code) -> None:
    """A plugin that touches the network, by any door, is seen by this test."""
    text = plugin("net", "    yield request", f"    {code}\n    yield request")
    Site(folder / "site").install("net-plugin", "net", text)
    ended = spawn("export", "small.yaml", "-f", "net", folders=[folder / "site"], cwd=folder)
    assert (99, True) == (ended.code, ended.err.startswith("NETWORK "))


@pytest.mark.parametrize(
    "arguments",
    [("export", "-o", "out/"), ("export", *ARGUMENTS["export"][2]), ("validate",), ("show",)],
    ids=" ".join,
)
def test_no_system_call_of_the_network(folder, arguments) -> None:
    """The kernel sees no system call of the network either."""
    command = [sys.executable, "-m", "coalition_events", *arguments]
    ended, log = strace(command, ("%network",), cwd=folder, env=environment())
    # what the system tells of the end of other processes stands there too
    assert (0, []) == (
        ended.returncode,
        [line for line in log.splitlines() if not re.search(r" (---|\+\+\+) ", line)],
    )


def test_the_kernel_would_see_it(folder) -> None:
    """A socket that a process makes is in that log."""
    ended, log = strace([sys.executable, "-c", "import socket; socket.socket()"], ("%network",), cwd=folder)
    assert 0 == ended.returncode
    assert "socket(AF_INET" in log
