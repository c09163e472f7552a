from __future__ import annotations

import calendar
import re

import pytest
from hypothesis import given, strategies as st

import coalition_events as ce
from coalition_events import Span, UncertainDate, describe, parse_date
from coalition_events.wording import describe_start, describe_time

MONTHS = "|".join(calendar.month_name[1:])

TABLE = {
    "2024-09-27": "27 September 2024",
    "2024-09": "September 2024",
    "2024-09-XX": "September 2024 (day unknown)",
    "2025": "2025",
    "2025-XX": "2025 (month unknown)",
    "202X": "the 2020s",
    "19XX": "the years 1900 to 1999",
    "2025-36": "fourth quarter of 2025",
    "2025-41": "second half of 2025",
    "2026-01-17~": "c. 17 January 2026",
    "2026-01~": "c. January 2026",
    "2026-01-17?": "17 January 2026 (uncertain)",
    "2026-01-17%": "c. 17 January 2026 (uncertain)",
    "[..2025-09-30]": "by 30 September 2025",
    "[..2026-09]": "by the end of September 2026",
    "[..2026]": "by the end of 2026",
    "[2026-09..]": "September 2026 or later",
    "[2026-01-11..2026-01-20]": "between 11 and 20 January 2026",
    "[2026-01-15..2026-02-15]": "between 15 January and 15 February 2026",
    "[2025-12-31..2026-01-17]": "between 31 December 2025 and 17 January 2026",
    "[2025-11..2026-02]": "between November 2025 and February 2026",
    "[2025-01..2025-03]": "between January and March 2025",
    "[2030..2031]": "between 2030 and 2031",
    "2024-09-27/2025-09-30": "27 September 2024 – 30 September 2025",
    "2024-09/2026-09": "September 2024 – September 2026",
    "2024-09-27/2026-09~": "27 September 2024 – c. September 2026",
    "2025-10-01/..": "since 1 October 2025",
    "2025-10-01/": "from 1 October 2025 (end unknown)",
    "../2025-09-30": "until 30 September 2025",
    "/2025-09-30": "until 30 September 2025 (start unknown)",
}
"""The table of the research on dates, section 4, and the forms between its lines."""

CORNERS = {
    "[..2025-09-XX]": "by the end of September 2025 (day unknown)",
    "[..2025-XX]": "by the end of 2025 (month unknown)",
    "[..2025-34]": "by the end of the second quarter of 2025",
    "[2025-34..2025-36]": "between the second quarter of 2025 and the fourth quarter of 2025",
    "[..202X]": "by the end of the 2020s",
    "[2026-01-11..2026-01-11]": "11 January 2026",
    "[2030-01..2030-01]": "January 2030",
    "[2024-09-XX..2025-10-XX]": "between September 2024 and October 2025 (day unknown)",
    "[2025-09-XX..2025-10-XX]": "between September and October 2025 (day unknown)",
    "0099": "AD 99",
    "[0099-01-01..0099-03-05]": "between 1 January and 5 March AD 99",
    "[0099-01-01..2000-01-01]": "between 1 January AD 99 and 1 January 2000",
    "000X": "the years 1 to 9",
    "00XX": "the years 1 to 99",
    "2026-01-17T21:30:00+03:00": "17 January 2026, 21:30:00 (UTC+03:00)",
    "2026-01-17T10:00:00Z": "17 January 2026, 10:00:00 (UTC)",
    "2026-01-17T10:00:00": "17 January 2026, 10:00:00",
    "2030-01-15~/2030-02?": "c. 15 January 2030 – February 2030 (uncertain)",
}


@pytest.mark.parametrize(("text", "words"), [*TABLE.items(), *CORNERS.items()])
def test_describe(text, words):
    """Each form of date has its words."""
    assert describe(parse_date(text)) == words


def test_different_forms_have_different_words():
    """No two forms of the table are told in the same words, so that nothing is lost in words."""
    words = [describe(parse_date(text)) for text in TABLE]
    assert len(set(words)) == len(words)


days = st.dates().map(lambda day: f"{day.year:04}-{day:%m-%d}")
months = st.dates().map(lambda day: f"{day.year:04}-{day:%m}")
years = st.dates().map(lambda day: f"{day.year:04}")
units = st.one_of(days, months, years, months.map("{}-XX".format), years.map("{}-XX".format))
marked = st.builds("{}{}".format, units, st.sampled_from(["", "?", "~", "%"]))


def dates(ends):
    """Every composite form over texts of one precision, in their order."""
    pair = st.tuples(ends, ends).map(sorted)
    return st.one_of(
        pair.map(lambda two: f"[{two[0]}..{two[1]}]"),
        ends.map("[..{}]".format),
        ends.map("[{}..]".format),
        pair.map("/".join),
        st.builds("{}{}".format, ends, st.sampled_from(["/..", "/"])),
        st.builds("{}{}".format, st.sampled_from(["../", "/"]), ends),
    )


every = st.one_of(marked, dates(days), dates(months), dates(years))


