"""``export`` and ``validate`` of a file of lines: as of the same timeline in one piece, with one process or several."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import coalition_events as ce
from coalition_events.cli import progress
from commanding import environment, run, spawn
from linefiles import change_line, in_lines, many, swap_lines, write_lines
from samples import full

RECORD_WISE = ("ics", "geojson", "csv", "jsonl")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in a folder with a file of lines and the same timeline as one JSON file."""
    monkeypatch.chdir(tmp_path)
    timeline = many(1_500)
    write_lines(Path("many.jsonl"), timeline)
    Path("many.json").write_bytes(ce.export(in_lines(timeline), "json").data)
    write_lines(Path("full.jsonl"), full())
    return tmp_path


def digest(path):
    """The SHA-256 of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_same_files(capsys) -> None:
    """All formats at once have the bytes that they have of the timeline in one piece, and the same table of losses."""
    tables = []
    for source in ("many.json", "many.jsonl"):
        Path(source + "-out").mkdir()
        outputs = [part for name in RECORD_WISE for part in ("-o", f"{source}-out/x.{name}")]
        ended = run(capsys, "export", source, *outputs)
        assert (0, "") == (ended.code, ended.err)
        tables.append(ended.out.replace(source, "").replace(" ", "").replace("-", ""))
    assert tables[0] == tables[1]
    for name in RECORD_WISE:
        assert digest(f"many.json-out/x.{name}") == digest(f"many.jsonl-out/x.{name}")


def test_same_bytes_for_any_number_of_processes() -> None:
    """One process, two, seven, and standard output give the same SHA-256."""
    found = set()
    for jobs in (1, 2, 7):
        assert spawn("export", "many.jsonl", "-o", f"{jobs}.csv", "--jobs", jobs).code == 0
        found.add(digest(f"{jobs}.csv"))
    command = [sys.executable, "-m", "coalition_events", "export", "many.jsonl", "-f", "csv", "--jobs", "2"]
    printed = subprocess.run(command, capture_output=True, check=True, env=environment())
    found.add(hashlib.sha256(printed.stdout).hexdigest())
    assert len(found) == 1
    assert printed.stderr.startswith(b"csv: not carried: ")


def test_two_lines_swapped(capsys) -> None:
    """The first line out of order is named with what to do, and the old file stays."""
    swap_lines(Path("many.jsonl"), 700)
    Path("x.csv").write_text("old")
    ended = run(capsys, "export", "many.jsonl", "-o", "x.csv")
    assert ended.code == 1
    assert ended.err.startswith("many.jsonl:701:1: out-of-order: milestones.meeting-000698: ")
    assert "sort the lines" in ended.err
    assert Path("x.csv").read_text() == "old"


def test_formats_of_the_whole_are_read_as_a_whole(capsys) -> None:
    """A briefing of a file of lines, a day, a kind: what needs all of the timeline reads all of it."""
    for arguments in (("-f", "md"), ("-f", "csv", "--on", "2030-01-05"), ("-f", "csv", "--kind", "meeting")):
        lined, whole = (run(capsys, "export", source, *arguments) for source in ("many.jsonl", "many.json"))
        assert (0, whole.out, whole.err) == (lined.code, lined.out, lined.err)


def test_longer_than_what_is_read_as_a_whole(capsys) -> None:
    """Beyond the limits such a format is refused, while one that is written piece by piece is not."""
    small = ("--limit", "records=1000")
    refused = run(capsys, *small, "export", "many.jsonl", "-f", "md")
    assert refused.code == 3
    assert "too-large" in refused.err
    assert run(capsys, *small, "export", "many.jsonl", "-o", "x.csv").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("many.json", "-f", "csv", "--jobs", "2"), "--jobs is for a file of lines"),
        (("many.jsonl", "-f", "csv", "--jobs", "2", "--on", "2030-01-05"), "without --on and --kind"),
        (
            ("many.jsonl", "-f", "md", "--jobs", "2"),
            "md: it is made of the timeline as a whole, by one process: leave --jobs out",
        ),
        (("many.jsonl", "-f", "csv", "--jobs", "0"), "there must be a process that does it"),
        (("many.jsonl", "-f", "csv", "-O", "tabel=events"), "did you mean 'table'"),
    ],
)
def test_wrong_usage(capsys, arguments, message) -> None:
    """What can't be meant is refused before anything is read to its end."""
    ended = run(capsys, "export", *arguments)
    assert ended.code == 2
    assert message in ended.err


def test_loss_report(capsys) -> None:
    """Losses of the head stand there one by one, those of milestones in numbers; and they may be forbidden."""
    ended = run(
        capsys, "export", "full.jsonl", "-o", "x.ics", "--loss-report", "losses.json", "--fail-on-loss"
    )
    assert ended.code == 6
    assert not Path("x.ics").exists()
    rows = json.loads(Path("losses.json").read_text("utf-8"))
    assert {"record", "field", "feature", "action"} <= set(rows[0])
    assert all(row["milestones"] > 0 for row in rows if "record" not in row)
    assert any("milestones" in row for row in rows)


