"""What a map shows of one day: who held each base and how surely, and what had happened by then.

Colours are safe for the colour-blind (a test measures them) and never the only sign: the symbol names the holder too,
the size says how sure it is, and the description says both in words.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any, Final

import coalition_events as ce  # its functions of state are loaded when a day is asked for

from ._answers import Origins, holder_of, others, those

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    Name = Callable[[ce.Record], str]

HOLDERS: Final = (
    ("#0077bb", "#99c9e4"),
    ("#e69f00", "#f5d999"),
    ("#225555", "#a7bbbb"),
    ("#663300", "#c2ad99"),
)
"""For each topmost holder the colour for certain, and the paler one for possible; after these they come again."""
UNKNOWN_HOLDER: Final = ("#8c8c8c", "square-stroked")
NO_HOLDER: Final = ("#000000", "cross")


class Picture:
    """The state on a day, with a colour and a letter for each topmost holder: the same ones on every day."""

    def __init__(self, timeline: ce.Timeline, on: dt.date) -> None:
        self.on = on
        self._timeline = timeline
        self._state = ce.state(timeline, on)
        self._origins = Origins(timeline)
        found = {actor.id for actor in _holders(timeline)}
        found |= {_top(actor).id for actor in map(self._best, timeline.bases) if actor}
        self._tops = [actor for actor in timeline.actors if actor.id in found]

    def legend(self, name: Name) -> list[dict[str, str]]:
        """What the colours and symbols of bases mean, holder by holder in the order of the file."""
        return [
            {
                "held_by": actor.id,
                "name": name(actor),
                "marker-symbol": self._letter(actor),
                "certainly": self._colours(actor)[0],
                "possibly": self._colours(actor)[1],
            }
            for actor in self._tops
        ]

    def _place(self, actor: ce.Actor) -> int:
        return [top.id for top in self._tops].index(_top(actor).id)

    def _letter(self, actor: ce.Actor) -> str:
        return string.ascii_lowercase[self._place(actor) % len(string.ascii_lowercase)]

    def _colours(self, actor: ce.Actor) -> tuple[str, str]:
        return HOLDERS[self._place(actor) % len(HOLDERS)]

    def _best(self, base: ce.Base) -> ce.Actor | None:
        actor = holder_of(self._timeline, self._state.bases[base.id])
        return actor if isinstance(actor, ce.Actor) else None

    def base(self, base: ce.Base, name: Name) -> dict[str, Any]:
        """The properties of a base on the day, and how it is drawn."""
        found, best = self._state.bases[base.id], self._best(base)
        lists = {
            "possible_holders": [actor.id for actor in those(found, ce.Certainty.POSSIBLY)],
            "possible_holder_names": [name(actor) for actor in those(found, ce.Certainty.POSSIBLY)],
            "present": _present(found, ce.Certainty.CERTAINLY),
            "possibly_present": _present(found, ce.Certainty.POSSIBLY),
            "absent": _present(found, ce.Certainty.NOT),
            "state_source_ids": [source.id for source in self._origins.sources(found.claims)],
        }
        return {
            "on": self.on.isoformat(),
            "held_by": found.best,
            "held_by_name": name(best) if best else None,
            "certainty": found.certainty.value,
            "because": found.because.value if found.because else None,
            "state_claims": self._origins.texts(found.claims, name) or None,
            **{key: listed for key, listed in lists.items() if listed},
            **self._marker(found, best),
        }

    def _marker(self, found: ce.BaseState, best: ce.Actor | None) -> dict[str, str]:
        certain = found.certainty is ce.Certainty.CERTAINLY
        size = "large" if certain else "medium"
        if best is not None:
            colour, symbol = self._colours(best)[0 if certain else 1], self._letter(best)
        else:
            # nobody at all is worth a sign of its own only where it is certain
            colour, symbol = NO_HOLDER if found.best == "none" and certain else UNKNOWN_HOLDER
        return {"marker-color": colour, "marker-size": size, "marker-symbol": symbol}

    def base_words(self, base: ce.Base, name: Name) -> str:
        """Who held it on the day, how surely, and why no surer."""
        found, best = self._state.bases[base.id], self._best(base)
        holder = name(best) if best else "nobody" if found.best == "none" else ""
        also = " or ".join(name(actor) for actor in others(found))
        day = ce.describe(ce.UncertainDate.parse(self.on.isoformat()))
        why = ce.describe_because(found)
        because = f" ({why})" if why else ""
        if not holder:
            return f"on {day} it is not known who held it{f', possibly {also}' if also else ''}{because}"
        link = "also" if found.certainty is not ce.Certainty.CERTAINLY else "through"
        return f"on {day} {found.certainty} held by {holder}{f', possibly {link} {also}' if also else ''}{because}"

    def status(self, event: ce.Event) -> tuple[str, ce.Certainty]:
        """Where an event stood on the day, and whether it had happened by then."""
        horizon = self._timeline.evidence_until
        return ce.status_on(event, self.on, horizon), ce.happened_by(event.when, self.on, horizon)


def _top(actor: ce.Actor) -> ce.Actor:
    return actor.lineage[-1]


def _holders(timeline: ce.Timeline) -> Iterator[ce.Actor]:
    """All that may ever have held a base of the timeline, or given one away: the topmost of each."""
    for base in timeline.bases:
        for period in ce.control(timeline, base.id):
            yield from (_top(holder.actor) for holder in period.holders if holder.actor)
            givers: Iterable[object] = period.milestone.from_.distinct if period.milestone else ()
            yield from (_top(giver) for giver in givers if isinstance(giver, ce.Actor))


def _present(base: ce.BaseState, certainty: ce.Certainty) -> list[str]:
    return [present.actor.id for present in base.present if present.answer.certainty is certainty]
