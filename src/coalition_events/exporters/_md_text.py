"""The Markdown briefing's phrases: dates, claims and sources in words, every text escaped."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Absence,
    AnyDate,
    Basis,
    CitedRecord,
    Claim,
    Claims,
    Location,
    Rank,
    Record,
    Source,
    Status,
    Timeline,
    Value,
    Values,
    describe,
    describe_location,
    describe_time,
    parse_date,
    textsafe,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from coalition_events import Event

NOT_KNOWN: Final = "not known"
NOTHING: Final = "–"  # noqa: RUF001 - the dash that tables use for "nothing here"
DISPUTES: Final = "What sources dispute"
_BASIS_WORDS: Final = {Basis.ACTUAL: "", Basis.PLANNED: "planned: ", Basis.EXPECTED: "expected: "}
_SAID_WORDS: Final = {Basis.ACTUAL: "said", Basis.PLANNED: "set", Basis.EXPECTED: "forecast"}
_RANK_WORDS: Final = {
    Rank.PREFERRED: "preferred by the editors",
    Rank.NORMAL: "",
    Rank.REJECTED: "rejected by the editors",
}
_KEY_WORDS: Final = {
    "under": "agreement",
    "coordinated_from": "place of coordination",
    "part_of": "whole",
    "led_by": "leader",
    "in_force": "in force",
}


@dataclasses.dataclass(frozen=True)
class Briefing:
    """What every section reads, and the footnotes marked so far."""

    timeline: Timeline
    day: dt.date | None
    """The day against which a plan is overdue."""
    marked: set[str] = dataclasses.field(default_factory=set)
    _statuses: dict[str, Status] = dataclasses.field(default_factory=dict, repr=False)

    def status(self, event: Event) -> Status:
        """Where an event stands on the day, which nearly every section asks."""
        found = self._statuses.get(event.id)
        if found is None:
            found = self._statuses[event.id] = event.status(self.day)
        return found

    def title(self, event: Event) -> str:
        """What an event is called, escaped."""
        return self._titles[event.id]

    @functools.cached_property
    def _titles(self) -> dict[str, str]:
        events = self.timeline.events()
        titles = textsafe.markdown_all([event.title for event in events])
        return {event.id: title or NOTHING for event, title in zip(events, titles, strict=True)}

    def marks(self, sources: Sequence[Source]) -> str:
        """A footnote mark for each source, each once."""
        if len(sources) == 1:  # most often
            source_id = sources[0].id
            self.marked.add(source_id)
            return f"[^{source_id}]"
        ids = dict.fromkeys([source.id for source in sources])
        self.marked.update(ids)
        return " ".join([f"[^{source_id}]" for source_id in ids])  # apart, or 1 and 2 are read as 12

    def whole_marks(self, record: CitedRecord) -> str:
        """The marks of the sources for all that a record says."""
        if not record.cites:
            return ""
        return "".join([self.marks(citation.sources) for citation in record.cites if not citation.field])

    def field_marks(self, record: CitedRecord) -> str:
        """Which field of a record has which sources."""
        if not record.cites:
            return ""
        of_fields = [citation for citation in record.cites if citation.field]
        return "; ".join(
            [
                f"{_KEY_WORDS.get(citation.field, citation.field)}{self.marks(citation.sources)}"
                for citation in of_fields
            ]
        )


# ---------------------------------------------------------------------------------------------------- plain phrases


def esc(text: str) -> str:
    """A text as it is shown, a dash where nothing of it is: ``****`` would be no bold text but a rule."""
    return _short(text) if len(text) <= _SHORT else _shown(text)


def _shown(text: str) -> str:
    return textsafe.markdown(text) or (NOTHING if text else "")


_SHORT: Final = 40
_short: Final = functools.lru_cache(maxsize=4096)(_shown)
"""Names, words and dates, which stand in many lines; longer texts hardly ever come twice."""


def capital(text: str) -> str:
    """With a capital at its beginning; an escape has no letter there and stays, as does the "c." of a date."""
    return text if text.startswith("c. ") else text[:1].upper() + text[1:]


def label(record: Record) -> str:
    """What a record is called."""
    return esc(record.label)


def labels(records: Iterable[Record]) -> str:
    """Several records as a list in a sentence."""
    return listed([label(record) for record in records])


def listed(parts: list[str], word: str = "and") -> str:
    """``a, b and c``."""
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def plural(number: int, noun: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def row(*cells: str) -> str:
    """A line of a table; an empty cell gets a dash, so that nobody takes it for forgotten."""
    return f"| {' | '.join([text or NOTHING for text in cells])} |"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table; none at all if it has no rows."""
    lines = [row(*cells) for cells in rows]
    if lines:
        yield row(*header)
        yield row(*["---"] * len(header))
        yield from lines
        yield ""


# ---------------------------------------------------------------------------------------------------- dates


def words(date: AnyDate | Absence | None, none: str = "none") -> str:
    """A date in words; ``none`` is what it means that there is none."""
    if isinstance(date, Absence):
        return {Absence.UNKNOWN: NOT_KNOWN, Absence.NONE: none, Absence.LEFT_OUT: "not stated"}[date]
    return "not stated" if date is None else esc(describe(date))


