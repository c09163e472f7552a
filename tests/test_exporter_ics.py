from __future__ import annotations

import datetime as dt
import subprocess
import sys

import attrs
import icalendar
import pytest
from hypothesis import given, settings, strategies as st

import changing
import coalition_events as ce
import judging
import samples
from coalition_events.exporters import _ics_values as values, ics
from coalition_events.exporters._ics_lines import content_line, folded
from exporting import run
from fresh import export_elsewhere
from goldens import check_golden
from lint_ics import lint

SAMPLES = [samples.small, samples.full, samples.hostile]
OPTIONS = [{}, {"imprecise": "edge"}, {"imprecise": "skip"}, {"alarms": 3}, {"cancelled": "drop"}]


def _entries(data):
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(data).walk("VEVENT")}


def _days(event):
    return event["DTSTART"].dt.isoformat(), event["DTEND"].dt.isoformat()


def _milestone(*claims, **fields):
    """Return a timeline ``t`` with one milestone ``m`` of 2030, with these claims or dates."""
    dated = [claim if isinstance(claim, ce.Claim) else ce.Claim(date=claim) for claim in claims]
    fields = {"id": "m", "kind": "other", "title": "It", "when": dated, **fields}
    cited = {source.id: source for claim in dated for source in claim.cites}
    return ce.Timeline(
        id="t",
        title="T",
        revised="2030-01-01",
        sources=cited.values(),
        bases=fields.get("bases", ()),
        milestones=[ce.Milestone(**fields)],
    )


def _entry(*claims, options=None, on=None, **fields):
    """Return the one entry of :func:`_milestone`."""
    data, _ = run("ics", _milestone(*claims, **fields), on=on, **(options or {}))
    assert [] == lint(data)
    return _entries(data)["m@t"]


# ------------------------------------------------------------------------------------------ bytes


def test_the_full_timeline_is_written_as_last_looked_at():
    """What is written for every kind of record and date is what a person last agreed to."""
    check_golden("full.ics", run("ics", samples.full())[0])


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_passes_the_lint(sample, options):
    """Each timeline, under each option, keeps every byte rule."""
    assert [] == lint(run("ics", sample(), **options)[0])


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_dated_event_has_one_entry(sample):
    """No text of a timeline can add an entry, and no dated event is without one."""
    timeline = sample()
    expected = [timeline.uid(event) for event in timeline.events() if event.best]
    assert expected == list(_entries(run("ics", timeline)[0]))


def test_the_bytes_do_not_depend_on_the_process():
    """Time zone, locale and hash seed change nothing."""
    data, losses = run("ics", samples.full())
    assert data + repr(losses).encode() == export_elsewhere("ics")


def test_it_is_written_component_by_component():
    """The host can stream: nothing but the head, one entry or the end comes in one piece."""
    request = ce.ExportRequest(timeline=samples.full(), options=_exporter().options())
    pieces = list(_exporter().export(request))
    assert {0, 1} == {piece.count(b"BEGIN:VEVENT") for piece in pieces}


def test_an_empty_timeline_is_an_empty_calendar():
    """A timeline without events still gives a calendar that clients can load."""
    data, losses = run("ics", ce.Timeline(id="empty", title="Empty", revised="2030-01-01"))
    assert ([], ()) == (lint(data), losses)
    assert "Empty" == icalendar.Calendar.from_ical(data)["NAME"]


@given(text=st.text(st.characters(codec="utf-8"), max_size=200))
@settings(deadline=None)
def test_folding_loses_nothing(text):
    """Folded lines are short, whole characters, and unfold to what they were."""
    line = content_line("X-A", text.replace("\r", "").replace("\n", "").encode())
    assert all(len(piece) <= 75 for piece in line.split(b"\r\n"))
    assert all(piece.decode() is not None for piece in line.split(b"\r\n"))
    assert f"X-A:{text}".replace("\r", "").replace("\n", "") == line.replace(b"\r\n ", b"").decode()[:-2]


# ------------------------------------------------------------------------------------------ texts


