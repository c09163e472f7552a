"""Timelines made for the tests of the page; everything in them is invented."""

from __future__ import annotations

import coalition_events as ce

FULL = """
schema: coalition-events/1
id: full
title: The Union's mission
summary: "Invented, from beginning to end."
timezone: Asia/Baghdad
licence: CC0-1.0
revised: 2030-07-02
evidence_until: 2030-06-30
x-made-for: tests
sources:
  wire: {title: Wire report, publisher: Agency, url: "https://example.org/wire?a=1&b=2", language: en, reliability: B,
    archive_url: "https://archive.example.org/wire", published: 2030-06-30, accessed: 2030-07-01,
    summary: What the agency wrote., note: Read twice., revised: 2030-07-01}
  copy: {title: Copy of the wire report, published: 2030-07, repeats: wire, reliability: D}
  book: {title: A book, published: 2040, url: "https://example.org/book"}
  lost: {title: A leaflet, published: unknown}
actors:
  union: {name: The Union, kind: coalition, identifiers: {wikidata: unknown}, cite: book}
  east: {name: East, kind: state, country: "NO", part_of: union, aliases: [Østen]}
  mission: {name: Mission, kind: force, led_by: east, summary: A force., cite: wire}
  west: {name: West, kind: state, country: IQ, aliases: [{text: الغرب, language: ar}]}
  army: {name: Western Army, kind: force, part_of: west}
bases:
  field:
    name: North Field
    aliases: [{text: حقل الشمال, language: ar}, Nordfeld]
    kind: air-base
    country: IQ
    region: IQ-AN
    location:
      - {value: {latitude: 33.7856, longitude: 42.4412, accuracy_m: 500, point: airfield}, cite: book}
      - {value: {latitude: 33.8, longitude: 42.43, point: town}, cite: copy, credibility: 4}
    holder: {value: east, cite: wire, by: west, said: 2030-01}
    identifiers: {icao: XXAA, iata: none}
    cite: {name: wire, kind: [wire, book]}
    note: "Two\\nlines."
  hall: {name: The Hall, kind: headquarters, part_of: field, holder: none}
  south: {name: South Camp, kind: camp, location: {latitude: 33.79, longitude: 42.45, accuracy_m: 20000}}
  twin: {name: Twin Camp, location: {latitude: 33.79, longitude: 42.45}}
  far: {name: Far Post, kind: outpost, location: {latitude: 35.1, longitude: 44.05, point: site}, holder: east}
  somewhere:
    name: an unnamed base
    location: unknown
    candidates: [{value: field, cite: wire}, {value: south, cite: copy, as_written: in the south}]
agreements:
  pact:
    title: The Pact
    kind: treaty
    parties: [east, west]
    signed: [{date: 2029-05, cite: wire}, {date: 2029-06-02, cite: book, rank: preferred}]
    in_force: 2029-07-01
    ends: none
phases:
  phase-1:
    ordinal: 1
    area: North
    under: pact
    start: unknown
    end:
      - {planned: "..2029-12", cite: wire, said: 2029-06-02, as_written: by year's end}
      - {date: "..2030-04-20", cite: wire, by: west, as_written: late Sunday, note: Read as 20 April.}
    cite: wire
  phase-2:
    title: "Phase two: the south"
    ordinal: 2
    final: true
    coordinated_from: North
    under: pact
    start: 2030-04
    end: {planned: 2031-09, cite: copy}
provisions:
  guests:
    text: East may use the field
    modality: permitted
    actors: east
    bases: field
    phases: phase-2
    under: pact
    condition: when necessary
    in_force: 2030
    ends: {expected: 2032}
    cite: wire
milestones:
  handover:
    kind: handover
    bases: field
    from: [{value: east, cite: wire}, {value: union, cite: copy}]
    to: army
    phases: phase-1
    agreements: pact
    when:
      - {planned: 2029-12, cite: wire, said: 2029-06-02}
      - {planned: 2030-03, cite: copy, said: 2030-01-10, by: east}
      - {date: 2030-04-12, cite: wire, by: west, time: "21:30+03:00", credibility: 2, rank: preferred}
      - {date: "[2030-04-13..2030-04-15]", cite: copy, credibility: 5}
      - {date: 2030-01-01, cite: book, rank: rejected, note: A misprint.}
    summary: The field passes.
  parade:
    title: The parade
    kind: ceremony
    bases: [field, south]
    actors: army
    when: {planned: 2030-05-01}
    cancelled: {date: 2030-04-20, cite: wire}
    revised: 2030-04-21
    x-band: {size: 12}
  undated: {kind: departure, from: union, when: unknown, cite: wire}
  leaving: {title: East leaves Far Post, kind: departure, from: east, bases: far, when: "[2030-02..2030-03]"}
  arriving: {kind: arrival, to: mission, when: 2030-01-15~, passes: ownership}
  stay: {title: A stay, kind: other, when: 2030-01/2030-03}
  open-stay: {title: An open stay, kind: other, when: 2030-02-10/..}
  forecast: {kind: arrival, to: east, when: {expected: 2033}}
counts:
  several:
    title: Bases handed over
    counted: bases
    from: east
    to: west
    area: the north
    members: field
    values:
      - {number: 4..5, date: 2030-05-01, cite: wire}
      - {number: all, as_written: all bases, cite: copy}
statements:
  threat: {text: A threat persists, by: west, about: phase-1, said: 2030-05, cite: wire}
  calm: {text: No threat is left, about: phase-1, contradicts: threat, cite: copy}
"""
"""Every kind of record and nearly every field."""