def day_words(day: dt.date) -> str:
    """A calendar day in words."""
    return describe(parse_date(day.isoformat()))


def best_words(claims: Claims, none: str = "none") -> str:
    """The one date to show in a line: the best claim's, with its basis, or why there is none."""
    best = claims.best
    if best is None:
        return words(claims.stated_absence, none)
    return f"{_BASIS_WORDS[best.basis]}{words(best.date, none)}"


# ---------------------------------------------------------------------------------------------------- claims


def claim_text(briefing: Briefing, claim: Claim, none: str = "none", lead: str | None = None) -> str:
    """A claim in full: the date, the source's own words, who says so, and what the editors make of it."""
    basis = _BASIS_WORDS[claim.basis] if lead is None else lead
    at = f", {esc(describe_time(claim.time))}" if claim.time else ""
    return f"{basis}{words(claim.date, none)}{at}{_evidence(briefing, claim, _SAID_WORDS[claim.basis])}"


def value_text(briefing: Briefing, value: Value[Any], none: str = "none") -> str:
    """A claim about an undated field in full."""
    return f"{plain_value(value.value, none)}{_evidence(briefing, value, 'said')}"


def plain_value(value: Any, none: str = "none") -> str:  # noqa: ANN401 - a record, a location or an absence
    """A value alone: a name, a place, or why there is none."""
    if isinstance(value, Absence):
        return words(value, none)
    return describe_location(value) if isinstance(value, Location) else label(value)


def _evidence(briefing: Briefing, claim: Claim | Value[Any], verb: str) -> str:
    quoted = f" (“{esc(claim.as_written)}”)" if claim.as_written else ""
    parts = [_attribution(claim, verb)]
    if claim.credibility:
        parts.append(f"credibility {claim.credibility} of 6")
    parts.append(_RANK_WORDS[claim.rank])
    if claim.note:
        parts.append(f"note: {esc(claim.note)}")
    told = "".join([f"; {part}" for part in parts if part])
    return f"{quoted}{told}{briefing.marks(claim.cites)}"


def _attribution(claim: Claim | Value[Any], verb: str) -> str:
    by = f" by {label(claim.by)}" if claim.by else ""
    if claim.said:
        return f"{verb}{by}: {words(claim.said)}"
    return f"{verb}{by}" if by else ""


def differing(claims: Claims) -> str:
    """How the live claims about a date differ, or nothing if they don't."""
    live = claims.live
    if len(live) <= 1:
        return ""
    if claims.disputed:
        return "these cannot all be true"
    for basis, answer in _DIFFERENCES:
        if len({str(claim.date) for claim in live if claim.basis is basis}) > 1:
            return answer
    return ""


_DIFFERENCES: Final = (
    (Basis.ACTUAL, "these differ, but can all be true"),
    (Basis.PLANNED, "the plans differ, or one took the other's place"),
    (Basis.EXPECTED, "the forecasts differ"),
)


def dated_lines(briefing: Briefing, name: str, claims: Claims, none: str = "none") -> list[str]:
    """A dated field as list lines: every claim, or, where claims differ, the best one and where the others stand."""
    if not claims:
        return []
    if differing(claims):
        return [f"- {name}: {best_words(claims, none)}; sources differ, see “{DISPUTES}”"]
    texts = [claim_text(briefing, claim, none) for claim in claims.items]
    return _bullets(name, texts, claims.stated_absence, none)


def valued_lines(briefing: Briefing, name: str, values: Values[Any], none: str = "none") -> list[str]:
    """An undated field as list lines, by the same rule."""
    if not values:
        return []
    if values.disputed:
        named = listed([plain_value(value, none) for value in values.distinct], "or")
        return [f"- {name}: {named}; sources differ, see “{DISPUTES}”"]
    texts = [value_text(briefing, value, none) for value in values.items]
    return _bullets(name, texts, values.stated_absence, none)


def _bullets(name: str, texts: list[str], absence: Absence, none: str) -> list[str]:
    if absence is not Absence.LEFT_OUT:
        texts = [*texts, words(absence, none)]
    if len(texts) == 1:
        return [f"- {name}: {texts[0]}"]
    return [f"- {name}:", *[f"  - {text}" for text in texts]]


def field_lines(name: str, text: str) -> list[str]:
    """One list line, if there is anything to say."""
    return [f"- {name}: {text}"] if text else []


def labels_lines(name: str, records: Sequence[Record]) -> list[str]:
    """One list line with all records, if there are any."""
    return [f"- {name}: {labels(records)}"] if records else []


def remark_lines(record: Record) -> list[str]:
    """What the editors say about a record, and when its entry last changed."""
    lines = []
    if record.summary:
        lines.append(f"- Summary: {esc(record.summary)}")
    if record.note:
        lines.append(f"- Note: {esc(record.note)}")
    if record.revised:
        lines.append(f"- Entry revised: {day_words(record.revised)}")
    return lines
