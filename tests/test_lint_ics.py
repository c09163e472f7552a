from __future__ import annotations

import pytest

from lint_ics import lint

GOOD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
CALSCALE:GREGORIAN
NAME:A\\, b
X-WR-CALNAME:A\\, b
LAST-MODIFIED:20300101T000000Z
REFRESH-INTERVAL;VALUE=DURATION:P1D
X-PUBLISHED-TTL:P1D
BEGIN:VEVENT
UID:one@example
DTSTAMP:20300101T000000Z
LAST-MODIFIED:20300101T000000Z
SEQUENCE:1
DTSTART;VALUE=DATE:20300101
DTEND;VALUE=DATE:20300102
SUMMARY:One
STATUS:CONFIRMED
TRANSP:TRANSPARENT
CATEGORIES:a,b
GEO:33.785600;-0.441200
URL:https://example.org/
RELATED-TO;RELTYPE=SIBLING:two@example
DESCRIPTION:One\\ntwo\\\\\\; three
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:One
TRIGGER:-P1D
END:VALARM
END:VEVENT
END:VCALENDAR
"""
EVENT = GOOD[GOOD.index("BEGIN:VEVENT") : GOOD.index("END:VCALENDAR")]


def _bytes(text):
    return text.replace("\n", "\r\n").encode()


def _with(old, new):
    assert old in GOOD
    return _bytes(GOOD.replace(old, new))


def test_a_clean_calendar_has_no_fault():
    """The lint is silent about a calendar that keeps every rule."""
    assert [] == lint(_bytes(GOOD))


def test_legal_folds_are_no_fault():
    """A fold between characters and after a whole escape is accepted."""
    assert [] == lint(_with("SUMMARY:One", "SUMMARY:日\n 本\\\\\n \\n"))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(GOOD.encode(), "lone CR or LF", id="lf"),
        pytest.param(_bytes(GOOD).replace(b"One\r\nSTATUS", b"One\rSTATUS"), "lone CR or LF", id="cr"),
        pytest.param(_bytes(GOOD)[:-2], "no final CRLF", id="no-final-crlf"),
        pytest.param(b"\xef\xbb\xbf" + _bytes(GOOD), "BOM", id="bom"),
        pytest.param(_with("SUMMARY:One", f"SUMMARY:{'x' * 68}"), "line 17 has 76 octets", id="76-octets"),
        pytest.param(
            _with("SUMMARY:One", f"SUMMARY:{'日' * 23}"), "line 17 has 77 octets", id="octets-not-letters"
        ),
        pytest.param(_with("SUMMARY:One", "SUMMARY:One\n "), "blank line 18", id="blank-fold"),
        pytest.param(_with("STATUS:", "\nSTATUS:"), "blank line 18", id="blank-line"),
        pytest.param(
            _with("SUMMARY:One", "SUMMARY:日").replace("日".encode(), b"\xe6\r\n \x97\xa5"),
            "line 17 is cut within a character",
            id="cut-character",
        ),
        pytest.param(_with("One\\ntwo", "One\\\n ntwo"), "line 24 is cut within an escape", id="cut-escape"),
        pytest.param(_bytes(GOOD).replace(b"SUMMARY:One", b"SUMMARY:\xff"), "not UTF-8", id="not-utf8"),
        pytest.param(_with("SUMMARY:One", "SUMMARY:O\x00ne"), "control character U+0000", id="nul"),
        pytest.param(_with("SUMMARY:One", "SUMMARY:O\x85ne"), "control character U+0085", id="c1"),
        pytest.param(
            _with("SUMMARY:One", "SUMMARY:a; b"), "SUMMARY has an unescaped ';' or ','", id="semicolon"
        ),
        pytest.param(_with("NAME:A\\, b", "NAME:A, b"), "NAME has an unescaped ';' or ','", id="comma"),
        pytest.param(_with("SUMMARY:One", "SUMMARY:a\\tb"), "SUMMARY has an unknown escape", id="escape"),
        pytest.param(
            _with("SUMMARY:One", "SUMMARY:a\\"), "SUMMARY has an unknown escape", id="lone-backslash"
        ),
        pytest.param(_with("SUMMARY:One", "SUMMARY:"), "SUMMARY is empty", id="empty"),
        pytest.param(_with("SUMMARY:One\n", ""), "VEVENT has 0 SUMMARY", id="missing"),
        pytest.param(_with("SEQUENCE:1\n", "SEQUENCE:1\nSEQUENCE:2\n"), "VEVENT has 2 SEQUENCE", id="twice"),
        pytest.param(_with("PRODID:-//example//EN\n", ""), "VCALENDAR has 0 PRODID", id="no-prodid"),
        pytest.param(_with("ACTION:DISPLAY\n", ""), "VALARM has 0 ACTION", id="no-action"),
        pytest.param(_with(EVENT, EVENT * 2), "UID one@example is used 2 times", id="uid-twice"),
        pytest.param(
            _with("DTEND;VALUE=DATE:20300102", "DTEND;VALUE=DATE:20300101"), "DTEND is not after", id="end"
        ),
        pytest.param(
            _with("VALUE=DATE:20300102", "VALUE=DATE:2030-01-02"), "DTEND is not a day", id="hyphens"
        ),
        pytest.param(
            _with("VALUE=DATE:20300102", "VALUE=DATE:20300231"), "DTEND is not a day", id="no-such-day"
        ),
        pytest.param(
            _with("DTSTART;VALUE=DATE:", "DTSTART:"), "DTSTART has the parameters ''", id="no-value-date"
        ),
        pytest.param(
            _with("REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL"), "REFRESH-INTERVAL has", id="refresh"
        ),
        pytest.param(
            _with(";RELTYPE=SIBLING:", ";VALUE=URI:"), "RELATED-TO has the parameters", id="related-uri"
        ),
        pytest.param(
            _with("DTSTAMP:20300101T000000Z", "DTSTAMP:20300101T000000"), "DTSTAMP has the form", id="dtstamp"
        ),
        pytest.param(_with("SEQUENCE:1", "SEQUENCE:-1"), "SEQUENCE has the form", id="sequence"),
        pytest.param(
            _with("GEO:33.785600;", "GEO:95.000000;"), "GEO 95.000000;-0.441200 is out of", id="geo-range"
        ),
        pytest.param(_with("GEO:33.785600;", "GEO:1e-07;"), "GEO has the form", id="geo-exponent"),
        pytest.param(_with("GEO:33.785600;", "GEO:-0.000000;"), "GEO has the form", id="geo-minus-zero"),
        pytest.param(_with("TRANSP:TRANSPARENT", "TRANSP:FREE"), "TRANSP has the form 'FREE'", id="transp"),
        pytest.param(_with("STATUS:CONFIRMED", "STATUS:BOGUS"), "STATUS has the form 'BOGUS'", id="status"),
        pytest.param(_with("example.org/\n", "example.org/a b\n"), "URL has the form", id="url-space"),
        pytest.param(_with("CALSCALE:", "METHOD:PUBLISH\nCALSCALE:"), "METHOD", id="method"),
        pytest.param(_with("END:VALARM\n", ""), "END:VEVENT closes nothing", id="unbalanced"),
        pytest.param(_with("END:VCALENDAR\n", ""), "VCALENDAR is not closed", id="open"),
        pytest.param(_bytes(GOOD * 2), "2 calendars", id="two-calendars"),
        pytest.param(_with("VALARM", "VTODO"), "component VTODO", id="component"),
        pytest.param(_bytes(f"VERSION:2.0\n{GOOD}"), "VERSION stands outside", id="outside"),
        pytest.param(_with("SUMMARY:One", "SUMMARY One"), "not a content line", id="no-colon"),
    ],
)
def test_a_broken_rule_is_a_fault(data, fault):
    """Each rule is broken once, and the lint names that rule."""
    assert any(found.startswith(fault) for found in lint(data)), lint(data)
