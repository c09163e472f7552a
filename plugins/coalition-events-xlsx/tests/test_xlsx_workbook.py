from __future__ import annotations

import datetime as dt
import functools
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsx_judges
import xlsx_samples

import coalition_events as ce


@functools.cache
def _hostile():
    return xlsx_samples.book(xlsx_samples.hostile())


def _by_id(sheet, workbook, key="id"):
    return {row[key]: row for row in xlsx_samples.rows(workbook, sheet)}


# ------------------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize("date", xlsx_samples.FORMS)
def test_the_date_as_written_is_a_text(date):
    """EDTF is a text cell in whatever form, a bare year and a full day too."""
    cell = next(
        cell
        for cell in xlsx_samples.book(xlsx_samples.dated(date))["events"][2]
        if cell.value == ce.parse_date(date).text
    )
    assert (cell.data_type, cell.number_format) == ("s", "@")


@pytest.mark.parametrize("date", xlsx_samples.FORMS)
def test_a_real_date_is_a_day_that_a_source_states(date):
    """Only a full day without a mark is one; no range, month, stretch or marked day ever is."""
    row = xlsx_samples.rows(xlsx_samples.book(xlsx_samples.dated(date)), "events")[0]
    found = row["day (stated)"]
    if date in xlsx_samples.STATED:
        assert found.date() == xlsx_samples.STATED[date]
    elif date == "1899-12-31":
        assert found == date
    elif date == "[2030-01-15..2030-01-15]":
        assert found.date() == dt.date(2030, 1, 15)  # a range of one day says no more than the day itself
    else:
        assert found is None


def test_computed_days_stand_under_bounds_only():
    """Every real date of an event of unknown day is in a column that is named as a bound, or is the day of revision."""
    row = xlsx_samples.rows(xlsx_samples.book(xlsx_samples.dated("2030-09")), "events")[0]
    dates = {name for name, value in row.items() if isinstance(value, dt.datetime)}
    assert dates == {"earliest (bound)", "latest (bound)", "revised"}


def test_a_date_that_is_unknown_differs_from_one_left_out():
    """The words unknown and none stand in the column of absence, and nothing for what nobody speaks of."""
    rows = _by_id("events", xlsx_samples.book(xlsx_samples.dated("unknown", "none", "2030")))
    assert [rows[f"m{n}"]["absence"] for n in range(3)] == ["unknown", "none", None]


# ------------------------------------------------------------------------------------------------------ texts


@pytest.mark.parametrize("number", range(len(xlsx_samples.HOSTILE)))
def test_hostile_texts_are_texts(number):
    """A title, a note, a wording and a statement come back letter for letter, as texts and never as formulas."""
    text, workbook = xlsx_samples.HOSTILE[number], _hostile()
    assert _by_id("events", workbook)[f"m{number}"]["title"] == text
    assert _by_id("events", workbook)[f"m{number}"]["note"] == text
    assert _by_id("claims", workbook, "record")[f"m{number}"]["as_written"] == text
    assert _by_id("statements", workbook)[f"t{number}"]["text"] == text
    assert _by_id("sources", workbook)[f"s{number}"]["publisher"] == text