def test_hostile_texts_come_back_through_icalendar():
    """Titles, places and the texts in descriptions are letter for letter what was given."""
    data, _ = run("ics", samples.hostile())
    entries = _entries(data)
    for number, text in enumerate(map(ce.textsafe.plain, samples.HOSTILE)):
        entry = entries[f"milestone-{number}@hostile"]
        assert (text, text) == (entry["SUMMARY"], entry["LOCATION"])
        assert 4 <= str(entry["DESCRIPTION"]).replace("\n  ", "\n").count(text), (
            "summary, note, wording, claim's note"
        )


def test_hostile_texts_come_back_through_ical_js(tmp_path):
    """The parser of Thunderbird reads the same titles, places and addresses."""
    path = tmp_path / "hostile.ics"
    path.write_bytes(run("ics", samples.hostile())[0])
    entries = {entry["uid"]: entry for entry in judging.ical_js(path)["events"]}
    assert len(samples.HOSTILE) == len(entries)
    for number, text in enumerate(map(ce.textsafe.plain, samples.HOSTILE)):
        entry = entries[f"milestone-{number}@hostile"]
        assert (text, text) == (entry["summary"], entry["location"])
        assert "https://example.org/a%7Cb)" == entry["url"]


def test_ical_js_and_icalendar_agree(tmp_path):
    """Two parsers read the same days, states and relations from every form of date."""
    data, _ = run("ics", samples.full(), alarms=2)
    path = tmp_path / "full.ics"
    path.write_bytes(data)
    read = judging.ical_js(path)
    ours = _entries(data)
    assert [] == read["others"]
    assert ["The Union's mission"] == read["calendar"]["name"]
    assert {uid: _days(event) for uid, event in ours.items()} == {
        event["uid"]: (event["dtstart"], event["dtend"]) for event in read["events"]
    }
    assert {uid: (str(event["STATUS"]), str(event["DESCRIPTION"])) for uid, event in ours.items()} == {
        event["uid"]: (event["status"], event["description"]) for event in read["events"]
    }


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\\\n\t,;:N"), min_size=1
).filter(str.strip)


@given(text=TEXTS)
@settings(deadline=None)
def test_any_text_comes_back(text):
    """Whatever the model takes for a title is read back as it was."""
    assert ce.textsafe.plain(text) == _entry("2030-01-15", title=text)["SUMMARY"]


@pytest.mark.parametrize("text", ["C:\\New\\now", "\\N", "\\\\N\\;", "ends in \\"])
def test_a_backslash_stays_one(text):
    r"""A backslash before a letter is a backslash: the package alone turns ``\N`` into a line end."""
    assert text == _entry("2030-01-15", title=text)["SUMMARY"]


@given(text=TEXTS)
@settings(deadline=None)
def test_the_calendar_is_named_as_text(text):
    """NAME (RFC 7986, 5.1) and X-WR-CALNAME are escaped like any title, which many parsers do not undo."""
    data, _ = run("ics", attrs.evolve(_milestone("2030-01-15", title=text), title=text))
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    summary = next(line for line in lines if line.startswith(b"SUMMARY:")).removeprefix(b"SUMMARY:")
    assert [b"NAME:" + summary, b"X-WR-CALNAME:" + summary] == lines[4:6]


def test_a_text_cannot_pass_for_a_line_of_the_description():
    """The lines of a text with line ends are indented, so that no claim can be forged in a note."""
    entry = _entry("2030-01-15", note="True.\n- 1 May 2030, happened")
    assert "Note: True.\n  - 1 May 2030, happened" in entry["DESCRIPTION"]


# ------------------------------------------------------------------------------------------ values


@given(text=st.text(st.characters(codec="utf-8") | st.sampled_from("\\\n\t,;:N\u202e")))
@settings(deadline=None)
def test_a_text_is_written_as_the_package_writes_it(text):
    r"""TEXT has the bytes of ``vText``, which is given no backslash, because it turns ``\N`` into a line end."""
    parts = ce.textsafe.plain(text).split("\\")
    assert values.text(text) == rb"\\".join(icalendar.vText(part).to_ical() for part in parts)


