from __future__ import annotations

import json
from pathlib import Path

import pytest

import judging

EVENT = """\
BEGIN:VEVENT
UID:handover@example
DTSTAMP:20261122T000000Z
DTSTART;VALUE=DATE:20260101
DTEND;VALUE=DATE:20260102
SEQUENCE:9822
STATUS:CONFIRMED
TRANSP:TRANSPARENT
SUMMARY:Handover\\, complete
DESCRIPTION:one\\ntwo
CATEGORIES:handover,air-base
CATEGORIES:phase-1
GEO:33.7856;42.4412
LOCATION:عين الأسد
URL:https://example.org/a
RELATED-TO;RELTYPE=SIBLING:other@example
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:soon
TRIGGER:-P1D
END:VALARM
END:VEVENT
"""


@pytest.fixture(name="ics")
def _ics(tmp_path):
    """Return a function that writes components, in a calendar and with CRLF, and returns the path."""

    def write(*components):
        head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\nNAME:Iraq\n"
        path = tmp_path / "given.ics"
        path.write_bytes((head + "".join(components) + "END:VCALENDAR\n").replace("\n", "\r\n").encode())
        return path

    return write


@pytest.fixture(name="layer")
def _layer(tmp_path):
    """Return a function that writes points (or no place) as a GeoJSON layer and returns the path."""

    def write(*points):
        features = [
            {
                "type": "Feature",
                "properties": {
                    "event_id": "handover",
                    "start": "2026-01-01T00:00:00Z",
                    "sources": ["a", "b"],
                },
                "geometry": point and {"type": "Point", "coordinates": point},
            }
            for point in points
        ]
        path: Path = tmp_path / "given.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return write


def test_ical_js_reads_every_field(ics):
    """ical.js hands back each property that our calendars write, unescaped and with days as days."""
    read = judging.ical_js(ics(EVENT))

    assert [
        {
            "uid": "handover@example",
            "summary": "Handover, complete",
            "dtstart": "2026-01-01",
            "dtend": "2026-01-02",
            "dtstamp": "2026-11-22T00:00:00Z",
            "sequence": 9822,
            "status": "CONFIRMED",
            "transp": "TRANSPARENT",
            "categories": ["handover", "air-base", "phase-1"],
            "description": "one\ntwo",
            "geo": [33.7856, 42.4412],
            "location": "عين الأسد",
            "url": "https://example.org/a",
            "related": [{"uid": "other@example", "reltype": "SIBLING"}],
            "alarms": 1,
        }
    ] == read["events"]
    assert {"version": ["2.0"], "prodid": ["-//example//EN"], "name": ["Iraq"]} == read["calendar"]
    assert [] == read["others"]


def test_ical_js_tells_left_out_from_empty(ics):
    """A property that an event does not have is None, and repeatable ones are empty lists."""
    (event,) = judging.ical_js(ics("BEGIN:VEVENT\nUID:a\nSUMMARY:\nEND:VEVENT\n"))["events"]

    assert ("", None, None, []) == (event["summary"], event["description"], event["geo"], event["related"])


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (EVENT.replace("END:VEVENT\n", ""), "invalid ical"),
        (EVENT.replace("STATUS:", "STATUS"), "invalid line"),
        (EVENT.replace("DATE:20260101", "DATE:20260931"), "DTSTART 2026-09-31 is read as 2026-10-01"),
        (EVENT.replace("DATE:20260101", "DATE:2026-01-01"), "DTSTART .* is read as"),
        (EVENT.replace("DTSTART;VALUE=DATE:", "DTSTART:"), "DTSTART: invalid date-time value"),
        ("END:VCALENDAR\nBEGIN:VCALENDAR\n", "expected one VCALENDAR, got 2"),
    ],
    ids=["unclosed", "no-colon", "no-such-day", "hyphens", "day-as-time", "two-calendars"],
)
def test_ical_js_notices(ics, bad, words):
    """A calendar that is broken, or that clients would read as another day, is refused with its reason."""
    with pytest.raises(judging.RefusedError, match=words):
        judging.ical_js(ics(bad))


def test_ical_js_notices_bytes(ics):
    """A file whose bytes are not UTF-8 is refused instead of being read with replacement characters."""
    path = ics(EVENT)
    path.write_bytes(path.read_bytes().replace("عين".encode(), "عين".encode()[:-1]))

    with pytest.raises(judging.RefusedError, match="not UTF-8"):
        judging.ical_js(path)


