"""Phrases of the page: dates, claims, values and sources in words, as exact as they were stated and no exacter."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events import (
    Absence,
    AnyDate,
    Basis,
    Claim,
    Figure,
    Location,
    Rank,
    Record,
    Source,
    Timeline,
    UncertainDate,
    Value,
    describe,
    describe_location,
    describe_number,
    describe_time,
    parse_date,
)

from ._markup import EMPTY, Markup, el, join, listed, name, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition_events import Claims

NOT_KNOWN: Final = "not known"
BASIS_WORDS: Final = {Basis.ACTUAL: "reported", Basis.PLANNED: "planned", Basis.EXPECTED: "expected"}
NONE_WORDS: Final = {
    "when": "did not happen",
    "end": "no end",
    "ends": "no end",
    "cancelled": "not called off",
    "holder": "nobody",
    "from": "nobody",
    "to": "nobody",
    "location": "no one place",
    "candidates": "none that is known",
}
"""What it means that a field is ``none``; for the others, just that."""
_SAID_WORDS: Final = {Basis.ACTUAL: "said", Basis.PLANNED: "set", Basis.EXPECTED: "forecast"}
_RANK_WORDS: Final = {Rank.PREFERRED: "preferred by the editors", Rank.REJECTED: "rejected by the editors"}
_TIME_ELEMENT: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")


@attrs.frozen
class Report:
    """What every part of the page reads."""

    timeline: Timeline
    day: dt.date
    """The day whose state is shown first."""
    status_day: dt.date | None
    numbers: dict[str, int] = attrs.field(init=False, eq=False)
    """Under which number a source is cited."""

    @numbers.default
    def _numbers(self) -> dict[str, int]:
        return {source.id: place for place, source in enumerate(self.timeline.sources, 1)}

    def marks(self, sources: Iterable[Source]) -> Markup:
        """A mark for each source, which leads to its entry."""
        found = {source.id: source for source in sources}
        marks = [
            el("a", f"[{self.numbers[key]}]", href=f"#r-{key}", title=source.title, class_="cite")
            for key, source in found.items()
        ]
        return Markup(" " + " ".join(marks)) if marks else EMPTY


# ---------------------------------------------------------------------------------------------------- plain phrases


def plural(number: int, noun: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def capital(phrase: str) -> str:
    """With a capital at its beginning; the "c." of a date stays."""
    return phrase if phrase.startswith("c. ") else phrase[:1].upper() + phrase[1:]


def record_link(record: Record) -> Markup:
    """What a record is called, leading to all that is recorded of it."""
    return el("a", name(record.label), href=f"#r-{record.id}")


def record_links(records: Iterable[Record]) -> Markup:
    """Several records as a list in a sentence."""
    return listed(record_link(record) for record in records)


# ---------------------------------------------------------------------------------------------------- dates


def day_words(day: dt.date) -> str:
    """A calendar day in words."""
    return describe(parse_date(day.isoformat()))


def plain_date(date: AnyDate | Absence | None, none: str = "none") -> str:
    """A date in words; ``none`` is what it means that there is none."""
    if isinstance(date, Absence):
        return {Absence.UNKNOWN: NOT_KNOWN, Absence.NONE: none, Absence.LEFT_OUT: "not stated"}[date]
    return "not stated" if date is None else describe(date)


def date_words(date: AnyDate | Absence | None, none: str = "none") -> Markup:
    """The same for people and programs: what HTML can't say exactly stands beside the words as EDTF."""
    words = plain_date(date, none)
    if not date or isinstance(date, Absence):
        return el("span", words, class_="absent")
    if isinstance(date, UncertainDate) and _TIME_ELEMENT.fullmatch(date.text):
        return el("time", words, datetime=date.text)
    return el("data", words, value=date.text)


def day_element(day: dt.date) -> Markup:
    """A calendar day that stands in the file."""
    return el("time", day_words(day), datetime=day.isoformat())


def best_words(claims: Claims, none: str = "none") -> Markup:
    """The one date to show in a line: the best claim's, with its basis, or why there is none."""
    best = claims.best
    if best is None:
        return date_words(claims.stated_absence, none)
    lead = "" if best.basis is Basis.ACTUAL else f"{BASIS_WORDS[best.basis]}: "
    return join([lead, date_words(best.date, none)])


def differing(claims: Claims) -> str:
    """How the live claims about a date differ, or nothing if they don't."""
    if claims.disputed:
        return "sources conflict"
    live = [claim for claim in claims if claim.live]
    several = any(len({str(claim.date) for claim in live if claim.basis is basis}) > 1 for basis in Basis)
    return "sources differ" if several else ""


# ---------------------------------------------------------------------------------------------------- claims


def claim_words(report: Report, claim: Claim, none: str = "none") -> Markup:
    """A claim in full: the date, the source's own words, who says so, and what the editors make of it."""
    number = el("b", describe_number(claim.number), " ") if isinstance(claim, Figure) else EMPTY
    lead = el("span", BASIS_WORDS[claim.basis], class_=f"basis {claim.basis}")
    at = f", {describe_time(claim.time)}" if claim.time else ""
    dated = EMPTY if claim.date is Absence.LEFT_OUT else join([date_words(claim.date, none), at])
    return join([number, lead, " ", dated, _evidence(report, claim, _SAID_WORDS[claim.basis])])


def value_words(report: Report, value: Value[Any], none: str = "none") -> Markup:
    """A claim about an undated field in full."""
    return join([plain_value(value.value, none), _evidence(report, value, "said")])


def plain_value(value: Any, none: str = "none") -> Markup:  # noqa: ANN401 - a record, a location or an absence
    """A value alone: a name, a place, or why there is none."""
    if isinstance(value, Absence):
        return date_words(value, none)
    return text(describe_location(value)) if isinstance(value, Location) else record_link(value)


def _evidence(report: Report, claim: Claim | Value[Any], verb: str) -> Markup:
    parts: list[Markup | str] = [
        el("q", claim.as_written) if claim.as_written else "",
        _attribution(claim, verb),
        f"credibility {claim.credibility} of 6" if claim.credibility else "",
        el("span", _RANK_WORDS[claim.rank], class_=f"rank {claim.rank}") if claim.rank in _RANK_WORDS else "",
        join(["note: ", name(claim.note)]) if claim.note else "",
    ]
    said = join((part for part in parts if part), "; ")
    return join([Markup("; ") if said else "", said, report.marks(claim.cites)])


def _attribution(claim: Claim | Value[Any], verb: str) -> Markup:
    by = join([f"{verb} by ", record_link(claim.by)]) if claim.by else EMPTY
    said = join([", " if by else f"{verb}: ", date_words(claim.said)]) if claim.said is not None else EMPTY
    return join([by, said])
