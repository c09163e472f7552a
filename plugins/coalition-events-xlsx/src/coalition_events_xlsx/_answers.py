"""Sheets that are worked out: the state on a day, control of the bases, plans against outcomes, disagreements."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, NamedTuple

import coalition_events as ce

from ._cells import Cell, Column, Sheet, day, edtf, word

if TYPE_CHECKING:
    from collections.abc import Iterator


class StateRow(NamedTuple):
    """An answer about a record."""

    what: str
    record: ce.Record
    answer: ce.Answer
    also: str = ""


def answer_sheets(request: ce.ExportRequest) -> Iterator[Sheet]:
    """The sheets that have rows. Without a day asked about, the state is that at the end of the evidence."""
    timeline = request.timeline
    for sheet in (
        *([_state(timeline, request.status_day)] if request.status_day else []),
        _control(timeline),
        _slippage(timeline),
        _conflicts(timeline),
    ):
        if sheet.rows:
            yield sheet


# ------------------------------------------------------------------------------------------------------ state


def _state(timeline: ce.Timeline, on: dt.date) -> Sheet:
    columns = (
        Column("on", lambda _: day(on)),
        Column("what", lambda row: row.what),
        Column("id", lambda row: row.record.id),
        Column("title", lambda row: row.record.label, wraps=True),
        Column("best", lambda row: row.answer.best),
        Column("certainty", lambda row: row.answer.certainty.value),
        Column("because", lambda row: word(row.answer.because)),
        Column("also", lambda row: row.also),
        Column("claims_text", lambda row: " | ".join(map(ce.claim_text, row.answer.claims))),
    )
    words = ce.describe(ce.UncertainDate.parse(on.isoformat()))
    rows = tuple(_state_rows(timeline, on))
    return Sheet("state", f"What was so on {words}, and how surely", columns, rows, lambda row: row.record)


def _state_rows(timeline: ce.Timeline, on: dt.date) -> Iterator[StateRow]:
    state = ce.state(timeline, on)
    for base_id, base in state.bases.items():
        others = [f"{held.actor.id}: {held.answer.certainty}" for held in base.holders]
        yield StateRow("held by", timeline[base_id], base, " | ".join(others))
        for present in base.present:
            also = f"{present.actor.id}: {present.answer.certainty}"
            yield StateRow("present", timeline[base_id], present.answer, also)
    for what, answers in (("ran", state.phases), ("in force", {**state.agreements, **state.provisions})):
        for record_id, answer in answers.items():
            yield StateRow(what, timeline[record_id], answer)
    for event_id, due in state.due.items():
        record = timeline[event_id.partition(".")[0]]
        yield StateRow("outstanding", record, due, f"{event_id}: planned {due.planned.date}")
    for actor_id, answer in state.elsewhere.items():
        yield StateRow("present, no base named", timeline[actor_id], answer)


# ------------------------------------------------------------------------------------------------------ control


def _control(timeline: ce.Timeline) -> Sheet:
    columns = (
        Column("base", lambda period: period.base.id),
        Column("name", lambda period: period.base.name, wraps=True),
        Column("held_by", lambda period: "|".join(holder.word for holder in period.holders)),
        Column("since earliest (bound)", lambda period: _bound(period.since[0])),
        Column("since latest (bound)", lambda period: _bound(period.since[1])),
        Column("until earliest (bound)", lambda period: _bound(period.until[0])),
        Column("until latest (bound)", lambda period: _bound(period.until[1])),
        Column("milestone", lambda period: word(period.milestone)),
    )
    periods = tuple(period for base in timeline.bases for period in ce.control(timeline, base.id))
    about = "Who may have held each base, and between which bounds; several holders: any of them"
    return Sheet("control", about, columns, periods, lambda period: period.base)


def _bound(number: float) -> Cell:
    return day(dt.date.fromordinal(int(number))) if math.isfinite(number) else None


# ------------------------------------------------------------------------------------------------------ slippage


def _slippage(timeline: ce.Timeline) -> Sheet:
    columns = (
        Column("event", lambda slip: slip.event.id),
        Column("title", lambda slip: slip.event.title, wraps=True),
        Column("plan", lambda slip: edtf(slip.plan.date)),
        Column("plan_said", lambda slip: word(slip.plan.said)),
        Column("first_plan", lambda slip: slip.first),
        Column("newest_plan", lambda slip: slip.newest),
        Column("happened", _happened),
        Column("late_days_least", lambda slip: _end(slip.late, 0)),
        Column("late_days_most", lambda slip: _end(slip.late, 1)),
        Column("shift_days_least", lambda slip: slip.shift[0]),
        Column("shift_days_most", lambda slip: slip.shift[1]),
        Column("outside_days_least", lambda slip: slip.outside[0]),
        Column("outside_days_most", lambda slip: slip.outside[1]),
    )
    about = "Each plan against what happened, in days; an empty cell: no bound on that side"
    return Sheet("slippage", about, columns, ce.slippage(timeline), lambda slip: slip.event.record)


def _happened(slip: ce.Slip) -> Cell:
    if slip.reading is None:
        return "not so far"
    return " | ".join(str(claim.date) for claim in slip.reading.claims)


def _end(days: tuple[int | None, int | None] | None, place: int) -> Cell:
    return days[place] if days else None


# ------------------------------------------------------------------------------------------------------ conflicts


def _conflicts(timeline: ce.Timeline) -> Sheet:
    columns = (
        Column("record", lambda conflict: conflict.record.id),
        Column("title", lambda conflict: conflict.record.label, wraps=True),
        Column("field", lambda conflict: conflict.field),
        Column("sides", _sides),
        Column("claims_text", lambda conflict: " | ".join(map(ce.claim_text, conflict.claims))),
    )
    about = "Where sources cannot all be right"
    return Sheet("conflicts", about, columns, ce.conflicts(timeline), lambda conflict: conflict.record)


def _sides(conflict: ce.Conflict) -> Cell:
    """The readings of a date, the different values, or the statements that contradict."""
    if conflict.readings:
        return " || ".join(" | ".join(str(claim.date) for claim in one.claims) for one in conflict.readings)
    if conflict.values:
        return " || ".join(ce.value_text(value) for value in conflict.values)
    return " || ".join(other.id for other in conflict.others)
