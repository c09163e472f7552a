"""The model's classes as they are called here, with texts for dates and words.

Their fields convert what they are given; mypy can't see that, as they make their attrs fields with functions of their
own. Nothing else is different.
"""

from __future__ import annotations

from typing import Any, Final

import coalition_events as ce

Actor: Final[Any] = ce.Actor
Alias: Final[Any] = ce.Alias
Base: Final[Any] = ce.Base
Claim: Final[Any] = ce.Claim
Figure: Final[Any] = ce.Figure
Location: Final[Any] = ce.Location
Milestone: Final[Any] = ce.Milestone
Source: Final[Any] = ce.Source
Value: Final[Any] = ce.Value


def make_timeline(**fields: Any) -> ce.Timeline:  # noqa: ANN401 - the fields of a timeline
    """A timeline of these fields."""
    return ce.Timeline(**fields)
