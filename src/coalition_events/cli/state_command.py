"""``state``: what was so on a day, how surely, and on which claims that rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import coalition_events as ce
from coalition_events.cli.grounds import Places
from coalition_events.cli.tables import paragraph, table
from coalition_events.cli.text import (
    day_in_words,
    load,
    parse_day,
    parse_day_if_given,
    print_json,
)

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping


def run(options: argparse.Namespace) -> int:
    """Print the state; returns the exit code."""
    on, known_by = parse_day(options.on, "DATE"), parse_day_if_given(options.known_by, "--known-by")
    timeline = load(options.source)
    state = ce.state(timeline, on, known_by)
    if options.json:
        print_json(as_data(state))
    else:
        _print_state(timeline, state)
    return 0


# ---------------------------------------------------------------------------------------------------- data


def as_data(state: ce.State) -> dict[str, Any]:
    """The state as plain data, each part keyed by id, each answer with certainty, because, best and claims."""
    return {
        "on": state.on.isoformat(),
        "known_by": _iso(state.known_by),
        "horizon": _iso(state.horizon),
        "bases": {key: _base(answer) for key, answer in state.bases.items()},
        **{part: _answers(getattr(state, part)) for part in ("phases", "agreements", "provisions")},
        "due": {
            key: {**_answer(due), "overdue": due.overdue, "planned": ce.to_value(due.planned)}
            for key, due in state.due.items()
        },
        "elsewhere": _answers(state.elsewhere),
        "left_out": [{"record": record, "field": field} for record, field in state.left_out],
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _answer(answer: ce.Answer) -> dict[str, Any]:
    return {
        "certainty": answer.certainty.value,
        "because": answer.because.value if answer.because else None,
        "best": answer.best,
        "claims": [ce.to_value(claim) for claim in answer.claims],
    }


def _answers(answers: Mapping[str, ce.Answer]) -> dict[str, Any]:
    return {key: _answer(answer) for key, answer in answers.items()}


def _base(base: ce.BaseState) -> dict[str, Any]:
    return {
        **_answer(base),
        "holders": {held.actor.id: _answer(held.answer) for held in base.holders},
        "present": {present.actor.id: _answer(present.answer) for present in base.present},
        "parts": list(base.parts),
    }


# ---------------------------------------------------------------------------------------------------- text


def _print_state(timeline: ce.Timeline, state: ce.State) -> None:
    title = ce.textsafe.one_line(timeline.title)
    print(paragraph(f"{title}: the state on {day_in_words(state.on)}"))
    if state.known_by:
        print(f"as far as it was known by {day_in_words(state.known_by)}")
    if state.horizon and state.on > state.horizon:
        end = day_in_words(state.horizon)
        print(paragraph(f"The evidence ends on {end}: after it nothing is certain and nothing excluded."))
    places = Places(timeline)
    _section(places, "base", "held by", (_base_row(timeline, key, base) for key, base in state.bases.items()))
    _section(places, "presence", "was", _presence_rows(state))
    for part in ("phases", "agreements", "provisions"):
        answers: Mapping[str, ce.Answer] = getattr(state, part)
        rows = ((key, answer.best, answer) for key, answer in answers.items())
        _section(places, part.removesuffix("s"), "was", rows)
    _section(places, "outstanding", "which is", (_due_row(key, due) for key, due in state.due.items()))
    if state.left_out:
        fields = ", ".join(f"{record}.{field}" for record, field in state.left_out)
        print()
        print(paragraph(f"Left out, since nothing says when it was known: {fields}"))


def _section(places: Places, heading: str, what: str, rows: Iterable[tuple[str, str, ce.Answer]]) -> None:
    """A table of answers, each with the claims that it rests on beneath it."""
    if found := list(rows):
        lines = [
            [key, a.certainty.value, a.because.value if a.because else "", shown] for key, shown, a in found
        ]
        print()
        print(
            table(
                lines,
                (heading, "certainty", "because", what),
                [places.in_words(key, a.claims) for key, _, a in found],
            )
        )


def _base_row(timeline: ce.Timeline, key: str, base: ce.BaseState) -> tuple[str, str, ce.Answer]:
    part = timeline[key]
    name = f"{key} (part of {part.part_of.id})" if isinstance(part, ce.Base) and part.part_of else key
    possible = [held.actor.id for held in base.holders if held.answer.certainty is ce.Certainty.POSSIBLY]
    others = [actor for actor in possible if actor != base.best]
    if base.certainty is ce.Certainty.POSSIBLY and others:
        return name, f"{base.best}, or {', '.join(others)}", base
    return name, base.best, base


def _presence_rows(state: ce.State) -> Iterator[tuple[str, str, ce.Answer]]:
    for key, base in state.bases.items():
        for present in base.present:
            yield f"{present.actor.id} at {key}", present.answer.best, present.answer
    for actor, answer in state.elsewhere.items():
        yield f"{actor} (no base named)", answer.best, answer


def _due_row(key: str, due: ce.Due) -> tuple[str, str, ce.Answer]:
    plan = ce.describe(due.planned.date) if due.planned.date else ""
    return key, f"{due.best}, planned {plan}", due
