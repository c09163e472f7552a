"""Timelines made for the tests; everything in them is invented."""

from __future__ import annotations

import coalition_events as ce


def small() -> ce.Timeline:
    """One handover with one source: the least that makes sense."""
    report = ce.Source(
        id="report", title="A report", url="https://example.org/report", published="2030-02-01"
    )
    east, west = (
        ce.Actor(id="east", name="East", kind="state"),
        ce.Actor(id="west", name="West", kind="state"),
    )
    camp = ce.Base(id="camp", name="Camp One", location=ce.Location(latitude=10.5, longitude=-20.25))
    handover = ce.Milestone(
        id="camp-handover",
        kind="handover",
        bases=camp,
        from_=east,
        to=west,
        when=ce.Claim(date="2030-01-15", cites=report),
    )
    return ce.Timeline(
        id="small",
        title="A small mission",
        revised="2030-02-02",
        sources=[report],
        actors=[east, west],
        bases=[camp],
        milestones=[handover],
    )


DATES = [
    "2030-01-15",
    "2030-01",
    "2030",
    "203X",
    "20XX",
    "2030-XX",
    "2030-01-XX",
    "2030-34",
    "2030-41",
    "2030-01-15~",
    "2030-01?",
    "2030-01-15%",
    "[..2030-02-10]",
    "[2030-01..]",
    "[2030-01-03..2030-01-09]",
    "[2030..2031]",
    "2030-01-10/2030-01-12",
    "2030-01/2030-03",
    "2030-01-10/..",
    "2030-01-10/",
    "../2030-01-10",
    "/2030-01-10",
    "2030-01-15T10:00:00Z",
]
"""Every form of date that the profile has."""