@given(day=st.dates())
@settings(deadline=None)
def test_days_are_written_as_the_package_writes_them(day):
    """DATE, DATE-TIME and SEQUENCE have the bytes of the package's value types, in every year."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    assert values.day(day) == icalendar.vDate(day).to_ical()
    assert values.midnight(day) == icalendar.vDatetime(midnight).to_ical()
    edition = max(0, (day - dt.date(2000, 1, 1)).days)
    assert values.sequence(day) == icalendar.vInt(edition).to_ical()


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\r\n") | st.sampled_from("\\ßع日👍")))
@settings(deadline=None)
def test_lines_are_folded_between_whole_characters_and_escapes(text):
    """A folded line is the line again, has no more than 75 octets in a piece, and each piece is text by itself."""
    line = f"SUMMARY:{text * 5}".replace("\\", "\\\\").encode()
    pieces = folded(line).split(b"\r\n ")
    assert b"".join(pieces) == line
    for piece, longest in zip(pieces, [75, *[74] * len(pieces)], strict=False):
        assert len(piece) <= longest
        shown = piece.decode()
        assert (len(shown) - len(shown.rstrip("\\"))) % 2 == 0


def test_only_reminders_wait_for_the_package():
    """An export without them loads no icalendar, which takes longer to import than most exports take."""
    code = "import sys, coalition_events as ce; ce.export(ce.bundled('iraq'), 'ics'); print('icalendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


# ------------------------------------------------------------------------------------------ dates

PLACED = {
    "2030-01-15": ("2030-01-15", "2030-01-16", "It"),
    "2030-01": ("2030-01-01", "2030-02-01", "It (January 2030, day not known)"),
    "2030-02": ("2030-02-01", "2030-03-01", "It (February 2030, day not known)"),
    "2032-02": ("2032-02-01", "2032-03-01", "It (February 2032, day not known)"),
    "2030-12": ("2030-12-01", "2031-01-01", "It (December 2030, day not known)"),
    "2030-12-31": ("2030-12-31", "2031-01-01", "It"),
    "2030-01-XX": ("2030-01-01", "2030-02-01", "It (January 2030, day unknown)"),
    "2030": ("2030-01-01", "2030-01-02", "2030, date not known: It"),
    "2030-XX": ("2030-01-01", "2030-01-02", "2030, month unknown: It"),
    "203X": ("2030-01-01", "2030-01-02", "The 2030s, date not known: It"),
    "20XX": ("2000-01-01", "2000-01-02", "The years 2000 to 2099, date not known: It"),
    "2030-34": ("2030-04-01", "2030-04-02", "Second quarter of 2030, date not known: It"),
    "2030-41": ("2030-07-01", "2030-07-02", "Second half of 2030, date not known: It"),
    "2030-01-15~": ("2030-01-15", "2030-01-16", "It (c. 15 January 2030)"),
    "2030-01-15?": ("2030-01-15", "2030-01-16", "It (15 January 2030, uncertain)"),
    "2030-01-15%": ("2030-01-15", "2030-01-16", "It (c. 15 January 2030, uncertain)"),
    "2030-01?": ("2030-01-01", "2030-02-01", "It (January 2030, uncertain, day not known)"),
    "[..2030-02-10]": ("2030-02-10", "2030-02-11", "It (by 10 February 2030)"),
    "[..2030-09]": ("2030-09-30", "2030-10-01", "It (by the end of September 2030)"),
    "[2030-01..]": ("2030-01-01", "2030-01-02", "It (January 2030 or later)"),
    "[2030-01-03..2030-01-09]": ("2030-01-03", "2030-01-10", "It (between 3 and 9 January 2030)"),
    "[2030-01-01..2030-01-31]": ("2030-01-01", "2030-02-01", "It (between 1 and 31 January 2030)"),
    "[2030-01-01..2030-02-01]": (
        *("2030-01-01", "2030-01-02"),
        "Between 1 January and 1 February 2030, date not known: It",
    ),
    "[2030..2031]": ("2030-01-01", "2030-01-02", "Between 2030 and 2031, date not known: It"),
    "2030-01-10/2030-01-12": ("2030-01-10", "2030-01-13", "It"),
    "2030-01/2030-01": ("2030-01-01", "2030-02-01", "It (January 2030 – January 2030, days not known)"),
    "2030-01/2030-03": ("2030-01-01", "2030-01-02", "January 2030 – March 2030, days not known: It"),
    "2030-01-10/2030-03-31": ("2030-01-10", "2030-01-11", "10 January 2030 – 31 March 2030: It"),
    "2030-01-10/..": ("2030-01-10", "2030-01-11", "It (since 10 January 2030, end open)"),
    "2030-01/..": ("2030-01-01", "2030-02-01", "It (since January 2030, end open)"),
    "2030-01-10/": ("2030-01-10", "2030-01-11", "It (from 10 January 2030, end unknown)"),
    "../2030-01-10": ("2030-01-10", "2030-01-11", "It (until 10 January 2030, start open)"),
    "../2030": ("2030-12-31", "2031-01-01", "It (until 2030, start open)"),
    "/2030-01-10": ("2030-01-10", "2030-01-11", "It (until 10 January 2030, start unknown)"),
    "2030-01-15T10:00:00Z": ("2030-01-15", "2030-01-16", "It"),
    "0001-01-01": ("0001-01-01", "0001-01-02", "It"),
    "9999-12-30": ("9999-12-30", "9999-12-31", "It"),
}


def test_the_table_of_dates_has_every_form():
    """No form of date is left out of the table below."""
    assert set() == set(samples.DATES) - set(PLACED)


@pytest.mark.parametrize(("text", "expected"), PLACED.items(), ids=PLACED)
def test_where_a_date_stands(text, expected):
    """Each form of date stands on its days, DTEND after the last, with words for all that is not known."""
    entry = _entry(text)
    assert expected == (*_days(entry), entry["SUMMARY"])
    assert ce.parse_date(text).text == entry["X-COALITION-EVENTS-EDTF"]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_day_that_nobody_stated_stands_without_words(sample, options):
    """A title lacks its date only if the best claim states the very days of the entry."""
    timeline = sample()
    entries = _entries(run("ics", timeline, **options)[0])
    for event in timeline.events():
        entry = entries.get(timeline.uid(event))
        if entry is None:
            continue
        date = event.best.date
        shown = (date.earliest, date.latest) == (
            entry["DTSTART"].dt,
            entry["DTEND"].dt - dt.timedelta(days=1),
        )
        if not (shown and date.known_to_the_day):
            words = ce.describe(date).partition(" (")[0]
            assert words.lower() in entry["SUMMARY"].lower()
            assert "TENTATIVE" == entry["STATUS"]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("2030", "deadline", "2030-12-31"),
        ("2030", "other", "2030-01-01"),
        ("2030-34", "deadline", "2030-06-30"),
    ],
)
def test_a_wide_deadline_stands_on_its_last_day(text, kind, day):
    """Until a deadline is over nothing is late, so its marker is the last day of the window."""
    assert day == _entry(text, kind=kind)["DTSTART"].dt.isoformat()


def test_what_ends_with_the_calendar_is_left_out_and_reported():
    """No DTEND can be written after 9999-12-31, so that day has no entry but a loss."""
    data, losses = run("ics", _milestone("9999-12-31"))
    assert ({}, "dropped") == (_entries(data), {loss.field: loss.action for loss in losses}["when"])


def test_imprecise_edge_takes_one_day():
    """A month gets its first day only, with the same words, and is reported as moved."""
    data, losses = run("ics", _milestone("2030-09"), imprecise="edge")
    entry = _entries(data)["m@t"]
    assert ("2030-09-01", "2030-09-02") == _days(entry)
    assert "It (September 2030, day not known)" == entry["SUMMARY"]
    assert (ce.Loss(record="m", field="when", feature="date-precision", action="moved"),) == losses


def test_imprecise_edge_keeps_what_is_known_to_the_day():
    """A stretch of known days is not imprecise and stays whole; one between months shrinks to a day."""
    known, unknown = (
        _entry(text, options={"imprecise": "edge"}) for text in ("2030-01-10/2030-01-12", "2030-01/2030-01")
    )
    assert ("2030-01-13", "2030-01-02") == (known["DTEND"].dt.isoformat(), unknown["DTEND"].dt.isoformat())


def test_imprecise_skip_leaves_out_all_that_is_not_known_to_the_day():
    """Only days that a source states remain, and each left out event is reported."""
    timeline = samples.full()
    data, losses = run("ics", timeline, imprecise="skip")
    known = {
        timeline.uid(event) for event in timeline.events() if event.best and event.best.date.known_to_the_day
    }
    assert known == set(_entries(data))
    dropped = {(loss.record, loss.field) for loss in losses if loss.action is ce.LossAction.DROPPED}
    assert (
        set() == {(e.record.id, e.field) for e in timeline.events() if timeline.uid(e) not in known} - dropped
    )


# ------------------------------------------------------------------------------------------ states


@pytest.mark.parametrize(
    ("claims", "status", "summary"),
    [
        (["2030-01-15"], "CONFIRMED", "It"),
        ([ce.Claim(date="2030-01-15", basis="planned")], "TENTATIVE", "Planned: It"),
        ([ce.Claim(date="2029-01-15", basis="planned")], "TENTATIVE", "Planned, overdue: It"),
        ([ce.Claim(date="2030-01-15", basis="expected")], "TENTATIVE", "Expected: It"),
        (["2030-01-15", "2030-01-16"], "TENTATIVE", "It (disputed)"),
        (["2030-01-15~", "2030-02"], "TENTATIVE", "It (c. 15 January 2030; disputed)"),
        (["2030-01-15", ce.Claim(date=ce.Absence.NONE)], "TENTATIVE", "It (disputed)"),
        (["2030-01-15", ce.Claim(date=ce.Absence.UNKNOWN)], "CONFIRMED", "It"),
        (["2030-01-15..", ce.Claim(date=ce.Absence.NONE)], "TENTATIVE", "It (15 January 2030 or later)"),
        (["2030-01-15", ce.Claim(date="2030-01")], "CONFIRMED", "It"),
        (
            ["2030-01", ce.Claim(date="2030-01-15", basis="planned", rank="preferred")],
            "TENTATIVE",
            "Planned: It",
        ),
        (["2030-01-15", ce.Claim(date="2029-01-15", rank="rejected", note="No.")], "CONFIRMED", "It"),
    ],
)
def test_what_is_sure_and_what_is_not(claims, status, summary):
    """Only what happened on an undisputed known day is confirmed; the title says why the rest is not."""
    entry = _entry(*claims, on=dt.date(2029, 6, 1))
    assert (status, summary) == (entry["STATUS"], entry["SUMMARY"])


def test_a_cancelled_event_stays_where_it_was():
    """Who subscribed sees that it was called off: same UID, same days, STATUS:CANCELLED."""
    entry = _entries(run("ics", samples.full())[0])["parade@full"]
    assert ("CANCELLED", "Cancelled: The parade") == (entry["STATUS"], entry["SUMMARY"])
    assert ("2030-05-01", "2030-05-02") == _days(entry)
    assert "Called off:\n- 20 April 2030" in entry["DESCRIPTION"]


def test_cancelled_events_can_be_dropped():
    """The option takes them out and reports them."""
    data, losses = run("ics", samples.full(), cancelled="drop")
    assert "parade@full" not in _entries(data)
    assert {"when", "cancelled", "title"} <= {loss.field for loss in losses if loss.record == "parade"}


def test_alarms_ring_only_when_asked_for():
    """There is no alarm by default, and by option only for what is still planned or expected."""
    timeline = samples.full()
    assert b"VALARM" not in run("ics", timeline)[0]
    ringing = {
        uid for uid, entry in _entries(run("ics", timeline, alarms=7)[0]).items() if entry.walk("VALARM")
    }
    assert {"phase-2.end@full", "guests.ends@full", "forecast@full"} == ringing


def test_an_alarm_says_what_the_title_says():
    """A reminder shows the title with its words, the asked number of days before."""
    claim = ce.Claim(date="2030-09", basis="planned")
    alarm = _entry(claim, options={"alarms": 7}).walk("VALARM")[0]
    assert ("DISPLAY", dt.timedelta(days=-7)) == (alarm["ACTION"], alarm["TRIGGER"].dt)
    assert "Planned: It (September 2030, day not known)" == alarm["DESCRIPTION"]


def test_wrong_options_are_refused_together():
    """Each wrong value is named, all in one error."""
    with pytest.raises(ce.OptionError, match=r"imprecise: 'no'.*cancelled: 'no'.*alarms: -1 is less than 0"):
        run("ics", samples.small(), imprecise="no", cancelled="no", alarms=-1)


# ------------------------------------------------------------------------------------------ properties


def test_a_revised_event_replaces_its_entry():
    """A later revision keeps the UID and raises SEQUENCE, DTSTAMP and LAST-MODIFIED; its date may move."""
    old, new = (
        _entry(date, revised=day) for date, day in (("2030-01", "2030-02-01"), ("2030-01-15", "2030-02-03"))
    )
    assert old["UID"] == new["UID"]
    assert (10989, 10991) == (old["SEQUENCE"], new["SEQUENCE"])
    assert dt.datetime(2030, 2, 3, tzinfo=dt.UTC) == new["DTSTAMP"].dt == new["LAST-MODIFIED"].dt


def test_a_revision_before_2000_has_sequence_0():
    """SEQUENCE is never negative."""
    assert 0 == _entry("1999-01-15", revised="1999-02-01")["SEQUENCE"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "geo"),
    [
        (1e-7, -1e-7, "0.000000;0.000000"),
        (-0.0, 180, "0.000000;180.000000"),
        (33.333333333, -77.05, "33.333333;-77.050000"),
        (-90, 0.0000005, "-90.000000;0.000000"),
    ],
)
def test_coordinates_are_in_fixed_point(latitude, longitude, geo):
    """No exponent, no minus zero, six decimals."""
    base = ce.Base(id="b", name="B", location=ce.Location(latitude=latitude, longitude=longitude))
    data, _ = run("ics", _milestone("2030-01-15", bases=[base]))
    assert f"GEO:{geo}\r\n".encode() in data


def test_several_places_have_no_single_point():
    """Two located bases are both named, with their positions in the description and no GEO."""
    entry = _entries(run("ics", samples.full())[0])["parade@full"]
    assert "GEO" not in entry
    assert "North Field; South Camp" == entry["LOCATION"]
    assert "Position of South Camp: -33.100000, -77.050000" in entry["DESCRIPTION"]


def test_a_site_that_nobody_identified_says_what_it_may_be():
    """An unknown position is said, the candidates are named, and no point is written."""
    field, camp = ce.Base(id="f", name="F"), ce.Base(id="c", name="C")
    site = ce.Base(
        id="s", name="S", location=ce.Absence.UNKNOWN, candidates=[field, ce.Value(value=camp, note="Far.")]
    )
    milestone = ce.Milestone(id="m", kind="other", bases=site, when="2030-01-15")
    timeline = ce.Timeline(
        id="t", title="T", revised="2030-01-01", bases=[field, camp, site], milestones=[milestone]
    )
    entry = _entries(run("ics", timeline)[0])["m@t"]
    assert "GEO" not in entry
    assert (
        "Position of S: not known\nWhat S may be, as sources disagree:\n- F\n- C; note: Far."
        in entry["DESCRIPTION"]
    )


def test_the_address_is_that_of_the_best_claim():
    """URL is the first source with an address, the best claim's before all others."""
    dead = ce.Source(id="dead", title="Dead")
    first, second = (
        ce.Source(id=name, title=name, url=f"https://example.org/{name}") for name in ("first", "second")
    )
    claims = [
        ce.Claim(date="2030-01", cites=first),
        ce.Claim(date="2030-01-15", rank="preferred", cites=[dead, second]),
    ]
    entry = _entry(*claims)
    assert "https://example.org/second" == entry["URL"]
    assert "- first; https://example.org/first" in entry["DESCRIPTION"]


