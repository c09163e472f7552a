"""The briefing's sections on what happens: the lead, the chronology, plans against outcomes, and disputes."""

from __future__ import annotations

import operator
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from coalition_events import (
    Claim,
    Claims,
    Event,
    Milestone,
    Passing,
    Phase,
    Statement,
    Status,
    Values,
    describe_kind,
)

from ._md_records import NO_END, NO_PLACE, NO_SITE, NOBODY
from ._md_text import (
    DISPUTES,
    NOT_KNOWN,
    Briefing,
    best_words,
    capital,
    claim_text,
    dated_lines,
    day_words,
    differing,
    esc,
    field_lines,
    label,
    labels_lines,
    listed,
    plural,
    remark_lines,
    value_text,
    valued_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAMED = 3  # events that the lead names: one alone may be a trifle
_DID_NOT_HAPPEN = "did not happen"

# ---------------------------------------------------------------------------------------------------- lead


def lead(briefing: Briefing) -> Iterator[str]:
    """A few sentences made of the data alone: how much there is, what came last, what is next, where evidence ends."""
    timeline = briefing.timeline
    if timeline.summary:
        yield esc(timeline.summary)
        yield ""
    if not any(timeline.records()):
        yield "Nothing is recorded in this timeline yet."
        yield ""
    sentences = [*_newest(briefing), *_ahead(briefing), *_horizon(briefing)]
    if sentences:
        yield " ".join(sentences)
        yield ""
    yield from _tally(briefing)


def _newest(briefing: Briefing) -> Iterator[str]:
    """The newest events that sources say happened, the last one first: the chronology read backwards."""
    done = [event for event in _foremost(briefing) if briefing.status(event) is Status.DONE and event.best]
    if done:
        yield f"Newest among what sources say has happened: {_in_words(briefing, done[: -_NAMED - 1 : -1])}."


def _foremost(briefing: Briefing) -> list[Event]:
    """What a lead may name: phases and milestones; agreements and provisions stand behind them."""
    return [event for event in briefing.timeline.events() if isinstance(event.record, Phase | Milestone)]


def _ahead(briefing: Briefing) -> Iterator[str]:
    """The next plans with a last day, and the plans whose last day is over: a plan without one comes next on no day."""
    events = _foremost(briefing)
    planned = [event for event in events if briefing.status(event) is Status.PLANNED and event.best]
    due = [event for event in planned if event.best and event.best.date and event.best.date.latest]
    overdue = [event for event in events if briefing.status(event) is Status.OVERDUE]
    if due:
        yield f"Planned next: {_in_words(briefing, due[:_NAMED])}."
    if overdue and briefing.day:
        yield f"Planned, and not reported as done by {day_words(briefing.day)}: {_in_words(briefing, overdue)}."


def _in_words(briefing: Briefing, events: Iterable[Event]) -> str:
    return "; ".join(
        f"**{briefing.title(event)}** ({best_words(event.when)}{', sources differ' if differing(event.when) else ''})"
        for event in events
    )


def _horizon(briefing: Briefing) -> Iterator[str]:
    until = briefing.timeline.evidence_until
    if until:
        yield f"The evidence ends on {day_words(until)}; what happened after that is not recorded here."
    if briefing.day and briefing.day != until:
        yield f"Plans are called overdue as of {day_words(briefing.day)}."


def _tally(briefing: Briefing) -> Iterator[str]:
    """How many events there are, by status."""
    found = Counter(briefing.status(event) for event in briefing.timeline.events())
    if found:
        states = ", ".join(f"{found[status]} {status}" for status in Status if found[status])
        yield f"In all {plural(found.total(), 'event')}: {states}."
        yield ""


# ---------------------------------------------------------------------------------------------------- chronology


def chronology(briefing: Briefing) -> Iterator[str]:
    """All events by their best date, with who took part; the dates of other records are given in full with these."""
    if not briefing.timeline.events():
        return
    yield "Marks behind a date are for the date, marks at the end of a line for what happened."
    yield ""
    for event in briefing.timeline.events():
        shown = _Shown(_shown_by_its_line(event.when), differing(event.when))
        date = f"**{_when(event)}**{_date_marks(briefing, event, shown)}"
        yield f"- {date}: {briefing.title(event)}{_state(briefing, event, shown)}"
        if isinstance(event.record, Milestone):
            yield from [f"  {line}" for line in _milestone_lines(briefing, event.record, shown)]
    yield ""


class _Shown(NamedTuple):
    """What is shown of an event's dates: whether its line has all of them, and how claims differ, if they do."""

    by_its_line: bool
    differing: str


def _when(event: Event) -> str:
    found = best_words(event.when, _DID_NOT_HAPPEN)
    return "Date not known" if found == NOT_KNOWN else capital(found)


def _date_marks(briefing: Briefing, event: Event, shown: _Shown) -> str:
    """The sources of the date, where no other line gives them."""
    if not shown.by_its_line and isinstance(event.record, Milestone):
        return ""
    best = event.best
    return "" if best is None else briefing.marks(best.cites)


def _state(briefing: Briefing, event: Event, shown: _Shown) -> str:
    """Its status, after its kind where the kind isn't said by the title."""
    named = isinstance(event.record, Milestone) and event.record.title and event.kind != "other"
    parts = [*([describe_kind(event.kind)] if named else []), str(briefing.status(event))]
    if shown.differing:
        parts.append(f"sources differ, see “{DISPUTES}”")
    marks = briefing.whole_marks(event.record) if isinstance(event.record, Milestone) else ""
    return f" ({', '.join(parts)}){marks}"


def _milestone_lines(briefing: Briefing, milestone: Milestone, shown: _Shown) -> list[str]:
    lines = [
        *labels_lines("Where", milestone.bases),
        *valued_lines(briefing, "From", milestone.from_, NOBODY),
        *valued_lines(briefing, "To", milestone.to, NOBODY),
        *field_lines("What passes", _passing(milestone)),
        *labels_lines("With", milestone.actors),
        *labels_lines("Part of", milestone.phases),
        *labels_lines("Under", milestone.agreements),
    ]
    if not shown.by_its_line and not shown.differing:
        lines += dated_lines(briefing, "Date", milestone.when, _DID_NOT_HAPPEN)
    lines += dated_lines(briefing, "Called off", milestone.cancelled, "no")
    lines += remark_lines(milestone)
    lines += field_lines("Sources", briefing.field_marks(milestone))
    return lines


def _passing(milestone: Milestone) -> str:
    """What passes, where it isn't what usually does."""
    if milestone.passes == milestone.usual_passes:
        return ""
    if not milestone.passes:
        return "nothing"
    return listed([str(passing) for passing in Passing if passing in milestone.passes])


def _shown_by_its_line(claims: Claims) -> bool:
    """Whether a field is its best date and sources alone, so that the line of the chronology holds all of it."""
    if len(claims) != 1:
        return len(claims) == 0
    [claim] = claims.items
    return _beside_date(claim) == _NOTHING_BESIDE


_BESIDE: Final = [field for field in attrs.fields(Claim) if field.name not in {"date", "basis", "cites"}]
"""What else a claim may say."""
_beside_date: Final = operator.attrgetter(*[field.name for field in _BESIDE])
_NOTHING_BESIDE: Final = tuple(field.default for field in _BESIDE)


# ---------------------------------------------------------------------------------------------------- disputes


def disputes(briefing: Briefing) -> Iterator[str]:
    """Every field on which claims differ, side by side, and statements that can't both stand."""
    for title, how, claims in _disputed_fields(briefing):
        yield f"### {title}"
        yield ""
        yield f"{capital(how)}."
        yield ""
        yield from (f"- {claim}" for claim in claims)
        yield ""
    yield from _contradictions(briefing)


def _disputed_fields(briefing: Briefing) -> Iterator[tuple[str, str, list[str]]]:
    fields: dict[type, list[tuple[str, str, str]]] = {}
    for record in briefing.timeline.records():
        cls = type(record)
        if cls not in fields:
            fields[cls] = [
                one for one in _FIELDS if isinstance(getattr(record, one[1], None), Claims | Values)
            ]
        for name, field, none in fields[cls]:
            values: Claims | Values[Any] = getattr(record, field)
            if len(values) <= 1:  # most often
                continue
            if isinstance(values, Claims):
                if how := differing(values):
                    claims = [claim_text(briefing, claim, none) for claim in values]
                    yield f"{label(record)}: {name}", how, claims
            elif values.disputed:
                claims = [value_text(briefing, value, none) for value in values]
                yield f"{label(record)}: {name}", "sources name different ones", claims


_FIELDS = (
    ("where it is", "location", NO_PLACE),
    ("which site it is", "candidates", NO_SITE),
    ("first holder", "holder", NOBODY),
    ("signed or issued", "signed", "none"),
    ("in force", "in_force", "none"),
    ("start", "start", "none"),
    ("end", "end", NO_END),
    ("ends", "ends", NO_END),
    ("date", "when", _DID_NOT_HAPPEN),
    ("from", "from_", NOBODY),
    ("to", "to", NOBODY),
    ("called off", "cancelled", "no"),
)


def _contradictions(briefing: Briefing) -> Iterator[str]:
    pairs: dict[frozenset[str], tuple[Statement, Statement]] = {}
    for statement in briefing.timeline.statements:
        for other in statement.contradicts:
            pairs.setdefault(frozenset((statement.id, other.id)), (other, statement))
    if not pairs:
        return
    yield "### Statements that cannot both stand"
    yield ""
    for pair in pairs.values():
        yield "- " + " / ".join(_statement(briefing, statement) for statement in pair)
    yield ""


def _statement(briefing: Briefing, statement: Statement) -> str:
    by = f" ({label(statement.by)})" if statement.by else ""
    return f"{label(statement)}{by}{briefing.whole_marks(statement)}"
