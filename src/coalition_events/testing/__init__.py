"""The conformance kit for authors of exporters: one class for their tests, or ``python -m`` without any.

::

    from coalition_events.testing import ExporterContract

    class TestKml(ExporterContract):
        format = "kml"

Needs the extra ``testing``, which is pytest; ``python -m coalition_events.testing kml`` needs nothing. The samples are
timelines for tests of an author's own.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .contract import ExporterContract
    from .samples import (
        DATE_FORMS,
        HOSTILE_TEXTS,
        empty_timeline,
        full_timeline,
        hostile_timeline,
        long_timeline,
        minimal_timeline,
    )

__all__ = [
    "DATE_FORMS",
    "HOSTILE_TEXTS",
    "ExporterContract",
    "empty_timeline",
    "full_timeline",
    "hostile_timeline",
    "long_timeline",
    "minimal_timeline",
]

_CONTRACT: Final = "ExporterContract"


def __getattr__(name: str) -> object:
    """Import what was asked for: pytest is needed for the class alone."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = importlib.import_module(".contract" if name == _CONTRACT else ".samples", __name__)
    return getattr(home, name)
