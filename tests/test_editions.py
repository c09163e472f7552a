"""Editions: a calendar that is read again moves its entries in place, and nothing is there twice or gone."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import icalendar
import pytest

import coalition_events as ce
import editions
import judging
from commanding import run

PARADE, DINNER, SPEECH = "parade@harbour", "dinner@harbour", "speech@harbour"


def calendars() -> list[dict[str, icalendar.Event]]:
    """The entries of each edition's calendar by UID; two of one UID are refused."""
    read = []
    for text in editions.texts():
        entries = icalendar.Calendar.from_ical(ce.export(ce.parse(text), "ics").data).walk("VEVENT")
        by_uid = {str(entry["UID"]): entry for entry in entries}
        assert len(entries) == len(by_uid)
        read.append(by_uid)
    return read


@pytest.fixture
def files(tmp_path, monkeypatch) -> list[str]:
    """Write the three editions and return their names."""
    monkeypatch.chdir(tmp_path)
    names = [f"edition-{number}.yaml" for number in (1, 2, 3)]
    for name, text in zip(names, editions.texts(), strict=True):
        Path(name).write_text(text, "utf-8")
    return names


def test_one_entry_each() -> None:
    """Each edition has one entry for each event, under the same UID as before."""
    assert [{PARADE, DINNER, SPEECH}] * 3 == [set(calendar) for calendar in calendars()]


def test_moved_there_and_back() -> None:
    """An event that moves and moves back stands on its newest day, under a SEQUENCE and a DTSTAMP that only rise."""
    parades = [calendar[PARADE] for calendar in calendars()]
    days = [parade["DTSTART"].dt.isoformat() for parade in parades]
    assert ["2030-06-10", "2030-06-15", "2030-06-10"] == days
    for field in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"):
        values = [parade[field] if field == "SEQUENCE" else parade[field].dt for parade in parades]
        assert values == sorted(set(values)), field


def test_cancelled_stays() -> None:
    """An event that is called off stays as a cancelled entry, with a higher SEQUENCE than before."""
    first, second, third = (calendar[DINNER] for calendar in calendars())
    assert ["TENTATIVE", "CANCELLED", "CANCELLED"] == [str(one["STATUS"]) for one in (first, second, third)]
    assert first["SEQUENCE"] < second["SEQUENCE"] == third["SEQUENCE"]


def test_untouched_entry_is_the_same() -> None:
    """An event that no edition touches has the same entry, to the byte, in all of them."""
    assert 1 == len({calendar[SPEECH].to_ical() for calendar in calendars()})


def test_validate_accepts_them(capsys, files) -> None:
    """``validate --against`` accepts each edition after the one before it, and after the first."""
    for old, new in itertools.combinations(files, 2):
        ended = run(capsys, "validate", "--strict", new, "--against", old)
        assert 0 == ended.code, ended.out


def test_validate_refuses_the_way_back(capsys, files) -> None:
    """An edition before its predecessor is refused: a calendar would keep what it has."""
    ended = run(capsys, "validate", files[0], "--against", files[1])
    assert 1 == ended.code
    assert "not-revised: milestones.parade: " in ended.out


def test_diff_tells(capsys, files) -> None:
    """``diff`` tells what moved and what was called off."""
    second = run(capsys, "diff", files[0], files[1])
    assert 1 == second.code
    assert "    when: + planned 15 June 2030 (said 2030-04-01)\n" in second.out
    assert "    cancelled: + 31 March 2030\n" in second.out
    third = json.loads(run(capsys, "diff", files[1], files[2], "--json").out)
    assert ["parade"] == [record["id"] for record in third["records"]]
    assert ["when", "revised"] == [field["field"] for field in third["records"][0]["fields"]]


def test_khal(tmp_path) -> None:
    """A calendar program that takes in all three editions shows one moved event, one cancelled, and none twice."""
    paths = []
    for number, text in enumerate(editions.texts(), 1):
        paths.append(tmp_path / f"{number}.ics")
        paths[-1].write_bytes(ce.export(ce.parse(text), "ics").data)
    shown = judging.khal(tmp_path / "khal", paths, "2030-01-01", "365d")
    moves = [[(row["uid"], row["start"]) for row in rows] for rows in shown]
    rest = [(DINNER, "2030-06-20"), (SPEECH, "2030-06-25")]
    assert [
        [(PARADE, "2030-06-10"), *rest],
        [(PARADE, "2030-06-15"), *rest],
        [(PARADE, "2030-06-10"), *rest],
    ] == moves
    cancelled = [[row["uid"] for row in rows if row["status"] == "CANCELLED"] for rows in shown]
    assert [[], [DINNER], [DINNER]] == cancelled