def full() -> ce.Timeline:
    """The timeline of :data:`FULL`."""
    return ce.parse(FULL)


HOSTILE = (
    "a; b, c \\ d",
    "two\nlines\nEND:VEVENT",
    "日" * 60,
    "👨‍👩‍👧 é combining e\u0301",
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "</title></style></script><svg onload=alert(1)>",
    "]]> --> <!-- <!--<script> &lt; &amp;lt; &#60;b&#62;",
    "\" autofocus onfocus=alert(1) x='",
    "\u202eright to left\u202c عين الأسد",
    "tab\there line\u2028separator\u2029end",
    "x" * 300,
    "${7*7} {{7*7}} `a`",
)
"""Texts that break pages."""


def hostile() -> ce.Timeline:
    """Each of :data:`HOSTILE` as every text of a base, an actor, a milestone, a claim and a source."""
    sources = [
        ce.Source(
            id=f"source-{n}", title=text, publisher=text, note=text, url="https://example.org/a\"b'<c>|d)"
        )
        for n, text in enumerate(HOSTILE)
    ]
    actors = [
        ce.Actor(id=f"actor-{n}", name=text, aliases=[ce.Alias(text, "ar")], identifiers={text: text})
        for n, text in enumerate(HOSTILE)
    ]
    bases = [
        ce.Base(
            id=f"base-{n}",
            name=text,
            aliases=[ce.Alias(text, "ar")],
            note=text,
            summary=text,
            location=ce.Location(latitude=10 + n / 10, longitude=20 + n % 4, point="town"),
            extra=[("x-text", '"<!--<script>"')],
        )
        for n, text in enumerate(HOSTILE)
    ]
    phases = [
        ce.Phase(id=f"phase-{n}", title=text, ordinal=n + 1, area=text) for n, text in enumerate(HOSTILE)
    ]
    milestones = [_hostile_takeover(n, bases[n], actors[n], sources[n]) for n in range(len(HOSTILE))]
    statements = [ce.Statement(id=f"statement-{n}", text=text) for n, text in enumerate(HOSTILE)]
    return ce.Timeline(
        id="hostile",
        title=HOSTILE[5],
        summary=HOSTILE[6],
        revised="2030-01-20",
        sources=sources,
        actors=actors,
        bases=bases,
        phases=phases,
        milestones=milestones,
        statements=statements,
    )


def _hostile_takeover(n: int, base: ce.Base, actor: ce.Actor, source: ce.Source) -> ce.Milestone:
    text = HOSTILE[n]
    return ce.Milestone(
        id=f"milestone-{n}",
        title=text,
        kind="takeover",
        bases=base,
        to=actor,
        summary=text,
        note=text,
        when=[
            ce.Claim(date="2030-01-15", as_written=text, note=text, cites=source, by=actor),
            ce.Claim(date="2030-01-10", basis="planned", as_written=text),
        ],
    )


def empty() -> ce.Timeline:
    """Nothing but a title."""
    return ce.Timeline(id="empty", title="Nothing yet", revised="2030-01-20")
