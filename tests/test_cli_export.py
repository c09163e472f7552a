"""``export``: what is written where, in which format, with which options, and what happens when that fails."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest

import coalition_events as ce
from commanding import run, spawn
from samples import full, small

FORMATS = ("csv", "geojson", "ics", "json", "md")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in an empty folder with the samples."""
    monkeypatch.chdir(tmp_path)
    Path("full.yaml").write_text(ce.to_yaml(full()), "utf-8")
    Path("small.yaml").write_text(ce.to_yaml(small()), "utf-8")
    return tmp_path


def files(folder="."):
    """List what is in a folder, hidden files too."""
    return sorted(path.name for path in Path(folder).iterdir())


# ---------------------------------------------------------------------------------------------------- where


def test_everything_at_once(capsys) -> None:
    """``export -o out/`` writes every built-in format of the Iraq timeline and prints a row for each file."""
    ended = run(capsys, "export", "-o", "out/")
    assert (0, "") == (ended.code, ended.err)
    assert [f"iraq.{name}" for name in FORMATS] == files("out")
    heading, *rows = ended.out.splitlines()
    assert ["written", "format", "size", "could", "not", "carry"] == heading.split()
    written = [row.split()[:2] for row in rows if not row.startswith(" ")]
    assert sorted([f"out/iraq.{name}", name] for name in FORMATS) == sorted(written)
    assert "statements" in ended.out
    assert re.search(r"out/iraq.json +json +[0-9.]+ kB +nothing lost", ended.out)


def test_same_as_the_library(capsys) -> None:
    """What the command writes is to the byte what the library exports."""
    run(capsys, "export", "full.yaml", "-o", "out/")
    for name in FORMATS:
        assert ce.export(full(), name).data == (Path("out") / f"full.{name}").read_bytes()


def test_folder_that_exists(capsys) -> None:
    """A folder that is there needs no slash; a format given with it is the only one."""
    Path("out").mkdir()
    assert 0 == run(capsys, "export", "small.yaml", "-o", "out", "-f", "md").code
    assert ["small.md"] == files("out")


def test_source_is_a_path_or_a_name_or_standard_input() -> None:
    """SOURCE is a path, the name of a bundled timeline, or ``-``."""
    title = f'"title": "{small().title}"'
    assert title in spawn("export", "small.yaml", "-f", "json").out
    assert title in spawn("export", "-", "-f", "json", given=Path("small.yaml").read_bytes()).out
    assert '"id": "iraq"' in spawn("export", "iraq", "-f", "json").out


