"""Timelines made for these tests with the public face; everything in them is invented."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl

import coalition_events as ce

FORMS = (
    "2030-01-15",
    "2030-01",
    "2030",
    "203X",
    "2030-XX",
    "2030-34",
    "2030-01-15~",
    "2030-01?",
    "[..2030-02-10]",
    "[2030-01..]",
    "[2030-01-03..2030-01-09]",
    "[2030-01-15..2030-01-15]",
    "2030-01/2030-03",
    "2030-01-10/..",
    "/2030-01",
    "2030-01-15/2030-01-15",
    "2030-01-15T23:30:00-05:00",
    "0099",
    "1899-12-31",
)
STATED = {"2030-01-15": dt.date(2030, 1, 15), "2030-01-15T23:30:00-05:00": dt.date(2030, 1, 15)}
"""The forms that state one day, which a spreadsheet can count."""

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+964",
    "-77.05",
    "@SUM(A1)",
    "{=1+1}",
    "00123",
    "TRUE",
    "2026-09",
    "1E5",
    "http://example.org/",
    "internal:Sheet1!A1",
    "file:///etc/passwd",
    "<r><t>raw</t></r>",
    "<script>alert(1)</script> ]]> &lt;",
    "_x0041_ _x000D_",
    "  spaces around  ",
    "'apostrophe",
    "\u202eright to left\u202c عين الأسد",
    "two\nlines\ttabs",
    "日本" * 40,
    "👨‍👩‍👧 e\u0301",
)


def timeline(*milestones: ce.Milestone, **fields: object) -> ce.Timeline:
    """A timeline of these milestones."""
    return ce.Timeline(
        **{"id": "t", "title": "T", "revised": "2031-01-01", "milestones": milestones, **fields}
    )


def dated(*dates: str) -> ce.Timeline:
    """A milestone of each of these dates."""
    return timeline(
        *(ce.Milestone(id=f"m{n}", kind="other", when=ce.Claim(date=date)) for n, date in enumerate(dates))
    )


def hostile() -> ce.Timeline:
    """Every hostile text as the texts of a milestone, a base, a source and a statement."""
    sources = [ce.Source(id=f"s{n}", title=text, publisher=text) for n, text in enumerate(HOSTILE)]
    bases = [ce.Base(id=f"b{n}", name=text, note=text, summary=text) for n, text in enumerate(HOSTILE)]
    milestones = [
        ce.Milestone(
            id=f"m{n}",
            title=text,
            kind="other",
            bases=bases[n],
            note=text,
            when=ce.Claim(date="2030-01-15", as_written=text, note=text, cites=sources[n]),
        )
        for n, text in enumerate(HOSTILE)
    ]
    statements = [ce.Statement(id=f"t{n}", text=text) for n, text in enumerate(HOSTILE)]
    return timeline(*milestones, sources=sources, bases=bases, statements=statements)


def mission() -> ce.Timeline:
    """A base that passes from one to another later than planned, with a source, and a disputed day."""
    wire = ce.Source(id="wire", title="Wire", url="https://example.org/a?b=1&c=2#d", published="2030-06-30")
    mail = ce.Source(id="mail", title="Mail", url="mailto:desk@example.org")
    east, west = ce.Actor(id="east", name="East"), ce.Actor(id="west", name="West")
    place = ce.Location(latitude=-33.123456789, longitude=42, accuracy_m=500, point="town")
    field = ce.Base(id="field", name="North Field", location=place, holder=east)
    handover = ce.Milestone(
        id="handover",
        kind="handover",
        bases=field,
        from_=east,
        to=west,
        when=[
            ce.Claim(date="2030-03", basis="planned", cites=mail),
            ce.Claim(date="2030-04-12", cites=wire, credibility=2),
            ce.Claim(date="2030-04-20", cites=mail),
        ],
    )
    count = ce.Count(
        id="count", title="Bases", counted="bases", values=[ce.Figure(number="4..5", cites=wire)]
    )
    return timeline(
        handover,
        title="The mission",
        revised="2030-07-01",
        evidence_until="2030-06-30",
        licence="CC0-1.0",
        sources=[wire, mail],
        actors=[east, west],
        bases=[field],
        counts=[count],
    )


def book(source, **options):
    """The workbook that openpyxl reads from an export, with formulas as they are."""
    return openpyxl.load_workbook(io.BytesIO(ce.export(source, "xlsx", **options).data))


def rows(workbook, name):
    """The rows of a sheet, each a mapping of column to value."""
    head, *body = workbook[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]
