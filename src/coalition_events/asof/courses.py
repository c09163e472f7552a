"""Changes of uncertain day in known order, and what may be so on a day.

A world gives each change one of its days, or lets it never happen or come to nothing; the days of those that count
keep to the known order, and what comes to nothing puts no other change in its place. A :class:`Place` is what is so
after some of the changes. One pass forward finds the first day by which each place can be reached, one pass backward
the latest day by which the next change must then have come; both are exact, because an earlier arrival leaves every
later way open. So things may have stood at a place at the end of a day just if it can be reached by that day and left
after it. The links come in the order of the earliest day on which each may have happened, or the latest where there is
none. So each has a day by which its place can be reached and the next need not have come: no way is a dead end.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Hashable, Iterable, Iterator
from typing import Final, Generic, Protocol, TypeVar

import attrs

from coalition_events.asof.answers import Because, DaySet, Range

S = TypeVar("S", bound=Hashable)
_FEW: Final = 4


class Link(Protocol[S]):
    """A change; ``None`` among its outcomes says that it may come to nothing."""

    @property
    def days(self) -> DaySet:
        """When it may have happened."""
        ...

    @property
    def disputed(self) -> bool:
        """Whether sources disagree on what it brings."""
        ...

    def outcomes(self, state: S) -> Iterable[S | None]:
        """What it may bring from a state."""
        ...


@attrs.frozen
class Place(Generic[S]):
    """What is so after a change; ``last`` is its number, 0 before the first; ``came``: loose ones that have come."""

    last: int
    state: S
    came: frozenset[int] = frozenset()


@attrs.frozen
class Course(Generic[S]):
    """What may be so at first, the changes in their order, and loose ones whose day, and so whose order, is unknown."""

    initial: tuple[S, ...]
    links: tuple[Link[S], ...]
    loose: tuple[Link[S], ...] = ()

    @functools.cached_property
    def _first(self) -> tuple[dict[Place[S], float], ...]:
        """For each number of changes passed: each place with the first day by which it can be reached."""
        passed = [self._with_loose({Place(0, state): -math.inf for state in self.initial})]
        for number, link in enumerate(self.links, 1):
            found: dict[Place[S], float] = {}
            for place, day in passed[-1].items():
                for target in _targets(link, number, place):
                    reached = day if target == place else max(day, link.days.first)
                    found[target] = min(reached, found.get(target, math.inf))
            passed.append(self._with_loose(found))
        return tuple(passed)

    def _with_loose(self, found: dict[Place[S], float]) -> dict[Place[S], float]:
        """The same with what loose changes may bring: they may come at any time."""
        every: dict[Place[S], float] = {}
        for place, day in found.items():
            for other in self._loosely(place):
                every[other] = min(day, every.get(other, math.inf))
        return every

    def _loosely(self, place: Place[S]) -> tuple[Place[S], ...]:
        """A place and all others to which loose changes alone may lead, each of which comes no more than once."""
        found = [place]
        for one in found:  # grows as it is read
            after = [
                Place(place.last, state, self._came(one, number))
                for number, link in enumerate(self.loose)
                if number not in one.came
                for state in link.outcomes(one.state)
                if state is not None
            ]
            found += [other for other in dict.fromkeys(after) if other not in found]
        return tuple(found)

    def _came(self, place: Place[S], number: int) -> frozenset[int]:
        """Which loose changes have come after one more; none is noted where there are too many to tell all ways apart.

        One that is not noted may come again, which leaves more open and makes nothing certain.
        """
        return place.came | {number} if len(self.loose) <= _FEW else place.came

    @functools.cached_property
    def _latest(self) -> tuple[dict[Place[S], float], ...]:
        """For each number of changes passed: each place with the latest day by which the next change must come."""
        passed = [dict.fromkeys(self._first[-1], math.inf)]
        for number, link in reversed([*enumerate(self.links, 1)]):
            due, days = passed[-1], link.days.happened
            found = {
                place: max(
                    due[target] if target == place else days.at_or_before(due[target])
                    for target in _targets(link, number, place)
                )
                for place in self._first[number - 1]
            }
            passed.append({place: max(found[other] for other in self._loosely(place)) for place in found})
        return tuple(reversed(passed))

    def places(self, day: float) -> tuple[Place[S], ...]:
        """Every place where things may have stood at the end of ``day``."""
        found = [
            place
            for number, first in enumerate(self._first)
            for place, reached in first.items()
            if reached <= day < self._latest[number][place]
        ]
        return tuple(dict.fromkeys(found))

    def states(self, day: float) -> tuple[S, ...]:
        """Everything that may have been so at the end of ``day``."""
        return tuple(dict.fromkeys(place.state for place in self.places(day)))

    def after(self, count: int) -> tuple[S, ...]:
        """What may be so once so many of the changes are past, whether they happened or not."""
        return tuple(dict.fromkeys(place.state for place in self._first[count]))

    def _moves(self, number: int) -> Iterator[tuple[Place[S], Place[S], Range]]:
        """Every way in which a change can count: the place before, the one after, its first and latest day there."""
        link = self.links[number - 1]
        for place, reached in self._first[number - 1].items():
            for target in _targets(link, number, place):
                if target != place:
                    latest = link.days.happened.at_or_before(self._latest[number][target])
                    yield place, target, (max(reached, link.days.first), latest)

    def since(self, number: int) -> tuple[tuple[S, ...], Range]:
        """What a change may bring, and its first and latest day; nothing if it comes to nothing in every world."""
        moves = [(target.state, days) for _, target, days in self._moves(number)]
        return tuple(dict.fromkeys(state for state, _ in moves)), _hull(days for _, days in moves)

    def until(self, number: int) -> Range:
        """The first and latest day of the change that follows a change; infinite where none may."""
        return self._ends.get(number, _hull(()))

    @functools.cached_property
    def _ends(self) -> dict[int, Range]:
        """For each change, 0 before the first: the same, for those after which things may stay or change."""
        found: dict[int, list[Range]] = {place.last: [(math.inf, math.inf)] for place in self._first[-1]}
        for following in range(1, len(self.links) + 1):
            for place, _, days in self._moves(following):
                found.setdefault(place.last, []).append(days)
        return {number: _hull(days) for number, days in found.items()}

    def because(self, day: float, *, unknown: bool) -> Because:
        """Why it is open what was so at the end of ``day``; ``unknown``: whether a state is one that nobody knows."""
        if unknown or self.loose:
            return Because.UNKNOWN
        numbers = {place.last for place in self.places(day)}
        open_ = [link for link in self.links[min(numbers) : max(numbers)] if not link.days.last <= day]
        if any(link.days.conflict for link in open_):
            return Because.CONFLICT
        if any(link.disputed for link in self.links[max(min(numbers) - 1, 0) : max(numbers)]):
            return Because.DISPUTED
        if 0 in numbers and len(self.initial) > 1:
            return Because.DISPUTED
        return Because.IMPRECISE if open_ else Because.UNKNOWN

    def about(self, day: float) -> tuple[bool, slice]:
        """Whether the first state matters on ``day``, and which changes do: the last that may count, up to the next."""
        numbers = {place.last for place in self.places(day)}
        return 0 in numbers, slice(max(min(numbers) - 1, 0), max(numbers) + 1)


def _targets(link: Link[S], number: int, place: Place[S]) -> tuple[Place[S], ...]:
    """The places to which a change may lead, the same one if it may never happen or come to nothing."""
    after = [
        place if state is None else Place(number, state, place.came) for state in link.outcomes(place.state)
    ]
    if link.days.may_never:
        after.append(place)
    return tuple(dict.fromkeys(after))


def _hull(ranges: Iterable[Range]) -> Range:
    found = [*ranges] or [(math.inf, math.inf)]
    return min(low for low, _ in found), max(high for _, high in found)
