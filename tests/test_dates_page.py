"""The page of dates: its tables say what the parser does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import coalition_events as ce

PAGE = (Path(__file__).parent.parent / "docs" / "reference" / "dates.md").read_text("utf-8")


def rows(heading):
    """The rows of the table under a heading, each a list of cells."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def codes(cell):
    """What stands in code marks in a cell, without the key of the field."""
    return [re.sub(r"^\w+: ", "", code) for code in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("row", rows("Forms"), ids=lambda row: row[0])
def test_form(row):
    """A form of the table has the bounds and the precision that the table gives."""
    date = ce.parse_date(codes(row[0])[0])
    bounds = [str(day) if day else "none" for day in (date.earliest, date.latest)]
    assert row[2:] == [*bounds, str(date.precision)]


@pytest.mark.parametrize("row", rows("Shorthands"), ids=lambda row: row[0])
def test_shorthand(row):
    """A shorthand of the table is kept as the EDTF beside it."""
    assert codes(row[1])[0] == str(ce.parse_date(codes(row[0])[0]))


@pytest.mark.parametrize("row", rows("What sources say, and what to write"), ids=lambda row: row[0])
def test_what_to_write(row):
    """Every date that the table tells to write is one."""
    for code in codes(row[1]):
        if code not in {"as_written", "note", "unknown", "none"}:
            assert ce.parse_date(code)


@pytest.mark.parametrize("row", rows("What is refused"), ids=lambda row: row[0])
def test_refused(row):
    """What the table calls refused is, and what it tells to write instead is not."""
    with pytest.raises(ce.DateError, match=r"'"):
        ce.parse_date(codes(row[0])[0])
    for code in codes(row[2]):
        assert code == "unknown" or ce.parse_date(code)
