"""Tables: columns that line up, terminals of any width, colours only where they are seen."""

from __future__ import annotations

import os
import pty
import re
import struct
import subprocess
import sys
import termios
from fcntl import ioctl

import pytest

from coalition_events.cli import tables
from coalition_events.cli.tables import table, width, wrapped
from commanding import environment

ROWS = [["ain-al-asad", "certainly", "held by Iraq since the middle of January"], ["x", "not", ""]]
HEADINGS = ("base", "certainty", "what")


@pytest.fixture
def terminal(monkeypatch):
    """Set the width of the terminal."""
    return lambda columns: monkeypatch.setattr(tables, "terminal_width", lambda: columns)


def test_columns(terminal) -> None:
    """Columns begin under their headings, as wide as the widest cell, without blanks at the end of a line."""
    terminal(120)
    assert (
        "base         certainty  what\n"
        "ain-al-asad  certainly  held by Iraq since the middle of January\n"
        "x            not"
    ) == table(ROWS, HEADINGS)


def test_wide_characters(terminal) -> None:
    """Columns line up with wide, combining and Arabic characters in them."""
    terminal(120)
    lines = table([["東方", "a"], ["e\u0301", "b"], ["شرق", "c"]], ("name", "x")).splitlines()
    assert {width("東方  ")} == {width(line[: -len(line.split()[-1])]) for line in lines}
    assert (4, 1, 3, 2, 0) == tuple(map(width, ("東方", "e\u0301", "شرق", "🚀", "\u200b")))


def test_last_column_is_wrapped(terminal) -> None:
    """The last column is wrapped to the terminal, under itself; a word that is too long stands alone."""
    terminal(50)
    assert [
        "base         certainty  what",
        "ain-al-asad  certainly  held by Iraq since the",
        "                        middle of January",
        "x            not",
    ] == table(ROWS, HEADINGS).splitlines()
    assert ["a", "x" * 30, "b c"] == wrapped(f"a {'x' * 30} b c", 10)


def test_columns_give_way(terminal) -> None:
    """The widest columns are wrapped first, each under itself, as long as every word has room."""
    terminal(35)
    rows = [["between 4 and 11 January 2026", "late by at most 6 days"]]
    lines = table(rows, ("planned", "late")).splitlines()
    assert ["planned", "late"] == lines[0].split()
    assert all(width(line) <= 35 for line in lines)
    assert "between 4 and 11" == lines[1][:16]
    assert "January 2026" == lines[2][:12]


def test_rows_keep_their_line_in_a_pipe(terminal) -> None:
    """In a pipe only the last column is wrapped, and has some room however wide the others are."""
    terminal(0)
    lines = table([["word " * 30, "a b c d e f g h i j k l m n o p q r s t"]], ("x", "y")).splitlines()
    assert lines[1].startswith("word " * 30)
    assert "a b c d e f g h i j k l" == lines[1][151:]
    assert 3 == len(lines)


@pytest.mark.parametrize("columns", [24, 27, 30])
def test_narrow_terminal(terminal, columns) -> None:
    """Where there is no room for columns, cells stand one below the other, each behind its heading, none cut."""
    terminal(columns)
    text = table(ROWS, HEADINGS, ["rests on: one claim", ""])
    assert all(width(line) <= columns for line in text.splitlines())
    assert text.startswith("ain-al-asad\n  certainty: certainly\n  what: held by")
    assert "    rests on: one" in text
    assert text.endswith("x\n  certainty: not")


def test_under(terminal) -> None:
    """What belongs to a row stands below it, indented and wrapped."""
    terminal(60)
    lines = table([["a", "b"]], ("x", "y"), [f"rests on: {'word ' * 20}"]).splitlines()
    assert ["x  y", "a  b"] == lines[:2]
    assert all(line.startswith("    ") and width(line) <= 60 for line in lines[2:])


def test_control_characters(terminal) -> None:
    """No cell can break the table or turn the terminal's text round."""
    terminal(120)
    assert "x\na b c" == table([["a\nb\t\u202ec"]], ["x"])


def on_terminal(columns, *arguments, code=0, **variables):
    """Run the command on a terminal of so many columns; returns what it shows."""
    controller, terminal = pty.openpty()
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "coalition_events", *arguments],
        stdin=terminal,
        stdout=terminal,
        env={**environment(TERM="xterm"), "NO_COLOR": "", **variables},
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            piece = os.read(controller, 65536)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(controller)
    assert code == process.wait(timeout=60)
    return shown.decode().replace("\r\n", "\n")