def test_an_address_that_cannot_be_linked_is_still_text():
    """An address that no client could open is no URL, and stays readable."""
    source = ce.Source(id="s", title="S", url="http://[broken")
    entry = _entry(ce.Claim(date="2030-01-15", cites=source))
    assert "URL" not in entry
    assert "- S; http://[broken" in entry["DESCRIPTION"]


def test_a_copy_brings_its_root():
    """A source that repeats another is listed with it, so that copies can't pass for witnesses."""
    entry = _entries(run("ics", samples.full())[0])["phase-2.end@full"]
    assert (
        "repeats Wire report (Agency)\n- Wire report (Agency); published 30 June 2030" in entry["DESCRIPTION"]
    )


def test_claims_stand_side_by_side():
    """Live claims, earlier plans and rejected ones are told apart, each with who says it and where."""
    description = _entries(run("ics", samples.full())[0])["handover@full"]["DESCRIPTION"]
    dates, plans = description.partition("Dates:\n")[2].split("Earlier plans:\n")
    plans, rejected = plans.split("Rejected:\n")
    assert dates.startswith(
        "- 12 April 2030, 21:30+03:00, happened; says West; source: Wire report (Agency); credibility 2 of 6;"
        " preferred\n"
        "- between 13 and 15 April 2030, happened; source: Copy of the wire report; credibility 5 of 6\n"
    )
    assert plans == (
        "- December 2029, planned; said 2 June 2029; source: Wire report (Agency)\n"
        "- March 2030, planned; says East; said 10 January 2030; source: Copy of the wire report\n"
    )
    assert rejected.startswith("- 1 January 2030, happened; source: A book; rejected; note: A misprint.\n")


