"""Hypothesis strategies: dates of every form, hostile texts, and arbitrary valid timelines."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import strategies as st

import coalition_events as ce

_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from(
    "\t\n😀𐎀 ?:#-,[]{}&*!|>'\"%@`\\"
)
_HOSTILE = (
    "- x|# y|a: b|yes|?|[| lead|trail |1e3|0x1F|~|null|true|{|}|]|a, b|x #y|? x|a?b|key:|: x|&a|*a|!x|%x|@x|`x|'x'"
    '|"x"|<<|=|---|...|--- x|-|:|,|010|1:30|NO|2025-09|\\|\\n|[..2030]|unknown |all|1_000|.inf|-0|\ufeffx|a\u2028b'
    "|\u00a0|\ufffe|a\tb|\ta|a\nb|\na|a\n\n b|a\n|-77.05|{a: b}|[a]|http://x.org|#|x:|a ?b|1e999|\U0001f468\u200d"
)
HOSTILE = tuple(_HOSTILE.split("|"))
texts = st.text(_CHARACTERS, max_size=20) | st.sampled_from(HOSTILE)
words = texts.filter(str.strip)
ids = st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True).filter(
    lambda word: word not in {"unknown", "none", "all"}
)
days = st.dates(min_value=dt.date(1, 1, 1))
marks = st.sampled_from(["", "?", "~", "%"])


def unit(day: dt.date, form: int) -> str:
    """A date that holds the day, in one of the eleven forms of a unit."""
    year, month = f"{day.year:04}", f"{day.month:02}"
    quarter, half = 33 + (day.month - 1) // 3, 40 + (day.month - 1) // 6
    forms = (
        day.isoformat(),
        f"{year}-{month}",
        year,
        f"{year[:3]}X",
        f"{year[:2]}XX",
        f"{year}-XX",
        f"{year}-XX-XX",
        f"{year}-{month}-XX",
        f"{year}-{quarter}",
        f"{year}-{half}",
        f"{day.isoformat()}T10:30:00+03:00",
    )
    return forms[form]


units = st.builds(unit, days, st.integers(0, 10))
plain_units = st.builds(unit, days, st.integers(0, 9))


@st.composite
def sets(draw):
    """One day between two of one precision, or before or after one."""
    form = draw(st.integers(0, 9))
    first, last = sorted((draw(days), draw(days)))
    left, right = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    return f"[{unit(first, form) if left else ''}..{unit(last, form) if right else ''}]"


@st.composite
def span_texts(draw):
    """A stretch of days with stated, open or unknown ends."""
    first, last = sorted((draw(days), draw(days)))
    start = unit(first, draw(st.integers(0, 9))) + draw(marks)
    end = unit(last, draw(st.integers(0, 9))) + draw(marks)
    edge = st.sampled_from(["", ".."])
    return draw(st.sampled_from([f"{start}/{end}", f"{start}/{draw(edge)}", f"{draw(edge)}/{end}"]))


single_texts = st.builds("{}{}".format, units, marks) | sets()
date_texts = single_texts | span_texts()
singles = single_texts.map(ce.UncertainDate.parse)
spans = span_texts().map(ce.Span.parse)
dates = date_texts.map(ce.parse_date)
absences = st.sampled_from([ce.Absence.UNKNOWN, ce.Absence.NONE])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
extras = st.dictionaries(texts.map("x-{}".format), json_values, max_size=2).map(
    lambda pairs: [(key, ce.model.validators.canonical_json(value)) for key, value in pairs.items()]
)
locations = st.builds(
    ce.Location,
    latitude=st.integers(-90, 90) | st.floats(-90, 90),
    longitude=st.integers(-180, 180) | st.floats(-180, 180),
    accuracy_m=st.none() | st.integers(0, 10_000) | st.floats(0, 1e7),
    point=st.none() | st.sampled_from(ce.PointKind),
)
identifiers = st.dictionaries(texts.filter(bool), texts.filter(bool) | absences, max_size=2)


def some(records):
    """A few of the records, each once."""
    return st.lists(st.sampled_from(records), max_size=3, unique=True) if records else st.just([])


def maybe(records):
    """One of the records or none."""
    return st.none() | st.sampled_from(records) if records else st.none()


class World:
    """Draws records that refer to those drawn before; every id is used once."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.used: set[str] = set()
        self.sources: list[ce.Source] = []
        self.actors: list[ce.Actor] = []
        self.earlier: list[ce.Record] = []

    def id(self):
        """An id that no record has yet."""
        found = self.draw(ids)  # a filter would make the strategy again for every id
        while found in self.used:
            found += "x"
        self.used.add(found)
        return found

    def common(self):
        """What every record has."""
        draw = self.draw
        revised = draw(st.none() | days)
        return {
            "id": self.id(),
            "summary": draw(texts),
            "note": draw(texts),
            "revised": revised,
            "extra": draw(extras),
        }

    def cited(self, cls):
        """The same and what it cites, as a whole or field by field."""
        keys = [item.key for _, item in ce.model.fields.described(cls) if item.key != "cite"]
        whole = some(self.sources)
        return {
            **self.common(),
            "cites": self.draw(whole | st.dictionaries(st.sampled_from(keys), whole, max_size=2)),
        }

    def evidence(self):
        """What claims of both sorts share."""
        draw = self.draw
        rank = draw(st.sampled_from(ce.Rank))
        return {
            "as_written": draw(texts),
            "by": draw(maybe(self.actors)),
            "said": draw(st.none() | singles),
            "cites": draw(some(self.sources)),
            "credibility": draw(st.none() | st.integers(1, 6)),
            "note": draw(words if rank is ce.Rank.REJECTED else texts),
            "rank": rank,
        }

    def claim(self, dates_of, cls=ce.Claim, **more):
        """A claim, with a clock time where it may have one; a source that was out before is left out."""
        draw = self.draw
        given = {**self.evidence(), **more, "date": draw(dates_of), "basis": draw(st.sampled_from(ce.Basis))}
        date = given["date"]
        if date and given["basis"] is ce.Basis.ACTUAL and date.earliest:
            early = [one for one in given["cites"] if one.published_by and one.published_by < date.earliest]
            given["cites"] = [one for one in given["cites"] if one not in early]
        one_day = isinstance(date, ce.UncertainDate) and date.earliest == date.latest
        if one_day and date.precision == "day":
            given["time"] = draw(st.sampled_from(["", "21:30", "21:30:59+03:00", "00:00Z"]))
        return cls(**given)

    def dated(self, dates_of=singles, *, basis=None):
        """A dated field: an absence, or some claims."""
        draw = self.draw
        if draw(st.booleans()):
            return draw(st.just(ce.Absence.LEFT_OUT) | absences)
        claims = [self.claim(dates_of | absences) for _ in range(draw(st.integers(1, 3)))]
        return [claim for claim in claims if basis is None or claim.basis is basis]

    def valued(self, values):
        """A valued field: an absence, or some claims."""
        draw = self.draw
        if draw(st.booleans()):
            return draw(st.just(ce.Absence.LEFT_OUT) | absences)
        count = draw(st.integers(1, 2))
        return [ce.Value(value=draw(values | absences), **self.evidence()) for _ in range(count)]

    def section(self, make, most=3):
        """Some records of a kind, each of which may refer to those before it."""
        made: list[ce.Record] = []
        for _ in range(self.draw(st.integers(0, most))):
            made.append(make(made))
        self.earlier += made
        return self.draw(st.permutations(made))

    def references(self, records):
        """Values that refer to one of the records, if there are any."""
        return st.sampled_from(records) if records else absences

    def source(self, made):
        """A source."""
        draw = self.draw
        one = ce.Source(
            **self.common(),
            title=draw(words),
            publisher=draw(texts),
            url=draw(
                st.sampled_from(
                    ["", "https://example.org/a?b=c&d", "mailto:a@b.org", "HTTP://x.org/\u20ac|)"]
                )
            ),
            published=draw(st.none() | absences | singles),
            accessed=draw(st.none() | singles),
            language=draw(st.sampled_from(["", "ar", "no", "zh-Hant"])),
            reliability=draw(st.none() | st.sampled_from(ce.Reliability)),
            repeats=draw(maybe(made)),
        )
        self.sources.append(one)
        return one

    def aliases(self):
        """Other names."""
        return self.draw(st.lists(st.builds(ce.Alias, words, st.sampled_from(["", "ar"])), max_size=2))

    def actor(self, made):
        """An actor."""
        draw = self.draw
        one = ce.Actor(
            **self.cited(ce.Actor),
            name=draw(words),
            aliases=self.aliases(),
            kind=draw(st.none() | st.sampled_from(ce.ActorKind)),
            country=draw(st.sampled_from(["", "NO", "IQ"])),
            part_of=draw(maybe(made)),
            led_by=draw(maybe(made)),
            identifiers=draw(identifiers),
        )
        self.actors.append(one)
        return one

    def base(self, made):
        """A base; without a country, so that no point of it can seem to be swapped."""
        draw = self.draw
        return ce.Base(
            **self.cited(ce.Base),
            name=draw(words),
            aliases=self.aliases(),
            kind=draw(st.none() | st.sampled_from(ce.BaseKind)),
            region=draw(st.sampled_from(["", "NO-50"])),
            location=self.valued(locations),
            candidates=self.valued(self.references(made)),
            part_of=draw(maybe(made)),
            holder=self.valued(self.references(self.actors)),
            identifiers=draw(identifiers),
        )

    def agreement(self, _made):
        """An agreement; only forecasts of its end, which nothing contradicts."""
        draw = self.draw
        return ce.Agreement(
            **self.cited(ce.Agreement),
            title=draw(texts),
            kind=draw(st.none() | st.sampled_from(ce.AgreementKind)),
            parties=draw(some(self.actors)),
            signed=self.dated(),
            in_force=self.dated(),
            ends=self.dated(basis=ce.Basis.EXPECTED),
            cancelled=self.dated(),
        )

    def phase(self, made, agreements):
        """A phase."""
        draw = self.draw
        return ce.Phase(
            **self.cited(ce.Phase),
            title=draw(texts),
            ordinal=draw(st.just(len(made) + 1) | st.integers(1, 99)),
            final=draw(st.booleans()),
            area=draw(texts),
            coordinated_from=draw(texts),
            under=draw(some(agreements)),
            start=self.dated(basis=ce.Basis.ACTUAL),
            end=self.dated(basis=ce.Basis.PLANNED),
            cancelled=self.dated(),
        )