@given(every)
def test_no_day_is_named_that_the_text_does_not_hold(text):
    """A day stands in the words only if it stands in the EDTF text: a month's bounds never appear."""
    stated = {(int(day), int(month)) for month, day in re.findall(r"-([0-9]{2})-([0-9]{2})", text)}
    # a day before "and" may share the month that stands after the "and"
    words = re.sub(
        rf"(?<!AD )\b([0-9]{{1,2}}) and ([0-9]{{1,2}} ({MONTHS}))",
        r"\1 \3 and \2",
        describe(parse_date(text)),
    )
    named = {
        (int(day), list(calendar.month_name).index(month))
        for day, month in re.findall(rf"\b([0-9]{{1,2}}) ({MONTHS})", words)
    }
    assert named == stated


@given(every)
def test_every_number_is_one_of_the_text(text):
    """Every group of digits in the words is a year, or a day, of the text."""
    of_text = {int(number) for number in re.findall(r"[0-9]+", text)}
    assert {int(number) for number in re.findall(r"[0-9]+", describe(parse_date(text)))} <= of_text


@given(every)
def test_words_are_one_plain_line(text):
    """Words have no EDTF signs, no double spaces and no line breaks."""
    words = describe(parse_date(text))
    assert words == " ".join(words.split())
    assert not re.search(r"[?~%\[\]/X]|\.\.", words)


@given(marked)
def test_marks_are_said(text):
    """A date says "c." and "uncertain" exactly if its text has the marks for them."""
    words = describe(parse_date(text))
    assert words.startswith("c. ") == text.endswith(("~", "%"))
    assert words.endswith("(uncertain)") == text.endswith(("?", "%"))


@given(st.one_of(days, months))
def test_open_and_unknown_ends_are_told_apart(text):
    """An end that is known not to be, and one that nobody states, have different words, on either side."""
    words = [describe(Span.parse(form.format(text))) for form in ("{}/..", "{}/", "../{}", "/{}")]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-09", "from September 2026"),
        ("2026-09~", "from c. September 2026"),
        ("[2026-01-11..2026-01-20]", "between 11 and 20 January 2026"),
        ("[..2026-09]", "by the end of September 2026"),
    ],
)
def test_describe_start(text, words):
    """The beginning of something says "from", unless its words have a preposition of their own."""
    assert describe_start(UncertainDate.parse(text)) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("21:30", "21:30"),
        ("21:30+03:00", "21:30 (UTC+03:00)"),
        ("21:30:15-05:00", "21:30:15 (UTC-05:00)"),
        ("10:00Z", "10:00 (UTC)"),
        ("late", "late"),
    ],
)
def test_describe_time(time, words):
    """A clock time keeps its digits; its offset is set off, and one that was not stated is not made up."""
    assert describe_time(time) == words


def happening(**fields):
    """Return the event of a milestone."""
    milestone = ce.Milestone(id="m", kind="other", **fields)
    (event,) = ce.Timeline(id="t", title="T", revised="2030-01-01", milestones=[milestone]).events()
    return event


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"when": "2030-01"}, "January 2030"),
        ({}, "date not stated"),
        ({"when": ce.Absence.UNKNOWN}, "date unknown"),
        ({"when": ce.Absence.NONE}, "known to have no date"),
    ],
)
def test_an_event_has_a_date_or_a_reason(fields, words):
    """The best date in words; where there is none, whether nobody says, nobody knows, or there is none to know."""
    assert words == ce.describe_when(happening(**fields))


@pytest.mark.parametrize(
    ("word", "words"), [("air-base", "air base"), ("other", "of another kind"), ("camp", "camp"), (None, "")]
)
def test_kinds_are_said_as_people_write_them(word, words):
    """A hyphen of a closed vocabulary is no hyphen of English, and "other" alone says nothing."""
    assert words == ce.describe_kind(word)


@pytest.mark.parametrize(
    ("number", "words"),
    [("6", "6"), ("4..5", "4 to 5"), ("10..", "at least 10"), ("..500", "at most 500"), ("all", "all")],
)
def test_numbers_are_said_as_stated(number, words):
    """A bound is said as a bound, and what has none as it was written."""
    figure = ce.Figure(number=number)
    assert words == ce.describe_number(figure.number)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "33.7856° N, 42.4412° E"),
        ({"point": "site"}, "33.7856° N, 42.4412° E (the site itself)"),
        (
            {"point": "airfield", "accuracy_m": 500},
            "near 33.7856° N, 42.4412° E (the airfield, within 500 m)",
        ),
        ({"latitude": -1e-05, "accuracy_m": 1500}, "0.00001° S, 42.4412° E (within 1.5 km)"),
        ({"point": "other"}, "near 33.7856° N, 42.4412° E (a point nearby)"),
    ],
)
def test_places_are_as_exact_as_stated(fields, words):
    """Every digit of the data and no exponent; what is not the site itself is near it."""
    place = ce.Location(**{"latitude": 33.7856, "longitude": 42.4412, **fields})
    assert words == ce.describe_location(place)
