"""How the command ends when its reader goes away, a disk is full, a stream is closed, or somebody interrupts it."""

from __future__ import annotations

import io
import os
import pathlib
import sys

import pytest

import coalition_events as ce
from coalition_events import cli
from commanding import run, shell


@pytest.mark.parametrize(
    "command", ["show", "schema", "--help", "export -f json", "validate --json", "state 2026-01-17"]
)
def test_closed_pipe(command) -> None:
    """A reader that goes away ends the command quietly, whether it has read a line or nothing at all."""
    for reader in ("head -1 >/dev/null", "true"):
        ended = shell(f"{{ sleep 0.2; $CE {command}; echo $? >&3; }} 3>&2 | {reader}")
        assert ended.err in {"0\n", "141\n"}, ended.err


def test_closed_pipe_for_messages() -> None:
    """A reader of the messages that goes away ends the command quietly too."""
    ended = shell("{ sleep 0.2; $CE show missing.yaml 2>&1 1>/dev/null; echo $? >&3; } 3>&2 | true")
    assert "0\n" == ended.err


@pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("command", ["schema", "datasets", "export -f json"])
def test_full_disk(command) -> None:
    """Standard output on a full disk is exit code 7 and one line, not a traceback."""
    ended = shell(f"$CE {command} >/dev/full")
    assert (7, "coalition-events: standard output can't be written: No space left on device\n") == (
        ended.code,
        ended.err,
    )


def test_closed_standard_output() -> None:
    """Without a standard output an export to it is exit code 7; a message there is lost, and that is all."""
    ended = shell("$CE export -f json >&-")
    assert (7, "coalition-events: standard output is closed\n") == (ended.code, ended.err)
    quiet = shell("$CE datasets >&-")
    assert (0, "") == (quiet.code, quiet.err)


def test_closed_standard_error() -> None:
    """Without a standard error the exit code tells."""
    assert 3 == shell("$CE show missing.yaml 2>&-").code


def test_closed_standard_input() -> None:
    """Without a standard input ``-`` is an input that can't be read."""
    ended = shell("$CE show - <&-")
    assert (3, "coalition-events: -: standard input is closed\n") == (ended.code, ended.err)


def test_interrupt_in_this_process(capsys, monkeypatch) -> None:
    """An interrupt is reported in the same way wherever it comes."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ce, "datasets", interrupt)
    ended = run(capsys, "datasets")
    assert (130, "coalition-events: interrupted\n") == (ended.code, ended.err)


class _Refusing(io.StringIO):
    """A stream that takes nothing, on a descriptor of its own."""

    def __init__(self, error: OSError, descriptor: int) -> None:
        super().__init__()
        self.error, self.descriptor = error, descriptor

    def flush(self) -> None:
        raise self.error

    def fileno(self) -> int:
        return self.descriptor


@pytest.mark.parametrize(("error", "code"), [(BrokenPipeError(), 0), (OSError(28, "No space"), 7)])
def test_stream_that_takes_nothing(monkeypatch, tmp_path, error, code) -> None:
    """What could not be written is led into nowhere, so that the interpreter does not try it again at its end."""
    with (tmp_path / "stream").open("w") as file:
        monkeypatch.setattr(sys, "stdout", _Refusing(error, file.fileno()))
        monkeypatch.setattr(sys, "stderr", None)
        assert code == cli.main(["datasets"])
        assert os.fstat(file.fileno()).st_rdev == os.stat(os.devnull).st_rdev  # noqa: PTH116 - a descriptor's twin