def test_no_cell_is_a_formula():
    """No sheet of a hostile timeline has a formula, an error or a link of the file's making."""
    cells = [cell for sheet in _hostile() for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert all(cell.hyperlink.location for cell in cells if cell.hyperlink)


def test_what_xml_forbids_is_taken_out():
    """A character that no XML file can hold does not spoil the workbook."""
    milestone = ce.Milestone(id="m", title="a\ufffeb\uffffc", kind="other", when="2030")
    assert (
        xlsx_samples.rows(xlsx_samples.book(xlsx_samples.timeline(milestone)), "events")[0]["title"] == "abc"
    )


@pytest.mark.parametrize("text", ["x" * 32_768, "👨" * 20_000, "x" * 40_000])
def test_a_text_that_no_cell_holds_is_cut_and_told(text):
    """A cut text ends with a sign, holds no half character, and the loss names the record and the field."""
    milestone = ce.Milestone(id="m", kind="other", when=ce.Claim(date="2030", note=text), note=text)
    exported = ce.export(xlsx_samples.timeline(milestone), "xlsx")
    found = xlsx_samples.rows(xlsx_samples.book(xlsx_samples.timeline(milestone)), "events")[0]["note"]
    assert found.endswith("…")
    assert text.startswith(found[:-1])
    assert len(found.encode("utf-16-le")) // 2 <= 32_767
    assert [(loss.record, loss.field, loss.action) for loss in exported.losses] == [
        ("m", "note", ce.LossAction.COARSENED),
        ("m", "when.note", ce.LossAction.COARSENED),
    ]


def test_a_text_of_the_longest_length_is_whole():
    """32,767 characters are held, and nothing is reported."""
    timeline = xlsx_samples.timeline(ce.Milestone(id="m", kind="other", when="2030", note="x" * 32_767))
    assert len(xlsx_samples.rows(xlsx_samples.book(timeline), "events")[0]["note"]) == 32_767
    assert ce.export(timeline, "xlsx").losses == ()


# ------------------------------------------------------------------------------------------------------ numbers, links


def test_numbers_are_numbers():
    """Coordinates with all their digits, counts, credibility and days of slippage are numbers."""
    workbook = xlsx_samples.book(xlsx_samples.mission())
    base = _by_id("bases", workbook)["field"]
    assert (base["latitude"], base["longitude"], base["accuracy_m"]) == (-33.123456789, 42, 500)
    assert base["near"] is True
    assert _by_id("counts", workbook)["count"]["at_most"] == 5
    assert xlsx_samples.rows(workbook, "slippage")[0]["late_days_most"] == 12


def test_sources_are_linked():
    """An address is a link with its query and anchor; one of a mail too."""
    workbook = xlsx_samples.book(xlsx_samples.mission())
    links = [cell.hyperlink for row in workbook["sources"].iter_rows() for cell in row if cell.hyperlink]
    found = {f"{link.target}{'#' + link.location if link.location else ''}" for link in links}
    assert found == {"https://example.org/a?b=1&c=2#d", "mailto:desk@example.org"}


def test_links_can_be_left_out():
    """With links=false an address is a text, and the sheets can still be reached."""
    workbook = xlsx_samples.book(xlsx_samples.mission(), links=False)
    assert not [cell for row in workbook["sources"].iter_rows() for cell in row if cell.hyperlink]
    assert _by_id("sources", workbook)["wire"]["url"] == "https://example.org/a?b=1&c=2#d"
    assert [cell for row in workbook["about"].iter_rows() for cell in row if cell.hyperlink]


def test_an_address_too_long_for_a_link_is_a_text():
    """Beyond 2,079 characters an address stands as it is, without a warning and without a loss."""
    url = f"https://example.org/{'a' * 2_100}"
    timeline = xlsx_samples.timeline(sources=[ce.Source(id="s", title="S", url=url)])
    assert _by_id("sources", xlsx_samples.book(timeline))["s"]["url"] == url
    assert ce.export(timeline, "xlsx").losses == ()


# ------------------------------------------------------------------------------------------------------ sheets


def test_every_table_has_a_sheet():
    """The sheets of the Iraq timeline are those that the readme names."""
    names = xlsx_samples.book(ce.bundled("iraq")).sheetnames
    tables = "about events claims bases phases agreements provisions statements actors sources counts"
    assert names == [*tables.split(), "state", "control", "slippage", "conflicts"]
    assert all(len(name) <= 31 for name in names)


def test_an_empty_timeline_is_a_workbook():
    """Nothing but the sheet about the file, and a header of events."""
    workbook = xlsx_samples.book(xlsx_samples.timeline())
    assert workbook.sheetnames == ["about", "events"]
    assert xlsx_samples.rows(workbook, "events") == []


def test_headers_stay_in_sight_and_filter():
    """Every table has its first row and column frozen, a filter over all of it, and no name twice in its header."""
    for sheet in xlsx_samples.book(xlsx_samples.mission()).worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        head = [cell.value for cell in sheet[1]]
        assert len(head) == len(set(head))


def test_answers_can_be_left_out():
    """With answers=false only what the file says is there."""
    names = xlsx_samples.book(xlsx_samples.mission(), answers=False).sheetnames
    assert not {"state", "control", "slippage", "conflicts"} & set(names)


@pytest.mark.parametrize(("on", "best"), [("2030-01-01", "east"), ("2030-06-01", "west")])
def test_the_state_is_that_of_the_day(on, best):
    """Before and after the handover somebody else holds the base, and the day is in each row."""
    workbook = xlsx_samples.book(xlsx_samples.mission(), on=dt.date.fromisoformat(on))
    row = xlsx_samples.rows(workbook, "state")[0]
    assert (row["on"].date().isoformat(), row["best"], row["certainty"]) == (on, best, "certainly")


def test_conflicts_name_both_sides():
    """Two days that cannot both be true stand side by side."""
    row = xlsx_samples.rows(xlsx_samples.book(xlsx_samples.mission()), "conflicts")[0]
    assert (row["record"], row["field"], row["sides"]) == ("handover", "when", "2030-04-12 || 2030-04-20")


def test_the_first_sheet_says_what_the_file_is():
    """Title, licence, day of revision and end of the evidence are there."""
    rows = dict(xlsx_samples.book(xlsx_samples.mission())["about"].iter_rows(values_only=True))
    assert (rows["title"], rows["licence"]) == ("The mission", "CC0-1.0")
    assert [rows[key].date().isoformat() for key in ("revised", "evidence_until")] == [
        "2030-07-01",
        "2030-06-30",
    ]


def test_nothing_of_the_bundled_timelines_is_lost():
    """Both bundled timelines come through whole."""
    assert [ce.export(ce.bundled(name), "xlsx").losses for name in ("iraq", "unifil")] == [(), ()]


# ------------------------------------------------------------------------------------------------------ bytes

_CODE = """
import sys, coalition_events as ce, xlsx_samples
sys.stdout.buffer.write(ce.export(xlsx_samples.mission(), "xlsx").data)
"""


def test_the_bytes_are_the_same_elsewhere():
    """Another hash seed, time zone and locale change nothing."""
    strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}
    path = str(Path(__file__).parent)
    done = subprocess.run(
        (sys.executable, "-c", _CODE),
        env={**os.environ, **strange, "PYTHONPATH": path},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == ce.export(xlsx_samples.mission(), "xlsx").data


def test_no_clock_is_in_the_file():
    """The day of creation is that of the last change, and every entry of the archive has the same fixed day."""
    archive = zipfile.ZipFile(io.BytesIO(ce.export(xlsx_samples.mission(), "xlsx").data))
    assert b">2030-07-01T00:00:00Z<" in archive.read("docProps/core.xml")
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# ------------------------------------------------------------------------------------------------------ judges


@pytest.mark.parametrize("name", ["iraq", "unifil"])
def test_calamine_reads_what_openpyxl_reads(name):
    """Two readers find the same sheets with the same texts, numbers and days."""
    timeline = ce.bundled(name)
    workbook = xlsx_samples.book(timeline)
    found = xlsx_judges.calamine(ce.export(timeline, "xlsx").data)
    assert list(found) == workbook.sheetnames
    for sheet in workbook:
        shown = [[_comparable(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        assert [[_comparable(value) for value in row] for row in found[sheet.title]] == shown


def _comparable(value):
    return value.date() if isinstance(value, dt.datetime) else "" if value is None else value


def test_libreoffice_reads_the_bundled_timeline(tmp_path):
    """LibreOffice finds every row of every sheet, and a month is still a month."""
    timeline = ce.bundled("iraq")
    found = xlsx_judges.libreoffice(ce.export(timeline, "xlsx").data, tmp_path)
    workbook = xlsx_samples.book(timeline)
    assert {name: len(rows) for name, rows in found.items()} == {
        sheet.title: sheet.max_row for sheet in workbook
    }
    head, *rows = found["events"]
    end = next(row for row in rows if row[0] == "phase-2.end")
    shown = dict(zip(head, end, strict=True))
    assert (shown["edtf"], shown["day (stated)"], shown["earliest (bound)"]) == ("2026-09", "", "2026-09-01")


def test_libreoffice_runs_nothing(tmp_path):
    """LibreOffice shows every hostile text as it is, and finds no formula to show."""
    data = ce.export(xlsx_samples.hostile(), "xlsx").data
    head, *rows = xlsx_judges.libreoffice(data, tmp_path, formulas=True)["statements"]
    assert [row[head.index("text")] for row in rows] == list(xlsx_samples.HOSTILE)


def test_a_character_that_xml_forbids_is_reported():
    """A text that no cell can hold as it is comes without that character, and its field is coarsened."""
    milestone = ce.Milestone(id="m", kind="other", title="a\ufffeb", note="c\u200fd", when="2030-01-15")
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-31", milestones=[milestone])
    losses = ce.export(timeline, "xlsx").losses
    assert [("m", "title", "coarsened")] == [(loss.record, loss.field, loss.action) for loss in losses]
