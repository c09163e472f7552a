"""Faults in this process, at every point there is: a target is the whole old or the whole new file, and alone."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
from coalition_events import writer
from commanding import environment, run
from samples import small

OLD = {"a.md": b"old a", "b.csv": b"old b", "losses.json": b"old report"}
EXPORT = ("export", "small.yaml", "-o", "a.md", "-o", "b.csv", "--loss-report", "losses.json")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in a folder with a sample, and go back to that state whenever it is called."""
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(ce.to_yaml(small()), "utf-8")

    def again():
        for name, data in OLD.items():
            Path(name).write_bytes(data)

    again()
    return again


def content():
    """Return what is in the folder, name by name; hidden files too."""
    return {path.name: path.read_bytes() for path in Path().iterdir() if path.name != "small.yaml"}


# ------------------------------------------------------------------------------------------------------ system calls


@attrs.define
class Faults:
    """Counts the system calls that an output makes, and lets one of them fail."""

    failing: int
    error: int
    made: list[str] = attrs.field(factory=list)

    def refuse(self, name):
        """Count a call, and fail if it is the one."""
        self.made.append(name)
        if len(self.made) - 1 == self.failing:
            raise OSError(self.error, os.strerror(self.error))

    def wrapped(self, name, real):
        """Return ``real``, which may fail before it does anything."""

        def call(*given, **more):
            self.refuse(name)
            return real(*given, **more)

        return call

    def opened(self, real):
        """Return ``open`` whose new files may fail to be made, written, flushed or closed."""

        def call(path, mode="r", *rest, **more):
            if mode != "xb":
                return real(path, mode, *rest, **more)
            self.refuse("open")
            return Fragile(real(path, mode, *rest, **more), self)

        return call


class Fragile:
    """A file whose every use may fail. Its bytes go to the system piece by piece, so that a failure cuts them short."""

    def __init__(self, file, faults):
        self.file, self.faults = file, faults
        self.fileno = file.fileno

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()  # a close that fails has closed nevertheless
        self.faults.refuse("close")

    def writelines(self, pieces):
        """Write each piece through."""
        for piece in pieces:
            self.faults.refuse("write")
            self.file.write(piece)
            self.file.flush()

    def flush(self):
        """Flush, which may fail."""
        self.faults.refuse("flush")
        self.file.flush()


def export(capsys, monkeypatch, failing, error):
    """Run the export with one call failing; return how it ended and the calls that were made."""
    faults = Faults(failing, error)
    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", faults.opened(open))
        for name in ("fchmod", "fsync", "replace"):
            patch.setattr(os, name, faults.wrapped(name, getattr(os, name)))
        ended = run(capsys, *EXPORT)
    return ended, faults.made


def test_every_call_fails_in_turn(capsys, monkeypatch, folder, record_property):
    """Each call of an export to two files and a report fails in turn: every file is whole, old or new, and alone.

    The exit code is 7, with one line that names the file.
    """
    folder()
    ended, made = export(capsys, monkeypatch, -1, 0)
    new = content()
    assert (0, set(OLD)) == (ended.code, set(new))
    assert all(new[name] != old for name, old in OLD.items())
    one = ["open", "fchmod", "write", "flush", "fsync", "close"]
    assert one * 3 + ["replace", "fsync"] * 3 == made
    renames = [number for number, name in enumerate(made) if name == "replace"]
    for failing, error in itertools.product(range(len(made)), ERRORS):
        folder()
        ended, tried = export(capsys, monkeypatch, failing, error)
        what = f"call {failing}, {made[failing]}: {errno.errorcode[error]}"
        assert tried[: failing + 1] == made[: failing + 1], what
        # the report is renamed first, then the outputs in their order; a folder that can't be synced is no failure
        done = [
            name
            for name, rename in zip(("losses.json", "a.md", "b.csv"), renames, strict=True)
            if rename < failing
        ]
        unsynced = made[failing] == "fsync" and failing > renames[0]
        expected = (
            new if unsynced else {name: new[name] if name in done else old for name, old in OLD.items()}
        )
        assert expected == content(), what
        assert (0 if unsynced else 7) == ended.code, what
        if not unsynced:
            assert ended.err.startswith("coalition-events: "), what
            assert ended.err.endswith(f": can't be written: {os.strerror(error)}\n"), what
            assert 1 == ended.err.count("\n"), what
    record_property(
        "tried", f"{len(made)} calls failed in turn with {len(ERRORS)} errors, and all files were whole"
    )


