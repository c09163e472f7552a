"""The tables that are worked out: the state on a day, what slipped, and the periods of control of every base.

Days that were worked out stand in columns that are named as bounds, ``earliest`` or ``latest``, and no others.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import coalition_events as ce  # its functions of state are loaded when one of these tables is asked for

from ._answers import Origins, those
from ._csv_columns import Column, date_text, day_text, flag, ids, table, word
from ._unshown import report_the_file, report_unshown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ._answers import AnyClaim

    Rows = Iterator["Row"]


class Row(NamedTuple):
    """What a row is about: ``record`` is the one whose title or name it shows, ``found`` what was worked out."""

    kind: str
    id: str
    record: ce.Record | None
    title: str
    found: Any
    claims: tuple[AnyClaim, ...]
    origins: Origins
    actor: str = ""
    number: int = 0


def _of_row(name: str) -> Column:
    return (name, lambda row, _: word(getattr(row, name)))


_CLAIMS: Final[Column] = ("claims", lambda row, _: row.origins.texts(row.claims, lambda record: record.id))
_SOURCES: Final[Column] = ("sources", lambda row, _: ids(row.origins.sources(row.claims)))


# ------------------------------------------------------------------------------------------------------ state


def day_of(request: ce.ExportRequest) -> dt.date:
    """The day asked for, else the end of the evidence, else the day of the last change."""
    return request.status_day or request.timeline.revised


def _state_rows(request: ce.ExportRequest) -> Rows:
    timeline, origins = request.timeline, Origins(request.timeline)
    state = ce.state(timeline, day_of(request))
    parts: tuple[tuple[str, Mapping[str, ce.Answer]], ...] = (
        ("base", state.bases),
        ("phase", state.phases),
        ("agreement", state.agreements),
        ("provision", state.provisions),
    )
    for kind, answers in parts:
        for key, answer in answers.items():
            yield _state_row(kind, timeline[key], answer, origins)
    for key, base in state.bases.items():
        for present in base.present:
            row = _state_row("presence", timeline[key], present.answer, origins)
            yield row._replace(actor=present.actor.id)
    for actor, answer in state.elsewhere.items():
        yield Row("presence", "", None, "", answer, answer.claims, origins, actor)
    events = {event.id: event for event in timeline.events()}
    for key, due in state.due.items():
        yield Row("due", key, events[key].record, events[key].title, due, due.claims, origins)


def _state_row(kind: str, record: ce.Record, answer: ce.Answer, origins: Origins) -> Row:
    return Row(kind, record.id, record, record.label, answer, answer.claims, origins)


def _holders(*certainties: ce.Certainty) -> Callable[[Row, ce.ExportRequest], str]:
    def shown(row: Row, _: ce.ExportRequest) -> str:
        return ids(those(row.found, *certainties)) if row.kind == "base" else ""

    return shown


def _planned(row: Row, _: ce.ExportRequest) -> str:
    return date_text(row.found.planned.date) if row.kind == "due" else ""


_STATE: Final[tuple[Column, ...]] = (
    ("on", lambda _, request: day_text(day_of(request))),
    *map(_of_row, ("kind", "id", "title", "actor")),
    ("best", lambda row, _: row.found.best),
    ("certainty", lambda row, _: row.found.certainty.value),
    ("because", lambda row, _: word(row.found.because)),
    ("holders", _holders(ce.Certainty.CERTAINLY, ce.Certainty.POSSIBLY)),
    ("certain_holders", _holders(ce.Certainty.CERTAINLY)),
    ("planned", _planned),
    _CLAIMS,
    _SOURCES,
)


# ------------------------------------------------------------------------------------------------------ slippage


def _slip_rows(request: ce.ExportRequest) -> Rows:
    origins = Origins(request.timeline)
    for slip in ce.slippage(request.timeline):
        claims = (slip.plan, *(slip.reading.claims if slip.reading else ()))
        yield Row(slip.event.kind, slip.event.id, slip.event.record, slip.event.title, slip, claims, origins)


def _actual(row: Row, _: ce.ExportRequest) -> str:
    claims = row.found.reading.claims if row.found.reading else ()
    return "|".join(dict.fromkeys(str(claim.date) for claim in claims))


def _bounds(name: str) -> tuple[Column, Column]:
    """The least and the most days; an empty cell is no bound."""
    return (f"{name}_least", _side(name, 0)), (f"{name}_most", _side(name, 1))


def _side(name: str, side: int) -> Callable[[Row, ce.ExportRequest], int | None]:
    return lambda row, _: (getattr(row.found, name) or (None, None))[side]


_SLIPPAGE: Final[tuple[Column, ...]] = (
    ("event", lambda row, _: row.id),
    *map(_of_row, ("kind", "title")),
    ("status", lambda row, request: row.found.event.status(request.status_day).value),
    ("plan", lambda row, _: date_text(row.found.plan.date)),
    ("basis", lambda row, _: row.found.plan.basis.value),
    ("said", lambda row, _: word(row.found.plan.said)),
    ("reported", lambda row, _: flag(row.found.reading is not None)),
    ("actual", _actual),
    ("can_be_late", lambda row, _: flag(row.found.late is not None)),
    *(column for name in ("late", "shift", "outside") for column in _bounds(name)),
    ("first", lambda row, _: flag(row.found.first)),
    ("newest", lambda row, _: flag(row.found.newest)),
    _CLAIMS,
    _SOURCES,
)


# ------------------------------------------------------------------------------------------------------ control


def _control_rows(request: ce.ExportRequest) -> Rows:
    origins = Origins(request.timeline)
    for base in request.timeline.bases:
        for number, period in enumerate(ce.control(request.timeline, base.id), 1):
            claims = _claims_of(period)
            yield Row(
                "period",
                base.id,
                base,
                base.name,
                period,
                claims,
                origins,
                actor=_holder(period),
                number=number,
            )


def _claims_of(period: ce.Period) -> tuple[AnyClaim, ...]:
    """The claims that began the period: who held the base at first, or the change and who gave and received it."""
    milestone = period.milestone
    if milestone is None:
        return period.base.holder.live
    return (*milestone.when.actual, *milestone.from_.live, *milestone.to.live)


def _holder(period: ce.Period) -> str:
    """The one holder, if there is but one possibility."""
    return period.holders[0].word if len(period.holders) == 1 else ""


def _day(number: float) -> str:
    return day_text(dt.date.fromordinal(int(number))) if math.isfinite(number) else ""


def _edge(name: str, side: int) -> Callable[[Row, ce.ExportRequest], str]:
    return lambda row, _: _day(getattr(row.found, name)[side])


_CONTROL: Final[tuple[Column, ...]] = (
    ("base", lambda row, _: row.id),
    ("name", lambda row, _: row.title),
    ("n", lambda row, _: row.number),
    ("holders", lambda row, _: "|".join(holder.word for holder in row.found.holders)),
    ("certain", lambda row, _: flag(row.actor not in {"", "unknown"})),
    ("excluded", lambda row, _: "|".join(sorted({key for one in row.found.holders for key in one.besides}))),
    ("since_earliest", _edge("since", 0)),
    ("since_latest", _edge("since", 1)),
    ("until_earliest", _edge("until", 0)),
    ("until_latest", _edge("until", 1)),
    ("milestone", lambda row, _: row.found.milestone.id if row.found.milestone else ""),
    _CLAIMS,
    _SOURCES,
)

COMPUTED: Final = {
    "state": table(_state_rows, _STATE),
    "slippage": table(_slip_rows, _SLIPPAGE),
    "control": table(_control_rows, _CONTROL),
}


# ------------------------------------------------------------------------------------------------------ losses


def report_computed(request: ce.ExportRequest, rows: Iterable[Row]) -> None:
    """Report all but the titles and the claims that stand in the rows."""
    rows = list(rows)
    titled = {row.record.id for row in rows if row.record}
    shown = {id(claim) for row in rows for claim in row.claims}
    fields = Origins(request.timeline).fields
    whole = {place for place, marks in fields.items() if marks and shown.issuperset(marks)}
    for record_id, key in fields:
        marks = fields[record_id, key]
        if (record_id, key) not in whole and shown.intersection(marks):
            whole.add((record_id, key))
            request.lost(record_id, key, ce.Feature.ALTERNATIVES, ce.LossAction.DROPPED)
    report_unshown(
        request,
        lambda record, key: (record, key) in whole or (key in {"title", "name", "text"} and record in titled),
    )
    report_the_file(request, ())
    request.lost(request.timeline, "revised", ce.Feature.REVISIONS, ce.LossAction.DROPPED)
