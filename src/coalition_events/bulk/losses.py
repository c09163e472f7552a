"""Losses of a file whose milestones are too many to name: of the head one by one, of the milestones in numbers."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

import attrs

from coalition_events.hookspecs import Feature, Loss, LossAction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@attrs.frozen(order=True)
class LossCount:
    """Of how many milestones one field did not come through, and what became of it."""

    field: str
    feature: Feature
    action: LossAction
    milestones: int


class LossTally:
    """What was lost of a file that was exported in parts.

    Each part has the whole head beside some of the milestones, and reports what it does not show of either. So what
    belongs to the head is dropped only if every part says so.
    """

    def __init__(self) -> None:
        self._dropped: set[Loss] | None = None
        self._changed: set[Loss] = set()
        self._numbers: collections.Counter[tuple[str, Feature, LossAction]] = collections.Counter()

    def __repr__(self) -> str:
        return f"LossTally({', '.join(f'{word} {number}' for word, number in self.by_feature().items())})"

    def add(self, losses: Iterable[Loss], milestones: Collection[str]) -> None:
        """Take what one part lost; ``milestones`` are the ids of those that it has."""
        part = LossTally()
        part._dropped = set()
        for loss in losses:
            if loss.record in milestones:
                part._numbers[loss.field, loss.feature, loss.action] += 1
            elif loss.action is LossAction.DROPPED:
                part._dropped.add(loss)
            else:
                part._changed.add(loss)
        self.merge(part)

    def merge(self, other: LossTally) -> None:
        """Take what other parts of the same file lost."""
        if self._dropped is None or other._dropped is None:
            self._dropped = other._dropped if self._dropped is None else self._dropped
        else:
            self._dropped &= other._dropped
        self._changed |= other._changed
        self._numbers += other._numbers

    @property
    def head(self) -> tuple[Loss, ...]:
        """The losses of all that is no milestone, sorted."""
        return tuple(sorted({*(self._dropped or ()), *self._changed}))

    @property
    def milestones(self) -> tuple[LossCount, ...]:
        """The losses of the milestones, sorted."""
        return tuple(sorted(LossCount(*key, number) for key, number in self._numbers.items()))

    def by_feature(self) -> dict[Feature, int]:
        """How many losses there are of each feature, the most first: the numbers of an export of the whole."""
        numbers = collections.Counter(loss.feature for loss in self.head)
        for count in self.milestones:
            numbers[count.feature] += count.milestones
        return dict(numbers.most_common())