def test_ogrinfo_reads_a_layer(layer):
    """ogrinfo hands back count, extent and field types, and a feature without a place is still counted."""
    (read,) = judging.ogrinfo(layer([42.4412, 33.7856], [44.0, 36.25], None))

    assert {
        "name": "given",
        "geometry": "Point",
        "count": 3,
        "extent": (42.4412, 33.7856, 44.0, 36.25),
        "fields": {"event_id": "String", "start": "DateTime", "sources": "StringList"},
    } == read


def test_ogrinfo_reads_a_layer_without_places(layer):
    """A layer in which nothing is located has no extent."""
    (read,) = judging.ogrinfo(layer(None))

    assert (1, None) == (read["count"], read["extent"])


def test_ogrinfo_notices(layer):
    """A file that breaks off in the middle is refused with GDAL's own words."""
    path = layer([42.4412, 33.7856])
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")

    with pytest.raises(judging.RefusedError, match=r"(?i)failed|failure|error"):
        judging.ogrinfo(path)


def test_cmark_gfm_reads_what_github_reads():
    """cmark-gfm makes tables, footnotes and links of a bare address, as GitHub does."""
    html = judging.cmark_gfm("| a |\n|---|\n| b[^1] |\n\nhttps://example.org\n\n[^1]: source\n")

    assert "<td>b<sup" in html
    assert '<a href="https://example.org">' in html
    assert "source" in html.partition('class="footnotes"')[2]


@pytest.mark.parametrize(
    ("bad", "sign"),
    [("a[^1]\n", "a[^1]"), ("| a |\n| b |\n", "| a |"), ("a <b>c</b>\n", "<b>c</b>")],
    ids=["no-footnote", "no-table", "raw-tag"],
)
def test_cmark_gfm_notices(bad, sign):
    """Markdown forbids nothing, so a slip shows in the HTML: as bare marks, or as a tag that nobody meant."""
    assert sign in judging.cmark_gfm(bad)


def test_strace_logs_and_injects(tmp_path):
    """strace logs the calls that were asked for, with what descriptors lead to, and lets one fail on request."""
    command = ["sh", "-c", f"echo word >{tmp_path}/file"]

    ended, log = judging.strace(command, ("write",))
    assert (0, "word\n") == (ended.returncode, (tmp_path / "file").read_text())
    assert 'file>, ""..., 5) = 5' in log

    ended, log = judging.strace(command, ("write",), ("write:error=ENOSPC:when=1",))
    assert ended.returncode != 0
    assert "ENOSPC (No space left on device) (INJECTED)" in log


def test_strace_that_may_not_trace(monkeypatch, tmp_path):
    """Where the system forbids tracing it counts as absent, with the reason."""
    fake = tmp_path / "strace"
    fake.write_text(
        "#!/bin/sh\necho 'strace: ptrace(PTRACE_SEIZE, 7): Operation not permitted' >&2; exit 1\n"
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="strace may not trace here"):
        judging.strace(["true"], ("write",))


def test_zzuf_turns_bits():
    """zzuf changes some bytes, the same ones for the same seed."""
    first, again, other = (judging.zzuf(bytes(1000), seed, bits=20) for seed in (1, 1, 2))
    assert bytes(1000) != first == again != other


@pytest.fixture(name="no_judges")
def _no_judges(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


CALLS = {
    "node": lambda: judging.ical_js("x.ics"),
    "ogrinfo": lambda: judging.ogrinfo("x.geojson"),
    "cmark-gfm": lambda: judging.cmark_gfm("x"),
    "khal": lambda: judging.khal(Path("x"), [], "2030-01-01", "1d"),
    "strace": lambda: judging.strace(["true"], ("write",)),
    "zzuf": lambda: judging.zzuf(b"x", 1, 1),
}


@pytest.mark.usefixtures("no_judges")
@pytest.mark.parametrize("judge", CALLS)
def test_absent_judge_skips_with_reason(monkeypatch, judge):
    """Outside CI a judge that is not installed skips the test and names itself."""
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match=f"{judge} is not installed"):
        CALLS[judge]()


@pytest.mark.usefixtures("no_judges")
@pytest.mark.parametrize("judge", CALLS)
def test_absent_judge_fails_in_ci(monkeypatch, judge):
    """In CI a judge that is not installed fails the test, so that no run is green without it."""
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match=f"CI skips none.*{judge} is not installed"):
        CALLS[judge]()