def full() -> ce.Timeline:
    """Every kind of record, every field and every form of date; hostile texts are in :func:`hostile`."""
    wire = ce.Source(
        id="wire",
        title="Wire report",
        publisher="Agency",
        url="https://example.org/wire?a=1&b=2",
        archive_url="https://archive.example.org/wire",
        published="2030-06-30",
        accessed="2030-07-01",
        language="en",
        reliability="B",
    )
    copy = ce.Source(
        id="copy", title="Copy of the wire report", published="2030-07", repeats=wire, reliability="D"
    )
    book = ce.Source(id="book", title="A book", published="2040", url="https://example.org/book")
    union = ce.Actor(
        id="union", name="The Union", kind="coalition", identifiers={"wikidata": "unknown"}, cites=book
    )
    east = ce.Actor(id="east", name="East", kind="state", country="NO", part_of=union, aliases=["Østen"])
    union_led = ce.Actor(
        id="mission", name="Mission", kind="force", led_by=east, summary="A force.", cites=wire
    )
    west = ce.Actor(id="west", name="West", kind="state", country="IQ", aliases=[ce.Alias("الغرب", "ar")])
    army = ce.Actor(id="army", name="Western Army", kind="force", part_of=west)
    field = ce.Base(
        id="field",
        name="North Field",
        aliases=[ce.Alias("حقل الشمال", "ar"), "Nordfeld"],
        kind="air-base",
        country="IQ",
        region="IQ-AN",
        location=[
            ce.Value(
                value=ce.Location(latitude=33.7856, longitude=42.4412, accuracy_m=500, point="airfield"),
                cites=book,
            ),
            ce.Value(
                value=ce.Location(latitude=33.8, longitude=42.43, point="town"), cites=copy, credibility=4
            ),
        ],
        holder=ce.Value(value=east, cites=wire),
        identifiers={"icao": "XXAA", "iata": "none"},
        cites={"name": wire, "kind": (wire, book)},
    )
    hall = ce.Base(id="hall", name="The Hall", kind="headquarters", part_of=field, holder=ce.Absence.NONE)
    south = ce.Base(
        id="south", name="South Camp", kind="camp", location=ce.Location(latitude=-33.1, longitude=-77.05)
    )
    somewhere = ce.Base(
        id="somewhere",
        name="an unnamed base",
        location=ce.Absence.UNKNOWN,
        candidates=[
            ce.Value(value=field, cites=wire),
            ce.Value(value=south, cites=copy, as_written="in the south"),
        ],
    )
    pact = ce.Agreement(
        id="pact",
        title="The Pact",
        kind="treaty",
        parties=[east, west],
        signed=[
            ce.Claim(date="2029-05", cites=wire),
            ce.Claim(date="2029-06-02", cites=book, rank="preferred"),
        ],
        in_force="2029-07-01",
        ends=ce.Absence.NONE,
    )
    first = ce.Phase(
        id="phase-1",
        ordinal=1,
        area="North",
        under=pact,
        start=ce.Absence.UNKNOWN,
        end=[
            ce.Claim(
                date="..2029-12", basis="planned", cites=wire, said="2029-06-02", as_written="by year's end"
            ),
            ce.Claim(
                date="..2030-04-20", cites=wire, by=west, as_written="late Sunday", note="Read as 20 April."
            ),
        ],
        cites=wire,
    )
    second = ce.Phase(
        id="phase-2",
        title="Phase two: the south",
        ordinal=2,
        final=True,
        coordinated_from="North",
        under=pact,
        start="2030-04",
        end=ce.Claim(date="2031-09", basis="planned", cites=copy),
    )
    guests = ce.Provision(
        id="guests",
        text="East may use the field",
        modality="permitted",
        actors=east,
        bases=field,
        phases=[second],
        under=pact,
        condition="when necessary",
        in_force="2030",
        ends=ce.Claim(date="2032", basis="expected"),
        cites=wire,
    )
    handover = ce.Milestone(
        id="handover",
        kind="handover",
        bases=[field],
        from_=[ce.Value(value=east, cites=wire), ce.Value(value=union, cites=copy)],
        to=army,
        phases=first,
        agreements=pact,
        when=[
            ce.Claim(date="2029-12", basis="planned", cites=wire, said="2029-06-02"),
            ce.Claim(date="2030-03", basis="planned", cites=copy, said="2030-01-10", by=east),
            ce.Claim(
                date="2030-04-12", cites=wire, by=west, time="21:30+03:00", credibility=2, rank="preferred"
            ),
            ce.Claim(date="[2030-04-13..2030-04-15]", cites=copy, credibility=5),
            ce.Claim(date="2030-01-01", cites=book, rank="rejected", note="A misprint."),
        ],
        summary="The field passes.",
    )
    called_off = ce.Milestone(
        id="parade",
        title="The parade",
        kind="ceremony",
        bases=[field, south],
        actors=[army],
        when=ce.Claim(date="2030-05-01", basis="planned"),
        cancelled=ce.Claim(date="2030-04-20", cites=wire),
        revised="2030-04-21",
        extra=[("x-band", '{"size":12}')],
    )
    forms = [
        ce.Milestone(
            id=f"form-{number}", title=f"Form {number}", kind="other", when=ce.Claim(date=text, cites=book)
        )
        for number, text in enumerate(DATES)
    ]
    undated = ce.Milestone(id="undated", kind="departure", from_=union, when=ce.Absence.UNKNOWN, cites=wire)
    forecast = ce.Milestone(
        id="forecast", kind="arrival", to=east, when=ce.Claim(date="2033", basis="expected")
    )
    several = ce.Count(
        id="several",
        title="Bases handed over",
        counted="bases",
        from_=east,
        to=west,
        area="the north",
        members=[field],
        values=[
            ce.Figure(number="4..5", date="2030-05-01", cites=wire),
            ce.Figure(number="all", as_written="all bases", cites=copy),
        ],
    )
    threat = ce.Statement(
        id="threat", text="A threat persists", by=west, about=[first], said="2030-05", cites=wire
    )
    calm = ce.Statement(id="calm", text="No threat is left", about=[first], contradicts=threat, cites=copy)
    return ce.Timeline(
        id="full",
        title="The Union's mission",
        summary="Invented, from beginning to end.",
        timezone="Asia/Baghdad",
        licence="CC0-1.0",
        revised="2030-07-02",
        evidence_until="2030-06-30",
        sources=[wire, copy, book],
        actors=[union, east, union_led, west, army],
        bases=[field, hall, south, somewhere],
        agreements=[pact],
        phases=[first, second],
        provisions=[guests],
        milestones=[handover, called_off, *forms, undated, forecast],
        counts=[several],
        statements=[threat, calm],
        extra=[("x-made-for", '"tests"')],
    )


HOSTILE = (
    "a; b, c \\ d",
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
    "]]> --> &lt;",
    "\u202eright to left\u202c عين الأسد",
    "tab\there",
    "line\u2028separator",
    "x" * 300,
)
"""Texts that break exporters."""


def hostile() -> ce.Timeline:
    """A milestone for each of :data:`HOSTILE`, which is also every other text of its record."""
    source = ce.Source(id="source", title=HOSTILE[4], publisher=HOSTILE[5], url="https://example.org/a|b)")
    actor = ce.Actor(id="actor", name=HOSTILE[0], aliases=[HOSTILE[12]])
    bases = [ce.Base(id=f"base-{n}", name=text, note=text, summary=text) for n, text in enumerate(HOSTILE)]
    milestones = [
        ce.Milestone(
            id=f"milestone-{n}",
            title=text,
            kind="other",
            bases=bases[n],
            to=actor,
            summary=text,
            note=text,
            when=ce.Claim(date="2030-01-15", as_written=text, note=text, cites=source, by=actor),
        )
        for n, text in enumerate(HOSTILE)
    ]
    return ce.Timeline(
        id="hostile",
        title=HOSTILE[0],
        summary=HOSTILE[1],
        revised="2030-01-20",
        sources=[source],
        actors=[actor],
        bases=bases,
        milestones=milestones,
    )
