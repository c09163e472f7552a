"""The briefing's section on plans: each against what came of it, and never a number sharper than the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import (
    AnyDate,
    Basis,
    Claim,
    Event,
    Slip,
    Span,
    Status,
    lateness,
    shift,
    slippage,
)

from ._md_text import (
    Briefing,
    best_words,
    day_words,
    label,
    plural,
    table,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Slips = dict[int, list[Slip]]

NO_LAST_DAY: Final = "the plan names no last day"


def plans(briefing: Briefing) -> Iterator[str]:
    """Every plan and forecast against what came of it; plans for the same days stand together."""
    header = ("What", "Plan or forecast", "Set by whom, and when", "What came of it")
    slips: dict[int, list[Slip]] = {}
    for slip in slippage(briefing.timeline):
        slips.setdefault(id(slip.plan), []).append(slip)
    rows = (row for event in briefing.timeline.events() for row in _plan_rows(briefing, event, slips))
    yield from table(header, rows)


def _plan_rows(briefing: Briefing, event: Event, slips: Slips) -> Iterator[tuple[str, ...]]:
    """A row for each different plan, from the first set to the newest, then for each forecast."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in (*event.when.planned, *event.when.expected):
        groups.setdefault((claim.basis, str(claim.date)), []).append(claim)
    for (basis, _), claims in groups.items():
        plan = f"{basis}: {words(claims[0].date)}"
        who = "; ".join(_setting(briefing, claim) for claim in claims)
        yield (
            f"**{briefing.title(event)}**",
            plan,
            who,
            _outcome(briefing, event, claims[0], slips.get(id(claims[0]), [])),
        )


def _setting(briefing: Briefing, claim: Claim) -> str:
    """Who set a plan and when; where nobody says, the sources stand alone."""
    by = label(claim.by) if claim.by else ""
    said = words(claim.said) if claim.said else ""
    return f"{', '.join(part for part in (by, said) if part) or 'not stated'}{briefing.marks(claim.cites)}"


def _outcome(briefing: Briefing, event: Event, plan: Claim, slips: list[Slip]) -> str:
    if briefing.status(event) is Status.CANCELLED:
        return f"called off: {best_words(event.cancelled)}"
    parts = []
    newest = event.when.planned[-1] if event.when.planned else plan
    if plan.basis is newest.basis and _sets_later(plan, newest):
        parts.append(f"the newest plan is {_moved(*_bounded_shift(plan, newest))}")
    if plan.basis is Basis.PLANNED:
        parts += _lateness_of_a_plan(slips)
    else:
        parts += _lateness_of_a_forecast(event, plan)
    if not event.when.actual:
        known = f" by {day_words(briefing.day)}" if briefing.day else ""
        parts.append(f"{_overdue(briefing, plan)}not reported as done{known}")
        parts += _at_least(briefing, slips)
    return "; ".join(parts)


def _lateness_of_a_plan(slips: list[Slip]) -> Iterator[str]:
    """How late by each reading of what happened; a plan without a last day can't be missed."""
    done = [slip for slip in slips if slip.reading is not None]
    if done and done[0].late is None:
        yield NO_LAST_DAY
        return
    for slip in done:
        claims = slip.reading.claims if slip.reading else ()
        dates = [slip.plan.date, *(claim.date for claim in claims)]
        about = "by the stated days, " if any(date and _marked(date) for date in dates) else ""
        if slip.late:
            yield f"{_together(claims)}: {about}{_late_by(*slip.late)}"


def _together(claims: Iterable[Claim]) -> str:
    """The different dates of one reading, which can all be true."""
    return " / ".join(dict.fromkeys(words(claim.date, "did not happen") for claim in claims))


def _lateness_of_a_forecast(event: Event, forecast: Claim) -> Iterator[str]:
    """A forecast is no promise: it is held against each date, and the functions of slippage leave it out."""
    actual = {str(claim.date): claim.date for claim in event.when.actual if claim.date}
    if not forecast.date:
        return
    if actual and lateness(forecast.date, forecast.date) is None:
        yield NO_LAST_DAY
        return
    yield from (f"{words(date)}: {_late(forecast.date, date)}" for date in actual.values())


def _at_least(briefing: Briefing, slips: list[Slip]) -> Iterator[str]:
    """How late at least, if what is overdue came after the evidence."""
    until = briefing.timeline.evidence_until
    for slip in slips:
        if until and slip.reading is None and slip.late and slip.late[0] and slip.late[0] > 0:
            yield f"if it came after {day_words(until)}, at least {plural(slip.late[0], 'day')} late"


def _overdue(briefing: Briefing, plan: Claim) -> str:
    latest = plan.date.latest if plan.date else None
    return (
        "overdue: "
        if briefing.day and latest and latest < briefing.day and plan.basis is Basis.PLANNED
        else ""
    )


def _sets_later(plan: Claim, newest: Claim) -> bool:
    """Whether the newest plan surely took this one's place: both have a day, and the plans share none."""
    if (
        not plan.said_on
        or not newest.said_on
        or plan.said_on >= newest.said_on
        or not (plan.date and newest.date)
    ):
        return False
    least, most = shift(plan.date, newest.date)
    return least is not None and most is not None and (least > 0 or most < 0)


def _bounded_shift(plan: Claim, newest: Claim) -> tuple[int, int]:
    least, most = shift(plan.date, newest.date) if plan.date and newest.date else (None, None)
    return least or 0, most or 0


def _late(plan: AnyDate, actual: AnyDate) -> str:
    """How late, by the days that plan and outcome allow, and no sharper than those."""
    found = lateness(plan, actual)
    if found is None:
        return NO_LAST_DAY
    about = "by the stated days, " if _marked(plan) or _marked(actual) else ""
    return about + _late_by(*found)


def _late_by(least: int | None, most: int | None) -> str:
    if most is not None and most <= 0:
        return "not late"
    if least is not None and least > 0:
        if most is None:
            return f"at least {plural(least, 'day')} late"
        return f"{plural(least, 'day')} late" if least == most else f"{least} to {plural(most, 'day')} late"
    if most is None:
        return "how late, if late at all, is not known"
    return f"at most {plural(most, 'day')} late; {'no lower bound' if least is None else 'perhaps not late'}"


def _moved(least: int, most: int) -> str:
    """By how much a plan moved; the bounds have one sign."""
    low, high = sorted((abs(least), abs(most)))
    days = plural(high, "day") if low == high else f"{low} to {plural(high, 'day')}"
    return f"{days} {'later' if least > 0 else 'earlier'}"


def _marked(date: AnyDate) -> bool:
    ends = (date.start, date.last) if isinstance(date, Span) else (date,)
    return any(end is not None and end.mark for end in ends)
