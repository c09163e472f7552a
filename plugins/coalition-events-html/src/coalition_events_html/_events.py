"""The sections on what happens: the lead, the chronology, plans against outcomes, and conflicts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import coalition_events as ce

from ._markup import EMPTY, Markup, el, items, join, name, table
from ._records import claim_or_value, details, key_words, whole_marks
from ._words import (
    NONE_WORDS,
    Report,
    best_words,
    claim_words,
    date_words,
    day_element,
    day_words,
    differing,
    plain_value,
    plural,
    record_link,
    record_links,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAMED = 3  # events that the lead names: one alone may be a trifle
_MANY = 2  # from so many on, claims stand behind a summary that counts them

# ---------------------------------------------------------------------------------------------------- lead


def lead(report: Report) -> Iterator[Markup]:
    """What a reader in a hurry takes away, made of the data alone: what came last, what is next, what is overdue."""
    timeline = report.timeline
    if timeline.summary:
        yield el("p", name(timeline.summary), class_="summary")
    if not any(timeline.records()):
        yield el("p", "Nothing is recorded in this timeline yet.")
    glance = list(_glance(report))
    if glance:
        yield el("div", glance, class_="glance")


def _glance(report: Report) -> Iterator[Markup]:
    """A short list each of outcomes, plans with a last day, and plans whose last day is over.

    Phases and milestones are named: agreements and provisions stand behind them.
    """
    events = [
        event for event in report.timeline.events() if isinstance(event.record, ce.Phase | ce.Milestone)
    ]
    by_status: dict[ce.Status, list[ce.Event]] = {status: [] for status in ce.Status}
    for event in events:
        by_status[event.status(report.status_day)].append(event)
    done = [event for event in by_status[ce.Status.DONE] if event.best]
    due = [
        event
        for event in by_status[ce.Status.PLANNED]
        if event.best and event.best.date and event.best.date.latest
    ]
    overdue = by_status[ce.Status.OVERDUE]
    if done:
        yield _named("Reported last", done[: -_NAMED - 1 : -1])
    if due:
        yield _named("Planned next", due[:_NAMED])
    if overdue and report.status_day:
        more = len(overdue) - _NAMED
        rest = [el("a", f"and {more} more", href="#plans")] if more > 0 else []
        title = f"Overdue: not reported as done by {day_words(report.status_day)}"
        yield _named(title, overdue[:_NAMED], rest)


def _named(title: str, events: Iterable[ce.Event], rest: Iterable[Markup] = ()) -> Markup:
    rows = [
        join(
            [
                el("a", name(event.title), href=f"#e-{event.id}"),
                el("span", best_words(event.when), f", {differs}" if differs else "", class_="dated"),
            ],
            " ",
        )
        for event in events
        for differs in [differing(event.when)]
    ]
    return el("div", el("p", title, class_="head"), items([*rows, *rest]))


# ---------------------------------------------------------------------------------------------------- chronology


def chronology(report: Report) -> Markup:
    """Everything dated, by its best date, with every claim about it."""
    events = report.timeline.events()
    if not events:
        return EMPTY
    found = Counter(event.status(report.status_day) for event in events)
    states = ", ".join(f"{found[status]} {status}" for status in ce.Status if found[status])
    counted = el("p", f"{plural(found.total(), 'event')}: {states}.")
    return join([counted, el("ol", [_event(report, event) for event in events], class_="chronology")])


def _event(report: Report, event: ce.Event) -> Markup:
    status = event.status(report.status_day)
    milestone = event.record if isinstance(event.record, ce.Milestone) else None
    title = name(event.title) if milestone else el("a", name(event.title), href=f"#r-{event.record.id}")
    differs = differing(event.when)
    what = [
        el("span", title, class_="title"),
        whole_marks(report, event.record) if milestone else EMPTY,
        " ",
        el("span", str(status), class_=f"status {status}"),
        " ",
        el("span", differs, class_="differs") if differs else EMPTY,
        join([" · ", record_links(event.bases)]) if event.bases else EMPTY,
    ]
    none = NONE_WORDS.get(event.field, "none")
    return el(
        "li",
        el("div", best_words(event.when, none), class_="when"),
        el("div", el("p", what), _more(report, event, milestone), class_="what"),
        id=f"e-{event.id}",
    )


def _more(report: Report, event: ce.Event, milestone: ce.Milestone | None) -> Markup:
    """Every claim, and of a milestone all that is recorded of it."""
    number = len(event.when)
    words = (
        f"All that is recorded, {plural(number, 'claim')} about the date"
        if milestone
        else f"{plural(number, 'claim')}"
    )
    if milestone:
        inner = details(report, milestone, without=frozenset({"title"}))
        return el("details", el("summary", words), inner, id=f"r-{milestone.id}")
    if not number:
        return EMPTY
    none = NONE_WORDS.get(event.field, "none")
    claims = items((claim_words(report, claim, none) for claim in event.when), class_="claims")
    return el("details", el("summary", words), claims) if number >= _MANY else claims


# ---------------------------------------------------------------------------------------------------- plans


def plans(report: Report) -> Markup:
    """Every plan against what came of it; never a number sharper than the dates."""
    rows = []
    for slip in ce.slippage(report.timeline):
        marks = [word for word, true in (("first", slip.first), ("newest", slip.newest)) if true]
        which = f" ({' and '.join(marks)} plan)" if marks else ""
        rows.append(
            (
                el("a", name(slip.event.title), href=f"#e-{slip.event.id}"),
                join([date_words(slip.plan.date), which, report.marks(slip.plan.cites)]),
                _setting(slip.plan),
                _outcome(report, slip),
                _late(slip),
            )
        )
    header = ("What", "Planned", "Set by, and when", "What came of it", "Late")
    forecasts = [
        (
            el("a", name(event.title), href=f"#e-{event.id}"),
            claim_words(report, claim, NONE_WORDS.get(event.field, "none")),
        )
        for event in report.timeline.events()
        for claim in event.when.expected
    ]
    return join(
        [
            table("Each plan, and what came of it", header, rows),
            table("Forecasts", ("What", "Forecast"), forecasts),
        ]
    )


def _setting(plan: ce.Claim) -> Markup:
    by = record_link(plan.by) if plan.by else EMPTY
    said = date_words(plan.said) if plan.said is not None else EMPTY
    return join((part for part in (by, said) if part), ", ")


def _outcome(report: Report, slip: ce.Slip) -> Markup:
    if slip.event.status(report.status_day) is ce.Status.CANCELLED:
        return join(["called off: ", best_words(slip.event.cancelled)])
    if slip.reading is None:
        until = report.timeline.evidence_until
        return join(["not reported as done", f" by {day_words(until)}" if until else ""])
    dates = {str(claim.date): claim for claim in slip.reading.claims}
    return join((date_words(claim.date, "did not happen") for claim in dates.values()), "; ")


def _late(slip: ce.Slip) -> str:
    """How late, by the days that plan and outcome allow, and no sharper than those."""
    if slip.reading and not any(claim.date for claim in slip.reading.claims):
        return "it did not happen"
    if slip.late is None:
        return "the plan names no last day"
    least, most = slip.late
    if slip.reading is None:
        return (
            f"at least {plural(least, 'day')}, if it happens at all" if least and least > 0 else "still open"
        )
    return _late_by(least, most)


def _late_by(least: int | None, most: int | None) -> str:
    if most is not None and most <= 0:
        return "not late"
    if least is not None and least > 0:
        if most is None:
            return f"at least {plural(least, 'day')}"
        return plural(least, "day") if least == most else f"{least} to {plural(most, 'day')}"
    if most is None:
        return "how late, if late at all, is not known"
    return f"at most {plural(most, 'day')}; {'no lower bound' if least is None else 'perhaps not late'}"


# ---------------------------------------------------------------------------------------------------- conflicts


def conflicts(report: Report) -> Markup:
    """Every field whose claims can't all be true, side by side, and statements that can't both stand."""
    shown = []
    seen: set[frozenset[str]] = set()
    for conflict in ce.conflicts(report.timeline):
        if conflict.others:
            pairs = [
                other for other in conflict.others if frozenset((conflict.record.id, other.id)) not in seen
            ]
            seen |= {frozenset((conflict.record.id, other.id)) for other in pairs}
            columns = [_statement(report, one) for one in (conflict.record, *pairs)] if pairs else []
            title = join(["Statements that cannot both stand"])
        else:
            columns = list(_columns(report, conflict))
            title = join([record_link(conflict.record), f": {key_words(conflict.field)}"])
        if columns:
            shown.append(
                el("article", el("h3", title), el("div", columns, class_="sides"), class_="conflict")
            )
    return join(shown)


def _columns(report: Report, conflict: ce.Conflict) -> Iterator[Markup]:
    none = NONE_WORDS.get(conflict.field, "none")
    for reading in conflict.readings:
        dates = {str(claim.date): claim for claim in reading.claims}
        head = join((date_words(claim.date, none) for claim in dates.values()), " / ")
        yield _side(head, [claim_words(report, claim, none) for claim in reading.claims])
    for value in conflict.values:
        same = [claim for claim in conflict.claims if _same(getattr(claim, "value", None), value)]
        yield _side(
            plain_value(value, none), [claim_or_value(report, claim, conflict.field) for claim in same]
        )


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - records, places or absences
    return bool(getattr(one, "id", one) == getattr(other, "id", other))


def _side(head: Markup, claims: list[Markup]) -> Markup:
    return el("div", el("p", head, class_="head"), items(claims, class_="claims"), class_="side")


def _statement(report: Report, record: ce.Record) -> Markup:
    by = getattr(record, "by", None)
    head = record_link(by) if by else join(["the publication itself"])
    return _side(head, [join([record_link(record), whole_marks(report, record)])])


def facts(report: Report) -> Markup:
    """What a reader must know of the whole before anything else."""
    until = report.timeline.evidence_until
    return el(
        "p",
        join(["Evidence until ", day_element(until), "; what happened later is not recorded here. "])
        if until
        else EMPTY,
        join(["Revised ", day_element(report.timeline.revised), "."]),
        class_="facts",
    )