def test_phases_are_siblings_of_their_neighbours():
    """Entries of phases point to one another only where both exist, and claim no dependency."""
    entries = _entries(run("ics", samples.full())[0])
    related = {uid: entry["RELATED-TO"] for uid, entry in entries.items() if "RELATED-TO" in entry}
    assert {
        "phase-2.start@full": ["phase-1.end@full", "phase-2.end@full"],
        "phase-1.end@full": "phase-2.start@full",
        "phase-2.end@full": "phase-2.start@full",
    } == related
    assert "SIBLING" == related["phase-1.end@full"].params["RELTYPE"]


def test_a_date_without_an_entry_is_told_by_the_other():
    """The unknown start of a phase stands in the entry of its end, and the endless agreement says so."""
    entries = _entries(run("ics", samples.full())[0])
    assert "\nBegins: not known\n" in entries["phase-1.end@full"]["DESCRIPTION"]
    assert "\nEnds: none\n" in entries["pact.signed@full"]["DESCRIPTION"]


def test_a_date_with_an_entry_is_not_told_twice():
    """The end of a phase that has its own entry is not repeated in that of its start."""
    entries = _entries(run("ics", samples.full())[0])
    assert "Ends:" not in entries["phase-2.start@full"]["DESCRIPTION"]
    assert "Begins:" not in entries["phase-2.end@full"]["DESCRIPTION"]


