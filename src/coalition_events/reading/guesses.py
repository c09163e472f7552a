"""What a misspelt word may have meant: the nearest of those that are known, however many there are of either."""

from __future__ import annotations

import bisect
import difflib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 48  # characters: a longer word is no slip of the pen
_FEW: Final = 200  # words that are all compared; of more, those that begin or end most alike
_NEAR: Final = 10
_COMPARISONS: Final = 30_000  # in one file: some seconds at worst, and a guess for each of many hundred slips


class Words:
    """The words that may have been meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self.sorted = sorted(words)
        self.backwards = sorted(word[::-1] for word in self.sorted) if len(self.sorted) > _FEW else []

    def like(self, word: str) -> list[str]:
        """Those that are worth comparing with ``word``."""
        if not self.backwards:
            return self.sorted
        ends_alike = [other[::-1] for other in _around(self.backwards, word[::-1])]
        return sorted({*_around(self.sorted, word), *ends_alike})


def _around(words: list[str], word: str) -> list[str]:
    place = bisect.bisect(words, word)
    return words[max(0, place - _NEAR) : place + _NEAR]


class Guesser:
    """Guesses for one file; when thousands of words were compared, it gives up and says nothing more."""

    def __init__(self) -> None:
        self._left = _COMPARISONS
        self._known: dict[tuple[str, int], str] = {}

    def nearest(self, word: str, words: Words) -> str:
        """The word that is most like ``word``, or nothing; of equally near ones, one that begins alike."""
        if len(word) > _LONGEST:
            return ""
        if (word, id(words)) not in self._known:
            names = words.like(word)
            self._left -= len(names)
            if self._left < 0:
                return ""
            self._known[word, id(words)] = _nearest(word, names)
        return self._known[word, id(words)]


def _nearest(word: str, names: list[str]) -> str:
    near = difflib.get_close_matches(word, names)
    alike = [
        name for name in near if name[:1] == word[:1] and _likeness(word, name) == _likeness(word, near[0])
    ]
    return next(iter((*alike, *near)), "")


def _likeness(word: str, name: str) -> float:
    return difflib.SequenceMatcher(None, name, word).ratio()


def did_you_mean(near: str) -> str:
    """The hint that names it."""
    return f"did you mean {near!r}?" if near else ""