def test_colours_on_a_terminal() -> None:
    """A terminal gets colours for what is certain, possible and excluded, and nothing else is changed by them."""
    shown = on_terminal(120, "state", "2026-01-17")
    assert "\x1b[32mcertainly\x1b[0m" in shown
    assert "\x1b[33mpossibly \x1b[0m" in shown
    plain = on_terminal(120, "state", "2026-01-17", NO_COLOR="1")
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9]*m", "", shown) == plain


def test_colours_of_lateness() -> None:
    """What was late or is overdue is red, what may be is yellow, what kept its day is green."""
    slips = on_terminal(200, "slippage", "unifil")
    for shown in ("\x1b[31mlate by 3 days", "\x1b[32mon the last day", "\x1b[33mstill open"):
        assert shown in slips
    assert "\x1b[33mlate by at most 110 days" in on_terminal(200, "slippage")
    state = on_terminal(200, "state", "2027-01-15", "unifil")
    assert "\x1b[31moverdue, planned 2026" in state
    assert "\x1b[33mdue, planned" in state


def test_colours_of_differences(tmp_path, monkeypatch) -> None:
    """On a terminal what came is green and what went is red; without colours the lines are the same."""
    monkeypatch.chdir(tmp_path)
    for name, day, date, other in (("old", 1, 2030, "gone"), ("new", 2, 2031, "came")):
        (tmp_path / f"{name}.yaml").write_text(
            f"{{schema: coalition-events/1, id: t, title: T, revised: 2030-01-0{day}, milestones: "
            f"{{m: {{kind: other, title: M, when: {date}}}, {other}: {{kind: other, title: {other}, when: 2029}}}}}}",
            "utf-8",
        )
    shown = on_terminal(80, "diff", "old.yaml", "new.yaml", code=1)
    assert [
        "changed timeline:",
        "    revised: 2030-01-01 -> 2030-01-02",
        "changed milestones.m: M",
        "\x1b[31m    when: - 2030\x1b[0m",
        "\x1b[32m    when: + 2031\x1b[0m",
        "\x1b[31mremoved milestones.gone: gone\x1b[0m",
        "\x1b[32madded milestones.came: came\x1b[0m",
    ] == shown.splitlines()
    plain = on_terminal(80, "diff", "old.yaml", "new.yaml", code=1, NO_COLOR="1")
    assert re.sub("\x1b\\[[0-9]*m", "", shown) == plain


def test_no_colours_but_for_words_in_cells() -> None:
    """A heading that is one of the words has no colour, nor have the blanks of a cell that goes on below."""
    shown = on_terminal(80, "slippage")
    assert shown.splitlines()[0].startswith("event ")
    assert "\x1b" not in shown.splitlines()[0]
    assert not re.search("\x1b\\[3[0-9]m *\x1b", on_terminal(60, "state", "2026-01-17"))


@pytest.mark.parametrize("variables", [{"NO_COLOR": "yes"}, {"TERM": "dumb"}])
def test_no_colours(variables) -> None:
    """NO_COLOR and a terminal without colours are respected."""
    assert "\x1b" not in on_terminal(80, "state", "2026-01-17", **variables)


def test_no_colours_in_a_pipe() -> None:
    """A pipe gets no colours."""
    done = subprocess.run(
        [sys.executable, "-m", "coalition_events", "state", "2026-01-17"],
        capture_output=True,
        env=environment(TERM="xterm", NO_COLOR=""),
        check=True,
    )
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "arguments",
    [
        *(("show",), ("slippage",), ("formats",), ("datasets",)),
        ("state", "2027-01-15", "unifil", "--known-by", "2026-01-01"),
    ],
    ids=str,
)
def test_fits_the_terminal(arguments, columns) -> None:
    """No line is wider than the terminal, but for a word that has no room in any line and a command to copy."""
    shown = re.sub("\x1b\\[[0-9]*m", "", on_terminal(columns, *arguments))
    long = [line for line in shown.splitlines()[3:] if width(line) > columns]
    whole = ("dates disputed", "pip install")
    assert [] == [line for line in long if len(line.split()) > 1 and not any(word in line for word in whole)]
