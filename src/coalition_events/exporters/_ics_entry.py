"""An entry of a calendar: an event with what its title, its description and its other lines rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coalition_events import AnyDate, Event, Status

    from ._ics_days import Days


class Entry(NamedTuple):
    """An event that can be placed: worked out once, for each of its lines asks for it."""

    event: Event
    date: AnyDate
    """The best one."""
    words: str
    """It in words, and what is not known of it."""
    days: Days
    status: Status
    disputed: bool
