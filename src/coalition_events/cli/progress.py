"""How far a long export is, for who waits at a terminal; in a pipe or a log nothing is said."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CELLS: Final = 40
_BETWEEN: Final = 0.1
"""Seconds from one picture to the next."""


@contextlib.contextmanager
def bar(name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A function that draws how much is done, or ``None`` where nobody looks; on leaving, the line is cleared."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    begun = drawn = time.monotonic()

    def draw(done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        is_last = done == total and drawn > begun  # whoever has seen a bar sees it full
        if not done or (now - drawn < _BETWEEN and not is_last):
            return
        drawn = now
        share = min(1.0, done / total)
        left = (now - begun) * (1 / share - 1)
        cells = "#" * int(share * _CELLS)
        print(
            f"\r{name} [{cells:<{_CELLS}}] {share:4.0%}, {_span(left)} left ",
            end="",
            file=sys.stderr,
            flush=True,
        )

    try:
        yield draw
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
