"""Inputs of somebody who means harm, each given to the real command in a process with little memory and little time."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import coalition_events as ce
import commanding
from hostile import bombs, encodings, fields, jsons, lines, runner, yamls

MODULES = (bombs, yamls, jsons, encodings, fields, lines)
CASES = {
    f"{module.__name__.rpartition('.')[2]}-{case.name}": case for module in MODULES for case in module.CASES
}
OF_LINES = [name for name in CASES if name.startswith("lines-")]
BATCH = 25
"""Files for one interpreter, which forks for each."""


def attempted(command, paths):
    """How a command ended on each of these files, by path."""
    done = subprocess.run(
        [sys.executable, runner.__file__, command, *map(str, paths)],
        capture_output=True,
        check=True,
        env=commanding.environment(),
        text=True,
    )
    return {outcome["path"]: outcome for outcome in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="session")
def ends(tmp_path_factory):
    """How `validate` ended on every input, and `export` on every file of lines, which it reads while it writes."""
    folder = tmp_path_factory.mktemp("hostile")
    validated, exported = {}, {}
    for start in range(0, len(CASES), BATCH):
        paths = {name: folder / f"{name}{CASES[name].suffix}" for name in [*CASES][start : start + BATCH]}
        for name, path in paths.items():
            path.write_bytes(CASES[name].data())
        found = attempted("validate {}", paths.values())
        validated |= {name: found[str(path)] for name, path in paths.items()}
        of_lines = {name: path for name, path in paths.items() if name in OF_LINES}
        found = attempted("export {} -f jsonl", of_lines.values())
        exported |= {name: found[str(path)] for name, path in of_lines.items()}
        for path in paths.values():
            path.unlink()  # half a gigabyte in all
    return validated, exported


def check(case, outcome):
    """Assert that a command ended as it must."""
    printed = outcome["printed"]
    assert case.code == outcome["code"], printed
    assert "Traceback" not in printed
    place = "".join(rf":{number or '[0-9]+'}" for number in case.place or ())
    assert re.match(f"{re.escape(outcome['path'])}{place}: {case.problem}: ", printed), printed


@pytest.mark.parametrize("name", CASES)
def test_input(ends, name):
    """The input ends with its exit code and its problem at its place, without a traceback, within memory and time."""
    check(CASES[name], ends[0][name])


@pytest.mark.parametrize("name", OF_LINES)
def test_input_exported(ends, name):
    """A hostile file of lines ends an export in the same way, and nothing of it is printed."""
    check(CASES[name], ends[1][name])


def test_enough(ends, record_property):
    """There are at least as many inputs as were promised, and none may end well."""
    outcomes = [*ends[0].values(), *ends[1].values()]
    longest = max(outcome["seconds"] for outcome in outcomes)
    most = max(outcome["megabytes"] for outcome in outcomes)
    tried = f"{len(CASES)} hostile inputs: at most {longest} s of processor time and {most} MB"
    record_property("tried", tried)
    assert len(CASES) == sum(len(module.CASES) for module in MODULES) >= 370
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


@pytest.mark.parametrize("name", ["source.jsonl", "source.jsonl.gz"])
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (os.mkfifo, "a file of lines is read more than once, which this can't be"),
        (os.mkdir, "Is a directory"),
        (lambda path: path.symlink_to("/dev/zero"), "a file of lines is read more than once"),
        (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
        (Path.parent.fget, "No such file"),  # which makes nothing
    ],
    ids=["pipe", "folder", "zero", "loop", "nothing"],
)
def test_no_file_of_lines(tmp_path, capsys, name, make, reason):
    """What has the name of a file of lines and is none can't be read; no writer of a pipe is waited for."""
    make(tmp_path / name)
    for command in (("validate",), ("export", "-f", "ics")):
        ended = commanding.run(capsys, *command, tmp_path / name)
        assert (3, True) == (ended.code, reason in ended.out + ended.err), ended


def powerless():
    """What stands before a command so that modes hold for it: root may read whatever they say."""
    if os.geteuid():
        return ""
    assert shutil.which("setpriv"), "as root this test needs setpriv, of util-linux"
    return "setpriv --inh-caps=-all --bounding-set=-all"


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".jsonl", ".jsonl.gz"])
def test_no_permission(tmp_path, suffix):
    """A file that may not be read is an input that can't be read."""
    path = tmp_path / f"source{suffix}"
    path.touch(mode=0)
    ended = commanding.shell(f"{powerless()} $CE validate '{path}'")
    assert (3, f"{path}: unreadable: Permission denied") == (ended.code, ended.out.splitlines()[0])


def test_file_that_shrinks(tmp_path):
    """A file of lines that becomes shorter while it is read is refused: its events would be missing in silence."""
    path = tmp_path / "source.jsonl"
    path.write_text(lines.HEAD + "".join(lines.dated(f"m-{n:05}", "2030-01-01") for n in range(3_000)))
    batches = ce.open_bulk(path).batches()
    assert 1_000 == len(next(batches).events)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"m-02500")].rpartition(b"\n")[0] + b"\n")
    with pytest.raises(
        ce.UnreadableInputError, match=r"source.jsonl:2502:1: unreadable: the file was .* bytes long"
    ):
        list(batches)


def test_file_that_grows(tmp_path):
    """A file of lines that is added to while it is read is read up to where it then ends."""
    path = tmp_path / "source.jsonl"
    path.write_text(lines.HEAD + "".join(lines.dated(f"m-{n:05}", "2030-01-01") for n in range(2_000)))
    batches = ce.open_bulk(path).batches()
    seen = len(next(batches).events)
    with path.open("a") as file:
        file.write(lines.dated("n", "2030-01-01"))
    assert 2_001 == seen + sum(len(batch.events) for batch in batches)


def test_path_that_no_system_has():
    """A path with NUL in it is one error of the library's, whichever way the file would be read."""
    for read in (ce.read, ce.open_bulk):
        with pytest.raises(ce.UnreadableInputError, match="null byte"):
            read("a\0.jsonl")


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
