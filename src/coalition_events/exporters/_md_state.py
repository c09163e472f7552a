"""The briefing's section on one day: what was so, how surely, why no surer, and on whose word."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import coalition_events as ce  # its functions of state are loaded when a day is asked for

from ._answers import Origins, holder_of, others
from ._md_records import NOBODY
from ._md_text import Briefing, day_words, esc, label, labels, listed, table, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

NOT_KNOWN = "not known"


def section(briefing: Briefing, on: dt.date) -> Iterator[str]:
    """The section with its heading; a part of which there is nothing to say is left out."""
    state = ce.state(briefing.timeline, on)
    day = _Day(briefing, state, Origins(briefing.timeline))
    yield f"## State on {day_words(on)}"
    yield ""
    yield _preamble(briefing.timeline, on)
    yield ""
    parts = (
        ("Who held the bases", _bases(day)),
        ("Who was there", _presence(day)),
        ("Which phase ran", _stretches(day, state.phases, "under way", ("not begun", "over"))),
        ("Agreements in force", _stretches(day, state.agreements, "in force", ("not yet", "no longer"))),
        ("Provisions in force", _stretches(day, state.provisions, "in force", ("not yet", "no longer"))),
        ("What was due", _due(day)),
    )
    for title, lines in parts:
        if found := list(lines):
            yield from (f"### {title}", "", *found, *([""] if found[-1] else []))


@dataclasses.dataclass(frozen=True)
class _Day:
    briefing: Briefing
    state: ce.State
    origins: Origins

    def marks(self, answer: ce.Answer) -> str:
        """The footnotes of the claims on which an answer rests."""
        return self.briefing.marks(self.origins.sources(answer.claims))

    def record(self, key: str) -> ce.Record:
        """The record of an id."""
        return self.briefing.timeline[key]


def _preamble(timeline: ce.Timeline, on: dt.date) -> str:
    """How sure anything here can be."""
    told = (
        "Worked out from the claims, for the end of that day: “certainly” where they allow nothing else. "
        "The other sections tell all that the sources say, of later days too."
    )
    until = timeline.evidence_until
    if until is None:
        return f"{told} Where the evidence ends is not stated."
    if on > until:
        return f"{told} The evidence ends on {day_words(until)}: after it nothing is certain, and nothing excluded."
    return told


def _because(answer: ce.Answer) -> str:
    """Why it is no surer; that the evidence ends before is said once, above all answers."""
    if answer.because is None or answer.because is ce.Because.HORIZON:
        return ""
    return f" ({ce.describe_because(answer)})"


def _certainly(answer: ce.Answer) -> str:
    return "certainly not" if answer.certainty is ce.Certainty.NOT else answer.certainty.value


# ---------------------------------------------------------------------------------------------------- bases


def _bases(day: _Day) -> Iterator[str]:
    """A table of who held what; the bases of which nobody says anything stand beneath it."""
    told = {key: base for key, base in day.state.bases.items() if base.claims or base.best != "unknown"}
    rows = (_base_row(day, key, base) for key, base in told.items())
    yield from table(("Base", "Held by", "How surely", "Why no surer"), rows)
    silent = [day.record(key) for key in day.state.bases if key not in told]
    if silent:
        yield f"Nothing says who held {labels(silent)}: possibly anyone, possibly nobody."
        yield ""


def _base_row(day: _Day, key: str, base: ce.BaseState) -> tuple[str, ...]:
    part = day.record(key)
    whole = part.part_of if isinstance(part, ce.Base) else None
    name = f"**{label(part)}**{f' (part of {label(whole)})' if whole else ''}"
    return name, f"{_holder(day, base)}{day.marks(base)}", base.certainty.value, ce.describe_because(base)


def _holder(day: _Day, base: ce.BaseState) -> str:
    """The holder by the best claims, and who else it may have been."""
    best = holder_of(day.briefing.timeline, base)
    also = [label(actor) for actor in others(base)]
    nameless = NOBODY if base.best == "none" else NOT_KNOWN
    first = label(best) if best else nameless
    if not also:
        return first
    if base.certainty is ce.Certainty.CERTAINLY:
        return f"{first}; possibly through {listed(also, 'or')}"
    return f"{first}; possibly {listed(also, 'or')}"


def _presence(day: _Day) -> Iterator[str]:
    for key, base in day.state.bases.items():
        for present in base.present:
            yield _present_line(day, present.actor, f"at {label(day.record(key))}", present.answer)
    for key, answer in day.state.elsewhere.items():
        yield _present_line(day, day.record(key), "at no base that is named", answer)


def _present_line(day: _Day, actor: ce.Record, where: str, answer: ce.Answer) -> str:
    sure = "certainly absent" if answer.certainty is ce.Certainty.NOT else f"{answer.certainty} present"
    return f"- {label(actor)}, {where}: {sure}{_because(answer)}{day.marks(answer)}"


# ---------------------------------------------------------------------------------------------------- stretches


def _stretches(
    day: _Day, answers: Mapping[str, ce.Answer], what: str, outside: tuple[str, str]
) -> Iterator[str]:
    """Whether each of several things with a beginning and an end ran; the undated ones together."""
    undated = []
    for key, answer in answers.items():
        if not answer.claims and answer.because is ce.Because.UNKNOWN:
            undated.append(day.record(key))
            continue
        best = {"before": outside[0], "over": outside[1], "running": what}.get(answer.best, "")
        if answer.certainty is ce.Certainty.CERTAINLY or best == what:
            best = ""
        link = ", " if answer.certainty is ce.Certainty.NOT else "; by the best claims "
        told = f"{link}{best}" if best else ""
        yield f"- {label(day.record(key))}: {_certainly(answer)} {what}{told}{_because(answer)}{day.marks(answer)}"
    if undated:
        count = "it was" if len(undated) == 1 else "they were"
        yield f"- Possibly {what}, as nothing dates when {count}: {_short(undated)}"


def _short(records: Iterable[ce.Record]) -> str:
    """Titles, which may be sentences; a full stop inside the list would end it."""
    return "; ".join(label(record).removesuffix(".") for record in records)


def _due(day: _Day) -> Iterator[str]:
    """Plans whose day had come, for what had not surely happened: a plan never becomes a fact."""
    events = {event.id: event for event in day.briefing.timeline.events()}
    for key, due in day.state.due.items():
        plan = words(due.planned.date)
        if due.certainty is ce.Certainty.CERTAINLY:
            sure = "certainly outstanding, as far as is reported"
        else:
            sure = f"{due.certainty} outstanding"
        yield f"- **{esc(events[key].title)}**: {due.best} (planned: {plan}); {sure}{_because(due)}{day.marks(due)}"