@st.composite
def timelines(draw):
    """An arbitrary valid timeline: all nine kinds, every field, every form of date, hostile texts."""
    world = World(draw)
    made = {"sources": world.section(world.source), "actors": world.section(world.actor)}
    bases = made["bases"] = world.section(world.base)
    agreements = made["agreements"] = world.section(world.agreement, 2)
    phases = made["phases"] = world.section(lambda before: world.phase(before, agreements), 2)

    def provision(_before):
        return ce.Provision(
            **world.cited(ce.Provision),
            text=draw(words),
            modality=draw(st.none() | st.sampled_from(ce.Modality)),
            actors=draw(some(world.actors)),
            bases=draw(some(bases)),
            phases=draw(some(phases)),
            under=draw(maybe(agreements)),
            condition=draw(texts),
            in_force=world.dated(),
            ends=world.dated(basis=ce.Basis.EXPECTED),
            cancelled=world.dated(),
        )

    def milestone(_before):
        passes = draw(st.none() | st.lists(st.sampled_from(ce.Passing)))
        return ce.Milestone(
            **world.cited(ce.Milestone),
            title=draw(texts),
            kind=draw(st.sampled_from(ce.MilestoneKind)),
            when=world.dated(dates),
            bases=draw(some(bases)),
            from_=world.valued(world.references(world.actors)),
            to=world.valued(world.references(world.actors)),
            actors=draw(some(world.actors)),
            phases=draw(some(phases)),
            agreements=draw(some(agreements)),
            cancelled=world.dated(),
            **({} if passes is None else {"passes": passes}),
        )

    def count(_before):
        number = st.sampled_from(["6", "4..5", "10..", "..500", "all"])
        figures = [
            world.claim(dates | absences | st.just(ce.Absence.LEFT_OUT), ce.Figure, number=draw(number))
            for _ in range(draw(st.integers(1, 2)))
        ]
        return ce.Count(
            **world.cited(ce.Count),
            title=draw(words),
            counted=draw(texts),
            from_=draw(maybe(world.actors)),
            to=draw(maybe(world.actors)),
            area=draw(texts),
            members=draw(some([one for one in world.earlier if one.section != "counts"])),
            values=figures,
        )

    def statement(before):
        return ce.Statement(
            **world.cited(ce.Statement),
            text=draw(words),
            by=draw(maybe(world.actors)),
            about=draw(some([one for one in world.earlier if one.section != "statements"])),
            said=draw(st.none() | singles),
            contradicts=draw(some(before)),
        )

    made["provisions"] = world.section(provision, 2)
    made["milestones"] = world.section(milestone)
    made["counts"] = world.section(count, 2)
    made["statements"] = world.section(statement, 2)
    return ce.Timeline(
        id=draw(ids),
        title=draw(words),
        summary=draw(texts),
        timezone=draw(st.sampled_from(["", "Asia/Baghdad", "Etc/GMT+3"])),
        licence=draw(texts),
        revised=draw(days),
        evidence_until=draw(st.none() | days),
        extra=draw(extras),
        **made,
    )


def as_json(timeline: ce.Timeline) -> str:
    """The timeline as the text of a JSON file."""
    return json.dumps(ce.to_plain(timeline), ensure_ascii=False)