def test_who_gives_and_who_receives_may_be_unknown():
    """An unknown giver stands beside the one that others name, and a receiver may be none."""
    east = ce.Actor(id="east", name="East")
    giver = [east, ce.Value(value=ce.Absence.UNKNOWN, by=east, note="They did not say.")]
    milestone = ce.Milestone(id="m", kind="handover", from_=giver, to=ce.Absence.NONE, when="2030-01-15")
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", actors=[east], milestones=[milestone])
    description = _entries(run("ics", timeline)[0])["m@t"]["DESCRIPTION"]
    expected = (
        "From, as sources disagree:\n- East\n- not known; says East; note: They did not say.\nTo: none\n"
    )
    assert expected in description


def test_nothing_passes_is_said():
    """A handover that passes nothing says so, as it is not what a handover usually does."""
    assert "Passes: nothing" in _entry("2030-01-15", kind="handover", passes=())["DESCRIPTION"]


# ------------------------------------------------------------------------------------------ losses


def test_every_moved_or_missing_entry_is_reported():
    """An entry on an edge loses precision, bounds or span; an event without an entry loses its date."""
    timeline = samples.full()
    _, losses = run("ics", timeline)
    found = {(loss.record, loss.field): loss for loss in losses if loss.action is ce.LossAction.MOVED}
    moved = {
        **dict.fromkeys(["form-12", "form-13", "form-15", "phase-1"], ce.Feature.DATE_BOUNDS),
        **dict.fromkeys(["form-17", "form-18", "form-19", "form-20", "form-21"], ce.Feature.DATE_SPANS),
        **dict.fromkeys(
            ["form-2", "form-3", "form-4", "form-5", "form-7", "form-8"], ce.Feature.DATE_PRECISION
        ),
        **dict.fromkeys(["guests", "forecast"], ce.Feature.DATE_PRECISION),
    }
    assert moved == {record: loss.feature for (record, _), loss in found.items()}
    dropped = {(loss.record, loss.field) for loss in losses if loss.feature is ce.Feature.DATES}
    assert {("phase-1", "start"), ("undated", "when")} == dropped


