"""Timelines made for these tests with the public face; everything in them is invented."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import coalition_events as ce

FORMS = {
    "2030-01-15": ("2030-01-15", "2030-01-15"),
    "2030-01": ("2030-01", "2030-01"),
    "2030": ("2030", "2030"),
    "203X": ("2030", "2039"),
    "20XX": ("2000", "2099"),
    "2030-XX": ("2030", "2030"),
    "2030-01-XX": ("2030-01", "2030-01"),
    "2030-34": ("2030-04", "2030-06"),
    "2030-41": ("2030-07", "2030-12"),
    "2030-01-15~": ("2030-01-15", "2030-01-15"),
    "2030-01?": ("2030-01", "2030-01"),
    "[..2030-02-10]": (None, "2030-02-10"),
    "[2030-01..]": ("2030-01", None),
    "[2030-01-03..2030-01-09]": ("2030-01-03", "2030-01-09"),
    "[2030..2031]": ("2030", "2031"),
    "2030-01/2030-03": ("2030-01", "2030-03"),
    "2030-01-10/2030-03": ("2030-01-10", "2030-03"),
    "2030-01-10/..": ("2030-01-10", None),
    "/2030-01": (None, "2030-01"),
    "2030-01-15T23:30:00-05:00": ("2030-01-15", "2030-01-15"),
    "0099": ("0099", "0099"),
}
"""Forms of dates, and the begin and the end of the time span that is right for each."""

HOSTILE = (
    "<script>alert(1)</script> <img onerror=x>",
    "]]> --> &lt; &amp;",
    "$[name] $[description]",
    "\u202eright to left\u202c عين الأسد",
    "two\nlines\u2028three\ttabs",
    "quotes \" and ' and `",
    "not a character \ufffe",
)


def timeline(*milestones: ce.Milestone, **fields: object) -> ce.Timeline:
    """A timeline of these milestones, with a base that nobody located."""
    return ce.Timeline(
        **{"id": "t", "title": "T", "revised": "2031-01-01", "milestones": milestones, **fields}
    )


def dated(date: str) -> ce.Timeline:
    """One milestone of that date."""
    return timeline(ce.Milestone(id="it", kind="other", when=ce.Claim(date=date)))


def mission() -> ce.Timeline:
    """A handover between two actors, a base whose site nobody knows, a phase, a source with an address."""
    wire = ce.Source(
        id="wire",
        title="Wire report",
        publisher="Agency",
        url="https://example.org/a?b=1&c=2",
        published="2030-06-30",
    )
    east, west = (
        ce.Actor(id="east", name="East", kind="state"),
        ce.Actor(id="west", name="West", kind="state"),
    )
    army = ce.Actor(id="army", name="Western Army", kind="force", part_of=west)
    field = ce.Base(
        id="field",
        name="North Field",
        kind="air-base",
        location=ce.Location(latitude=-33.5, longitude=42.4412, accuracy_m=500, point="airfield"),
        holder=east,
    )
    port = ce.Base(id="4-port", name="The Port", location=ce.Location(latitude=10, longitude=0), holder=east)
    lost = ce.Base(id="lost", name="The Lost Camp", location=ce.Absence.UNKNOWN, candidates=[field, port])
    handover = ce.Milestone(
        id="handover",
        kind="handover",
        bases=[field],
        from_=east,
        to=army,
        when=[
            ce.Claim(date="2030-03", basis="planned", cites=wire),
            ce.Claim(date="2030-04-12", cites=wire, by=west, as_written="on Friday"),
            ce.Claim(date="2030-01-01", rank="rejected", note="A misprint."),
        ],
    )
    tour = ce.Milestone(id="tour", title="The tour", kind="ceremony", bases=[field, port], when="2030-05")
    left = ce.Milestone(
        id="left", title="They left", kind="departure", bases=lost, from_=east, when="2030-02"
    )
    talk = ce.Milestone(id="talk", title="The talk", kind="meeting", when=ce.Absence.UNKNOWN)
    phase = ce.Phase(id="phase-1", ordinal=1, start="2029", end=ce.Claim(date="2030-09", basis="planned"))
    return ce.Timeline(
        id="mission",
        title="The mission",
        revised="2030-07-01",
        evidence_until="2030-06-30",
        sources=[wire],
        actors=[east, west, army],
        bases=[field, port, lost],
        phases=[phase],
        milestones=[handover, tour, left, talk],
    )


def hostile() -> ce.Timeline:
    """Every hostile text as every text of a base, a milestone and a source."""
    sources = [ce.Source(id=f"s{n}", title=text, publisher=text) for n, text in enumerate(HOSTILE)]
    bases = [
        ce.Base(id=f"b{n}", name=text, note=text, summary=text, aliases=[text])
        for n, text in enumerate(HOSTILE)
    ]
    milestones = [
        ce.Milestone(
            id=f"m{n}",
            title=text,
            kind="other",
            bases=bases[n],
            summary=text,
            note=text,
            when=ce.Claim(date="2030-01-15", as_written=text, note=text, cites=sources[n]),
            extra=[("x-text", '"]]>"')],
        )
        for n, text in enumerate(HOSTILE)
    ]
    return ce.Timeline(
        id="hostile",
        title=HOSTILE[0],
        revised="2030-01-20",
        sources=sources,
        bases=bases,
        milestones=milestones,
    )


EARLY = dt.date(2030, 1, 1)
LATE = dt.date(2030, 6, 1)


def parsed(data):
    """The root element of an output."""
    return ET.fromstring(data)  # noqa: S314 - it was written a moment ago