def test_suffix_decides(capsys) -> None:
    """Each output's suffix decides its format; several are written at once."""
    names = ["a.ics", "b.GeoJSON", "c.markdown", "d.csv", "e.json"]
    outputs = [word for name in names for word in ("-o", name)]
    assert 0 == run(capsys, "export", "small.yaml", *outputs).code
    assert Path("a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert json.loads(Path("b.GeoJSON").read_bytes())["type"] == "FeatureCollection"
    assert Path("c.markdown").read_text().startswith("# ")
    assert ce.parse(Path("e.json").read_text()) == small()


def test_unknown_suffix(capsys) -> None:
    """An unknown suffix is exit code 4 with the list of known ones, and nothing is written."""
    before = files()
    ended = run(capsys, "export", "-o", "ok.md", "-o", "x.foo")
    assert 4 == ended.code
    assert ".csv, .geojson, .ics, .json, .jsonl, .markdown, .md" in ended.err
    assert before == files()


def test_no_suffix(capsys) -> None:
    """A name without a suffix may have been meant as a folder, and the message says how to write one."""
    ended = run(capsys, "export", "-o", "out")
    assert 4 == ended.code
    assert f"for a folder, write out{os.sep}" in ended.err


def test_format_wins(capsys) -> None:
    """``-f`` decides whatever the suffix is."""
    assert 0 == run(capsys, "export", "small.yaml", "-o", "x.txt", "-f", "csv").code
    assert Path("x.txt").read_bytes() == ce.export(small(), "csv").data


def test_unknown_format(capsys) -> None:
    """An unknown format is exit code 4 with the nearest name."""
    ended = run(capsys, "export", "-f", "geojsn")
    assert (4, "coalition-events: no format is called 'geojsn'; did you mean 'geojson'?\n") == (
        ended.code,
        ended.err,
    )


def test_standard_output(capfdbinary) -> None:
    """Without ``-o`` the data is all of standard output, and one line on standard error says what it lacks."""
    from coalition_events.cli import main

    assert 0 == main(["export", "full.yaml", "-f", "ics"])
    printed = capfdbinary.readouterr()
    assert ce.export(full(), "ics").data == printed.out
    assert re.fullmatch(rb"ics: not carried: [a-z-]+ [0-9]+(, [a-z-]+ [0-9]+)*\n", printed.err)


def test_standard_output_without_loss(capsys) -> None:
    """A lossless export to standard output says nothing on standard error."""
    ended = run(capsys, "export", "full.yaml", "-f", "json")
    assert (full(), "") == (ce.parse(ended.out), ended.err)


def test_standard_output_beside_a_file(capsys) -> None:
    """One output may be standard output; the table then gives way to a line for each that lost something."""
    ended = run(capsys, "export", "full.yaml", "-o", "-", "-o", "x.csv", "-f", "csv")
    assert ended.out.encode() == Path("x.csv").read_bytes() == ce.export(full(), "csv").data
    assert 2 == ended.err.count("csv: not carried: ")


# ---------------------------------------------------------------------------------------------------- usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "standard output needs a format"),
        (("-o", "a.md", "-o", "./a.md"), "'./a.md' is asked for twice"),
        (("-o", "-", "-o", "-", "-f", "md"), "'-' is asked for twice"),
        (("-o", "a.json", "--loss-report", "a.json"), "'a.json' is asked for twice"),
        (("-o", "a.md", "--loss-report", "-"), "--loss-report needs a file"),
        (("-f", "md", "--json"), "name a file with -o"),
        (("-f", "md", "--on", "2026-02-30"), "--on '2026-02-30': there is no such day"),
        (("-f", "md", "--on", "20260228"), "--on '20260228' is not a day: write YYYY-MM-DD"),
        (("-f", "md", "--kind", "handovr"), "no milestones are of kind 'handovr'; did you mean 'handover'?"),
        (("-f", "md", "--kind", "xyz"), "there are handover, "),
        (("-f", "csv", "-O", "table"), "-O 'table' is not KEY=VALUE"),
        (("-f", "csv", "-O", "md:x=y"), "no output is in the format 'md'"),
        (("-o", "a.md", "-o", "a.csv", "-O", "table=claims"), "such as -O md:table=claims"),
    ],
    ids=str,
)
def test_wrong_usage(capsys, arguments, message) -> None:
    """What can't be meant is exit code 2 with a message that says why, and nothing is written."""
    before = files()
    ended = run(capsys, "export", "small.yaml", *arguments)
    assert (2, "") == (ended.code, ended.out)
    assert message in ended.err
    assert before == files()


def test_every_wrong_kind_at_once(capsys) -> None:
    """Two misspelt kinds are two lines."""
    assert 2 == run(capsys, "export", "-f", "md", "--kind", "a", "--kind", "b").err.count("no milestones are")


def test_every_wrong_option_at_once(capsys) -> None:
    """The faults of all options of all formats come in one run, with did-you-mean and the choices."""
    options = ("csv:tabel=claims", "csv:bom=maybe", "ics:alarm=no", "plain", "geojson:nothing=1")
    given = [word for option in options for word in ("-O", option)]
    ended = run(capsys, "export", "small.yaml", "-o", "a.csv", "-o", "a.ics", *given)
    assert 2 == ended.code
    assert 5 == len(ended.err.splitlines())
    assert "csv has no option 'tabel'; did you mean 'table'?" in ended.err
    assert "option bom='maybe' of csv: expected true or false" in ended.err


def test_options(capsys) -> None:
    """``-O`` takes KEY=VALUE for the only format, FORMAT:KEY=VALUE for one of several."""
    assert 0 == run(capsys, "export", "full.yaml", "-o", "a.csv", "-O", "table=claims").code
    assert 0 == run(capsys, "export", "full.yaml", "-o", "b.csv", "-o", "b.md", "-O", "csv:table=claims").code
    expected = ce.export(full(), "csv", table="claims").data
    assert expected == Path("a.csv").read_bytes() == Path("b.csv").read_bytes()
    run(capsys, "export", "full.yaml", "-o", "c.csv", "-O", "coalition-events:csv:table=claims")
    assert expected == Path("c.csv").read_bytes()


def test_kind(capsys) -> None:
    """``--kind`` leaves out the milestones of other kinds; repeated, it keeps each of those named."""
    run(capsys, "export", "full.yaml", "-o", "a.csv", "--kind", "handover", "--kind", "ceremony")
    with Path("a.csv").open(newline="", encoding="utf-8") as file:
        kinds = {row["kind"] for row in csv.DictReader(file)}
    assert {"handover", "ceremony"} == {kind for kind in kinds if kind in set(ce.MilestoneKind)}


def test_on(capsys) -> None:
    """``--on`` is handed to the exporter as the day whose state the output shows."""
    run(capsys, "export", "full.yaml", "-o", "a.csv", "--on", "2040-01-01")
    assert (
        ce.export(full(), "csv", on=ce.parse_date("2040-01-01").earliest).data == Path("a.csv").read_bytes()
    )
    assert ce.export(full(), "csv").data != Path("a.csv").read_bytes()


