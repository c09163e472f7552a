"""Sample timelines for the tests of exporters; everything in them is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import Absence, Citation

from .making import Actor, Alias, Base, Claim, Location, Milestone, Source, Value, make_timeline
from .scene import scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    import coalition_events as ce

DATE_FORMS: Final = (
    *("2030-01-15", "2030-01", "2030", "203X", "20XX", "2030-XX", "2030-01-XX", "2030-34", "2030-41"),
    *("2030-01-15~", "2030-01?", "2030-01-15%", "[..2030-02-10]", "[2030-01..]", "[2030-01-03..2030-01-09]"),
    *("[2030..2031]", "2030-01-10/2030-01-12", "2030-01/2030-03", "2030-01-10/..", "2030-01-10/"),
    *("../2030-01-10", "/2030-01-10", "2030-01-15T10:00:00Z"),
)
"""Every form of date that a file may hold."""

HOSTILE_TEXTS: Final = (
    "a; b, c \\ d \\n",
    "two\nlines\nEND:VEVENT\nBEGIN:VEVENT",
    "日" * 60,
    "👨‍👩‍👧 é combining e\u0301",
    "<script>alert(1)</script> <img onerror=x>",
    "a | b ` c * d _ e [f](javascript:alert(1)) & g",
    "=1+1",
    "-77.05",
    '+964 "quoted"',
    "@user #1 :smile: www.example.org a@b.org",
    "1986. A great year",
    "]]> --> &lt; &amp;",
    "\u202eright to left\u202c عين الأسد",
    "tab\there",
    "line\u2028separator",
    "{{ braces }} ${HOME} %s {0}",
    "'apostrophe",
    "x" * 300,
)
"""Texts that break exporters."""


def empty_timeline() -> ce.Timeline:
    """A timeline without a record."""
    return make_timeline(id="empty", title="Nothing yet", revised="2030-02-02")


def minimal_timeline() -> ce.Timeline:
    """One milestone of a known day, which nobody is cited for."""
    milestone = Milestone(id="arrival", kind="arrival", when="2030-01-15")
    return make_timeline(id="minimal", title="One arrival", revised="2030-02-02", milestones=[milestone])


def full_timeline() -> ce.Timeline:
    """Every kind of record, nearly every field, every form of date."""
    base = scene({record: {} for record in _EVERYBODY})
    return _with_everything(base)


_EVERYBODY: Final = (
    *("book", "alone-source", "army", "alone-actor", "south", "hill", "alone-base", "alone-agreement"),
    *("alone-phase", "guests", "alone-provision", "alone-milestone", "several", "threat", "calm"),
)


def _with_everything(base: ce.Timeline) -> ce.Timeline:
    wire, book = base.sources[:2]
    copy = Source(
        id="copy",
        title="Copy of the wire report",
        publisher="Bureau",
        url="https://example.org/copy?a=1&b=2",
        archive_url="https://archive.example.org/copy",
        published="2031-06",
        accessed="2031-07-01",
        language="en",
        reliability="D",
        repeats=wire,
    )
    east, *actors = base.actors
    union = Actor(
        id="union",
        name="The Union",
        kind="coalition",
        country="NO",
        aliases=[Alias("الاتحاد", "ar"), "L'Union"],
        led_by=east,
        identifiers={"wikidata": "unknown"},
        cites=[Citation("name", wire)],
        summary="A coalition.",
    )
    platform = _unidentified(base, wire, book, copy)
    return make_timeline(
        id="full",
        title="The Union's mission",
        summary="Invented, from beginning to end.",
        timezone="Asia/Baghdad",
        licence="CC0-1.0",
        revised=base.revised,
        evidence_until=base.evidence_until,
        sources=[*base.sources, copy],
        actors=[east, *actors, union],
        bases=[*base.bases, platform],
        agreements=base.agreements,
        phases=base.phases,
        provisions=base.provisions,
        milestones=[*base.milestones, *_disputed(platform, union, wire, copy), *_dated(book)],
        counts=base.counts,
        statements=base.statements,
        extra=[("x-made-for", '"tests"')],
    )


def _unidentified(base: ce.Timeline, wire: ce.Source, book: ce.Source, copy: ce.Source) -> ce.Base:
    made: ce.Base = Base(
        id="platform",
        name="an unnamed platform",
        kind="air-base",
        country="IQ",
        region="IQ-AN",
        location=[
            Value(value=Location(latitude=33.7, longitude=42.4, accuracy_m=500, point="town"), cites=copy),
            Value(value=Absence.UNKNOWN, cites=book, note="Not found on any map."),
        ],
        candidates=[Value(value=base.bases[0], cites=wire, as_written="in the west")],
        holder=Absence.NONE,
        identifiers={"icao": "XXAA", "iata": "none"},
        extra=[("x-band", '{"size":12}')],
    )
    return made


def _disputed(place: ce.Base, actor: ce.Actor, wire: ce.Source, copy: ce.Source) -> Iterator[ce.Milestone]:
    yield Milestone(
        id="disputed",
        title="The platform is left",
        kind="departure",
        bases=place,
        from_=actor,
        when=[
            Claim(date="2029-12", basis="planned", cites=wire, said="2029-06-02", by=actor),
            Claim(
                date="2030-04-12", cites=wire, by=actor, time="21:30+03:00", credibility=2, rank="preferred"
            ),
            Claim(date="[2030-04-13..2030-04-15]", cites=copy, as_written="late Sunday"),
            Claim(date="2030-01-01", cites=copy, rank="rejected", note="A misprint."),
        ],
        revised="2030-07-01",
        note="Nobody agrees.",
    )
    yield Milestone(
        id="called-off",
        title="The parade",
        kind="ceremony",
        bases=place,
        when=Claim(date="2030-05-01", basis="planned"),
        cancelled=Claim(date="2030-04-20", cites=wire),
    )
    yield Milestone(id="forecast", kind="arrival", to=actor, when=Claim(date="2033", basis="expected"))
    yield Milestone(id="undated", kind="meeting", when=Absence.UNKNOWN, actors=[actor])


def _dated(book: ce.Source) -> Iterator[ce.Milestone]:
    for number, form in enumerate(DATE_FORMS):
        when = Claim(date=form, cites=book)
        yield Milestone(id=f"form-{number}", title=f"Form {number}", kind="other", when=when)


def long_timeline(records: int = 1000) -> ce.Timeline:
    """So many milestones, each at one of ten bases."""
    bases = [Base(id=f"base-{number}", name=f"Base {number}") for number in range(10)]
    milestones = [
        Milestone(
            id=f"milestone-{number}",
            title=f"Milestone {number}",
            kind="other",
            bases=bases[number % 10],
            when=f"20{number % 40 + 10}-{number % 12 + 1:02}",
        )
        for number in range(records)
    ]
    return make_timeline(
        id="long", title="A long mission", revised="2030-02-02", bases=bases, milestones=milestones
    )


def hostile_timeline(text: str) -> ce.Timeline:
    """A timeline in which everything that a person writes is ``text``."""
    source = Source(id="source", title=text, publisher=text, summary=text, note=text)
    actor = Actor(id="actor", name=text, aliases=[text], summary=text, note=text)
    base = Base(id="base", name=text, aliases=[text], summary=text, note=text)
    milestone = Milestone(
        id="milestone",
        title=text,
        kind="other",
        bases=base,
        to=actor,
        summary=text,
        note=text,
        when=Claim(date="2030-01-15", as_written=text, note=text, cites=source, by=actor),
    )
    return make_timeline(
        id="hostile",
        title=text,
        summary=text,
        revised="2030-01-20",
        sources=[source],
        actors=[actor],
        bases=[base],
        milestones=[milestone],
    )