# ------------------------------------------------------------------------------------------------------ interrupts

CODE = {writer.__file__, contextlib.__file__}
"""The files in whose code an interrupt may fall: the writer, and what makes its context managers work."""


class Interrupt:
    """Raises an interrupt before the n-th operation of the interpreter within the writer."""

    def __init__(self, moment):
        self.left = moment
        self.raised = False

    def _enter(self, frame, _event, _value):
        if frame.f_code.co_filename not in CODE:
            return None
        frame.f_trace_opcodes = True
        return self._step

    def _step(self, _frame, event, _value):
        if event == "opcode":
            self.left -= 1
            if self.left < 0 and not self.raised:
                self.raised = True
                raise KeyboardInterrupt
        return self._step

    def __enter__(self):
        self.before = sys.gettrace()
        sys.settrace(self._enter)
        return self

    def __exit__(self, *_):
        sys.settrace(self.before)


def succeeding():
    """Make three pieces."""
    yield from (b"one", b"two", b"three")


def failing():
    """Make a piece and fail."""
    yield b"one"
    raise ZeroDivisionError


def refused():
    """Make a piece and find the disk full."""
    yield b"one"
    raise OSError(errno.ENOSPC, "No space left on device")


# an interrupt just behind open() leaves the file to be closed by reference counting, which warns of that
@pytest.mark.filterwarnings("ignore:.*BufferedWriter:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("pieces", [succeeding, failing, refused])
def test_interrupt_at_every_moment(tmp_path, monkeypatch, pieces, record_property):
    """An interrupt before each operation of the writer leaves one whole file, whether the export works or fails.

    And none that was raised is lost.
    """
    monkeypatch.setattr(os, "fsync", lambda _: None)  # hundreds of them are for a test of the disk
    path = tmp_path / "file"
    seen = set()
    for moment in itertools.count():
        path.write_bytes(b"old")
        interrupted = False
        with Interrupt(moment) as interrupt:
            try:
                with ce.stage(pieces(), str(path)) as staged:
                    staged.commit()
            except KeyboardInterrupt:
                interrupted = True
            except (ZeroDivisionError, ce.OutputError):
                pass
        assert interrupted == interrupt.raised, moment
        assert ["file"] == [one.name for one in tmp_path.iterdir()], moment
        seen.add(path.read_bytes())
        if not interrupt.raised:
            break
    record_property("tried", f"{moment} moments of an interrupt, and the file was whole")
    assert moment > 200
    assert seen == ({b"old", b"onetwothree"} if pieces is succeeding else {b"old"})


def test_discard_all(tmp_path):
    """What waits can be removed at once, by a process that ends without unwinding; what was committed stays."""
    with contextlib.ExitStack() as stack:
        first, second = (stack.enter_context(ce.stage([b"new"], str(tmp_path / name))) for name in "ab")
        first.commit()
        assert 2 == len(list(tmp_path.iterdir()))
        ce.Staged.discard_all()
        assert ["a"] == [path.name for path in tmp_path.iterdir()]
        with pytest.raises(ValueError, match="discarded"):
            second.commit()
    with ce.stage([b"new"], str(tmp_path / "c")) as third:
        ce.Staged.discard_all()
        assert ["a"] == [path.name for path in tmp_path.iterdir()]
    third.discard()


# ------------------------------------------------------------------------------------------------------ two at once

WRITE = """
import sys
import coalition_events as ce
letter = sys.argv[1].encode()
sys.stdin.read(1)
for length in range(200):
    with ce.stage([letter * 70_000, letter * length, b"."], "file") as staged:
        staged.commit()
"""


def test_two_processes_write_one_file(tmp_path):
    """While two processes replace one file again and again, whoever reads it has a whole one, of one of them."""
    path = tmp_path / "file"
    path.write_bytes(b"o.")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, letter], cwd=tmp_path, env=environment(), stdin=subprocess.PIPE
        )
        for letter in "ab"
    ]
    for one in writers:
        one.stdin.write(b"!")
        one.stdin.close()
    seen = set()
    while any(one.poll() is None for one in writers):
        data = path.read_bytes()
        assert data.endswith(b".")
        assert data == data[:1] * (len(data) - 1) + b"."
        seen.add(data[:1])
    assert [0, 0] == [one.returncode for one in writers]
    assert {b"a", b"b"} <= seen
    assert ["file"] == [one.name for one in tmp_path.iterdir()]