# ------------------------------------------------------------------------------------------------------ the bar


def on_a_terminal(*arguments):
    """What a command shows on standard error if that is a terminal, and its exit code."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "coalition_events", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment())
    os.close(theirs)
    shown = b""
    while piece := _read(ours):
        shown += piece
    os.close(ours)
    return process.wait(), shown.decode()


def _read(descriptor):
    try:
        return os.read(descriptor, 4096)
    except OSError:  # so Linux says that nobody writes any more
        return b""


def test_a_bar_on_a_terminal() -> None:
    """Who waits sees the format, how much is done and how long it takes; at the end the line is clear again."""
    write_lines(Path("long.jsonl"), many(8_000))
    code, shown = on_a_terminal("export", "long.jsonl", "-o", "x.geojson")
    assert code == 0
    assert "geojson [#" in shown
    assert "100%" in shown
    assert " left" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("calls", "shares"),
    [
        ([(0.2, 50), (0.25, 60), (0.26, 100)], ["50%", "100%"]),  # the end comes soon after the last picture
        ([(0.05, 50), (0.06, 100)], []),  # too short for anybody to wait
        ([(0.2, 0), (0.3, 40)], ["40%"]),
    ],
)
def test_when_the_bar_is_drawn(monkeypatch, calls, shares) -> None:
    """A picture each tenth of a second, and, if there was one, the full one, however soon it comes."""
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stderr", terminal)
    times = iter([0.0, *(moment for moment, _ in calls)])
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    with progress.bar("csv") as draw:
        for _, done in calls:
            draw(done, 100)
    assert shares == re.findall("[0-9]+%", terminal.getvalue())


def test_no_bar_in_a_pipe() -> None:
    """Where nobody looks, nothing is drawn."""
    assert spawn("export", "many.jsonl", "-o", "x.geojson").err == ""


# ------------------------------------------------------------------------------------------------------ validate


def test_validate_finds_notes_too(capsys) -> None:
    """A file that may be held is validated like any other, the order of its lines as well."""
    Path("full.json").write_bytes(ce.export(in_lines(full()), "json").data)
    lined, whole = (run(capsys, "validate", "--json", source) for source in ("full.jsonl", "full.json"))
    found = [[(one["code"], one["path"]) for one in json.loads(ended.out)] for ended in (lined, whole)]
    assert lined.code == whole.code
    assert found[0]
    assert sorted(found[0]) == sorted(found[1])
    swap_lines(Path("many.jsonl"), 30)
    ended = run(capsys, "validate", "many.jsonl")
    assert ended.code == 1
    assert "many.jsonl:31:1: out-of-order" in ended.out


@pytest.mark.parametrize("limit", ["records=1000", "nodes=5000", "size=50k"])
@pytest.mark.parametrize("compressed", [False, True])
def test_validate_what_is_too_long_to_be_held(capsys, limit, compressed) -> None:
    """Beyond a limit of what is held as a whole it is read line by line, and the verdict says so."""
    path = Path("many.jsonl")
    if compressed:
        path = Path("many.jsonl.gz")
        path.write_bytes(gzip.compress(Path("many.jsonl").read_bytes()))
    ended = run(capsys, "--limit", limit, "validate", path)
    verdict = "no problems; 1500 milestones read line by line; findings need a file that can be held"
    assert (0, f"{path}: {verdict}\n") == (ended.code, ended.out)
    for form, nothing in (("json", "[]\n"), ("github", "")):
        ended = run(capsys, "--limit", limit, "validate", path, "--format", form)
        assert (0, nothing, f"{path}: {verdict}\n") == (ended.code, ended.out, ended.err)


@pytest.mark.parametrize("limit", ["records=1000", "nodes=5000"])
def test_validate_never_forgets_against(capsys, limit) -> None:
    """What is too long to be held against an older edition is no success: that is refused, for whatever limit."""
    Path("old.yaml").write_text(
        '{schema: coalition-events/1, id: a, title: A, revised: "2030-01-01"}', "utf-8"
    )
    ended = run(capsys, "--limit", limit, "validate", "many.jsonl", "--against", "old.yaml")
    assert (2, "") == (ended.code, ended.out)
    assert "many.jsonl is too large to be held against another" in ended.err


def test_validate_names_every_line(capsys) -> None:
    """Every mistake is found in one run."""
    change_line(Path("many.jsonl"), 30, kind="meting")
    change_line(Path("many.jsonl"), 1_200, base="camp-on")
    ended = run(capsys, "validate", "many.jsonl")
    assert ended.code == 1
    assert "many.jsonl:30:" in ended.out
    assert "many.jsonl:1200:" in ended.out
    assert ended.out.endswith("many.jsonl: 2 problems\n")


def test_other_commands_read_it_as_a_whole(capsys) -> None:
    """``show`` and ``state`` say of a file of lines what they say of the timeline in one piece."""
    for command in (("show",), ("state", "2030-01-20")):
        lined, whole = (run(capsys, *command, source) for source in ("many.jsonl", "many.json"))
        assert (0, whole.out) == (lined.code, lined.out)