def test_a_record_without_entry_is_reported_whole():
    """What no entry names is lost with all that it holds; what one names, with what the entry leaves out."""
    _, losses = run("ics", samples.full())
    fields = {
        record: {loss.field for loss in losses if loss.record == record}
        for record in ("mission", "west", "calm")
    }
    assert {"name", "kind", "led_by", "summary", "cite"} == fields["mission"]
    assert {"aliases", "country", "kind"} == fields["west"]
    assert {"text", "about", "contradicts", "cite"} == fields["calm"]


def _exporter():
    return ics.coalition_events_exporter()


@pytest.mark.parametrize("without_one", [changing.without_one_claim, changing.without_one_value])
def test_nothing_goes_missing_in_silence(without_one):
    """Without any one claim or value the bytes are others, or the losses named it."""
    data, losses = run("ics", samples.full())
    changes = without_one(samples.full())
    for record, names, less in changes:
        assert not changing.silent(data, losses, (record, run("ics", less)[0]), names), (record, names)
    assert len(changes) > 30


def test_degrees_beyond_six_decimals_are_reported():
    """A position that is written with fewer decimals than it has is a loss."""
    base = ce.Base(id="b", name="B", location=ce.Location(latitude=1.23456789, longitude=2))
    _, losses = run("ics", _milestone("2030-01-15", bases=[base]))
    assert (ce.Loss(record="b", field="location", feature="locations", action="coarsened"),) == losses


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("title", "Another"), ("summary", ""), ("timezone", ""), ("licence", ""), ("evidence_until", None)),
        *(("id", "another"), ("revised", dt.date(2031, 1, 1)), ("extra", ())),
    ],
)
def test_no_field_of_the_timeline_goes_missing_in_silence(name, value):
    """What the file says of itself is all in the calendar, but for ``x-`` keys, which are reported."""
    data, losses = run("ics", samples.full())
    assert (name == "extra") == (run("ics", attrs.evolve(samples.full(), **{name: value}))[0] == data)
    assert {"x-made-for"} == {loss.field for loss in losses if not loss.record}


def test_declared_features_are_not_lost_by_an_entry():
    """A small timeline that the calendar holds whole loses nothing but what is not declared."""
    exporter = _exporter()
    _, losses = run("ics", samples.small())
    assert set() == {loss.feature for loss in losses} & set(exporter.carries)
    assert ("ics", (".ics",), "text/calendar") == (exporter.name, exporter.suffixes, exporter.media_type)


def test_texts_that_are_shown_without_their_marks_are_reported():
    """A mark of direction never gets into the output: the text that had it is coarsened, and no other text is."""
    milestone = ce.Milestone(id="m", kind="other", title="a\u200fb", note="c\u2028d", when="2030-01-15")
    timeline = ce.Timeline(id="t", title="عين الأسد", revised="2030-01-31", milestones=[milestone])
    data, losses = run("ics", timeline)
    assert "\u200f" not in data.decode()
    assert {("m", "title"), ("m", "note")} == {
        (loss.record, loss.field) for loss in losses if loss.action == "coarsened"
    }