# ---------------------------------------------------------------------------------------------------- losses


def test_json_summary(capsys) -> None:
    """``--json`` gives for each output its path, format, size and losses by feature."""
    rows = json.loads(run(capsys, "export", "full.yaml", "-o", "a.csv", "-o", "a.json", "--json").out)
    assert ["a.csv", "a.json"] == [row["path"] for row in rows]
    assert {"path", "format", "bytes", "losses"} == set(rows[0])
    assert Path("a.csv").stat().st_size == rows[0]["bytes"]
    assert sum(rows[0]["losses"].values()) == len(ce.export(full(), "csv").losses)
    assert {} == rows[1]["losses"]


def test_loss_report(capsys) -> None:
    """``--loss-report`` holds every loss of every output: record, field, feature and action."""
    run(capsys, "export", "full.yaml", "-o", "a.csv", "-o", "a.ics", "--loss-report", "losses.json")
    rows = json.loads(Path("losses.json").read_text("utf-8"))
    assert {"output", "format", "record", "field", "feature", "action"} == set(rows[0])
    for name in ("csv", "ics"):
        reported = [row for row in rows if row["format"] == name]
        assert [
            (one.record, one.field, one.feature, one.action) for one in ce.export(full(), name).losses
        ] == [(row["record"], row["field"], row["feature"], row["action"]) for row in reported]
        assert {f"a.{name}"} == {row["output"] for row in reported}


def test_fail_on_loss(capsys) -> None:
    """``--fail-on-loss`` replaces no file, not even a lossless one, ends with 6, and still writes the report."""
    Path("a.json").write_text("old")
    arguments = ("-o", "a.json", "-o", "a.ics", "--fail-on-loss", "--loss-report", "why.json")
    ended = run(capsys, "export", "full.yaml", *arguments)
    assert (6, "") == (ended.code, ended.out)
    assert re.search(r"no output was written: ics \([0-9]+\)", ended.err)
    assert "old" == Path("a.json").read_text()
    assert ["a.json", "full.yaml", "small.yaml", "why.json"] == files()
    assert json.loads(Path("why.json").read_text())


def test_fail_on_loss_without_loss(capsys) -> None:
    """``--fail-on-loss`` lets a lossless export through."""
    assert 0 == run(capsys, "export", "full.yaml", "-o", "a.json", "--fail-on-loss").code


def test_fail_on_loss_to_standard_output(capsys) -> None:
    """``--fail-on-loss`` keeps standard output empty too."""
    ended = run(capsys, "export", "full.yaml", "-f", "ics", "--fail-on-loss")
    assert (6, "") == (ended.code, ended.out)


# ---------------------------------------------------------------------------------------------------- outputs


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("no/such/folder/x.md", "No such file or directory"),
        ("small.yaml/", "can't be made: File exists"),
        ("x.md", "Is a directory"),
    ],
)
def test_output_that_cannot_be(capsys, target, message) -> None:
    """A folder that is missing, or a target of another kind, is exit code 7 and names the path as it was given."""
    Path("x.md").mkdir()
    # an output in a folder gets a name of its own there: only a report has nowhere else to go
    outputs = ("-o", "y.md", "--loss-report", target) if target == "x.md" else ("-o", target)
    ended = run(capsys, "export", "small.yaml", *outputs)
    assert 7 == ended.code
    assert f"coalition-events: {target}: " in ended.err
    assert message in ended.err


def test_refused_by_the_system(capsys, monkeypatch) -> None:
    """Whatever reason the system has to refuse a file, such as a read-only folder, is exit code 7 with it."""

    def refuse(*_) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    ended = run(capsys, "export", "small.yaml", "-o", "x.md")
    assert (7, "coalition-events: x.md: can't be written: Permission denied\n") == (ended.code, ended.err)


def test_standard_output_without_descriptor(capsys, monkeypatch) -> None:
    """Without any standard output the export ends with 7 instead of a traceback."""
    from coalition_events.cli import main

    monkeypatch.setattr("sys.stdout", None)
    assert 7 == main(["export", "small.yaml", "-f", "json"])
    assert "standard output is closed" in capsys.readouterr().err


def test_bytes_are_never_decoded(capsys) -> None:
    """A calendar's line ends stay CR LF on standard output."""
    run(capsys, "export", "small.yaml", "-o", "x.ics")
    assert spawn("export", "small.yaml", "-f", "ics").out.encode() == Path("x.ics").read_bytes()
    assert io.BytesIO(Path("x.ics").read_bytes()).readline().endswith(b"\r\n")
