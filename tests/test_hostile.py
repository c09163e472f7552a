"""Inputs of somebody who means harm, each given to the real command in a process with little memory and little time."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import commanding
from hostile import bombs, encodings, fields, jsons, runner, yamls

MODULES = (bombs, yamls, jsons, encodings, fields)
CASES = {
    f"{module.__name__.rpartition('.')[2]}-{case.name}": case for module in MODULES for case in module.CASES
}
BATCH = 25
"""Files for one interpreter, which forks for each."""


@pytest.fixture(scope="session")
def ended(tmp_path_factory):
    """Give every input to the command, and return how it ended on each."""
    folder = tmp_path_factory.mktemp("hostile")
    found = {}
    names = list(CASES)
    for start in range(0, len(names), BATCH):
        paths = {}
        for name in names[start : start + BATCH]:
            path = folder / f"{name}{CASES[name].suffix}"
            path.write_bytes(CASES[name].data())
            paths[str(path)] = name
        done = subprocess.run(
            [sys.executable, runner.__file__, *paths],
            capture_output=True,
            check=True,
            env=commanding.environment(),
            text=True,
        )
        for line in done.stdout.splitlines():
            outcome = json.loads(line)
            found[paths[outcome["path"]]] = outcome
        for path in paths:
            Path(path).unlink()  # half a gigabyte in all
    return found


@pytest.mark.parametrize("name", CASES)
def test_input(ended, name):
    """The input ends with its exit code and its problem at its place, without a traceback, within memory and time."""
    case, outcome = CASES[name], ended[name]
    printed = outcome["printed"]
    assert case.code == outcome["code"], printed
    assert "Traceback" not in printed
    place = "".join(rf":{number or '[0-9]+'}" for number in case.place or ())
    assert re.match(f"{re.escape(outcome['path'])}{place}: {case.problem}: ", printed), printed


def test_enough(ended, record_property):
    """There are at least as many inputs as were promised, and none may end well."""
    longest = max(outcome["seconds"] for outcome in ended.values())
    most = max(outcome["megabytes"] for outcome in ended.values())
    tried = f"{len(ended)} hostile inputs: at most {longest} s of processor time and {most} MB"
    record_property("tried", tried)
    assert len(CASES) == sum(len(module.CASES) for module in MODULES) >= 140
    assert {case.code for case in CASES.values()} <= {1, 2, 3}


# ------------------------------------------------------------------------------------------------ what is no file


def validate(source, given=b""):
    """How the command ends on a source."""
    ended = commanding.spawn("validate", source, given=given)
    assert "Traceback" not in ended.out + ended.err
    return ended.code, ended.out + ended.err


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{folder}", "Is a directory"),
        ("{folder}/nothing.yaml", "No such file"),
        ("{folder}/file/below.yaml", "Not a directory"),
        ("{folder}/loop.yaml", "Too many levels of symbolic links"),
        ("{folder}/dangling.yaml", "No such file"),
        ("{folder}/socket", "No such device or address"),
        ("{folder}/" + "x" * 300 + ".yaml", "File name too long"),
        ("/dev/zero", "too-large: more than 25,000,000 bytes"),
        ("/dev/urandom", "too-large: more than 25,000,000 bytes"),
        ("./", "Is a directory"),
        ("nothing", "no bundled timeline is called 'nothing'"),
        ("", "no bundled timeline is called ''"),
    ],
)
def test_no_file(tmp_path, source, reason):
    """A source that is no file, or a file without end, is an input that can't be read."""
    (tmp_path / "file").write_text("")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "dangling.yaml").symlink_to("nowhere.yaml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket"))
        code, printed = validate(source.format(folder=tmp_path))
    assert 3 == code
    assert reason in printed


@pytest.mark.parametrize("source", ["/dev/null", "-"])
def test_nothing(source):
    """A source that holds nothing is an invalid timeline."""
    code, printed = validate(source)
    assert 1 == code
    assert ":1:1: missing-key: schema: " in printed


def test_closed_standard_input():
    """A standard input that was closed before the command began can't be read."""
    ended = commanding.shell("$CE validate - <&-")
    assert (3, True) == (ended.code, "standard input is closed" in ended.out), ended


def test_endless_standard_input():
    """Of a standard input that never ends, no more is read than the limit and one byte."""
    ended = commanding.shell("$CE validate - </dev/zero")
    assert (3, True) == (ended.code, "too-large: more than 25,000,000 bytes" in ended.out), ended


def test_standard_input_that_does_not_wait():
    """A standard input that gives nothing and does not wait is an input that can't be read now."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "coalition_events", "validate", "-"],
            stdin=reading,
            capture_output=True,
            check=False,
            env=commanding.environment(),
            text=True,
        )
    finally:
        os.close(reading)
        os.close(writing)
    assert (3, True) == (done.returncode, "temporarily unavailable" in done.stdout), done


# ------------------------------------------------------------------------------------------------ named pipes


@pytest.mark.parametrize("data", [b"id: b\n", b"\xff", b""], ids=["yaml", "bytes", "nothing"])
def test_pipe(tmp_path, data):
    """What is written to a named pipe is read like a file."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(data,))
    writer.start()
    code, printed = validate(path)
    writer.join()
    expected = {b"id: b\n": "missing-key: schema", b"\xff": "encoding: byte 0xff", b"": "nobody writes"}
    assert (1 if data == b"id: b\n" else 3) == code
    assert expected[data] in printed


def test_pipe_of_a_slow_writer(tmp_path):
    """A writer that opens the pipe and takes longer than the command would wait for one is waited for."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    ended = commanding.shell(f"(exec 3>'{path}'; sleep 6; echo 'id: b' >&3) & $CE validate '{path}'; exit $?")
    assert (1, True) == (ended.code, "missing-key: schema" in ended.out), ended


def test_pipe_without_writer(tmp_path):
    """A named pipe to which nobody ever writes does not hold the command up for ever."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    code, printed = validate(path)
    assert 3 == code
    assert "nobody writes to this pipe" in printed
