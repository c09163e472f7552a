"""What is shown of one day: who held each base and how surely, what was in force, and what had happened by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import coalition_events as ce  # its functions of state are loaded when a day is asked for

from ._styles import Look, look_of_holder

if TYPE_CHECKING:
    import datetime as dt

    from ._data import Cells


class OnDay:
    """The state on a day, in words and as data."""

    def __init__(self, timeline: ce.Timeline, on: dt.date) -> None:
        self._timeline, self._on = timeline, on
        self._state = ce.state(timeline, on)
        self.day = ce.describe(ce.UncertainDate.parse(on.isoformat()))

    def look(self, base: ce.Base) -> Look:
        """How a base is drawn."""
        answer = self._state.bases[base.id]
        return look_of_holder(self._timeline, answer.best, answer.certainty)

    def base_words(self, base: ce.Base) -> str:
        """Who held a base, how surely, and why no surer."""
        answer = self._state.bases[base.id]
        known = answer.best in self._timeline
        others = [held.actor for held in answer.holders if held.answer.certainty is ce.Certainty.POSSIBLY]
        names = " or ".join(actor.name for actor in others if actor.id != answer.best)
        link = "through" if answer.certainty is ce.Certainty.CERTAINLY else "also" if known else ""
        also = f", possibly {link} {names}".replace("  ", " ") if names else ""
        if known:
            told = f"{answer.certainty} held by {self._timeline[answer.best].label}"
        elif answer.best == "none":
            told = f"{answer.certainty} held by nobody"
        else:
            told = "not known who held it"
        return f"{told}{also}{_because(answer)}"

    def base_cells(self, base: ce.Base) -> Cells:
        """The same as data, with who was there."""
        answer = self._state.bases[base.id]
        present = [f"{one.actor.id}: {one.answer.certainty}" for one in answer.present]
        held = [f"{one.actor.id}: {one.answer.certainty}" for one in answer.holders]
        return {**self._cells(answer, "held_by"), "holders": "; ".join(held), "present": "; ".join(present)}

    def stretch(self, record: ce.Record) -> ce.Answer | None:
        """Whether a phase, an agreement or a provision ran; nothing for records of other kinds."""
        kinds = (self._state.phases, self._state.agreements, self._state.provisions)
        return next((answers[record.id] for answers in kinds if record.id in answers), None)

    def stretch_words(self, record: ce.Record, answer: ce.Answer) -> str:
        """The answer in words; ``best`` says where it stood by the best claims alone."""
        ran = "running" if isinstance(record, ce.Phase) else "in force"
        how = {"certainly": ran, "possibly": f"possibly {ran}", "not": f"not {ran}"}[answer.certainty.value]
        best = {"before": "not yet", "running": ran, "over": "over", "unknown": "not known"}[answer.best]
        told = "" if answer.certainty is ce.Certainty.CERTAINLY else f", by the best claims {best}"
        return f"{how}{told}{_because(answer)}"

    def stretch_cells(self, answer: ce.Answer) -> Cells:
        """The same as data."""
        return self._cells(answer, "stood")

    def _cells(self, answer: ce.Answer, key: str) -> Cells:
        because = answer.because.value if answer.because else ""
        cells: Cells = {"on": self._on.isoformat(), key: answer.best, "certainty": answer.certainty.value}
        return {**cells, "because": because} if because else cells

    def status(self, event: ce.Event) -> str:
        """Where an event stood at the end of the day."""
        return ce.status_on(event, self._on, self._timeline.evidence_until)


def _because(answer: ce.Answer) -> str:
    return f" ({ce.describe_because(answer)})" if answer.because else ""
