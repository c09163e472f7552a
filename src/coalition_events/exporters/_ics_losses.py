"""What a calendar does not hold of a timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import (
    ExportRequest,
    report_altered,
    report_rounding,
    report_uncarried,
    whole_claims,
)

if TYPE_CHECKING:
    from collections.abc import Collection

_ANY: Final = ("summary", "note", "revised", "cite")

_CARRIED: Final = {
    "timeline": {"id", "title", "summary", "timezone", "licence", "revised", "evidence_until"},
    "sources": {
        *("title", "publisher", "url", "archive_url", "published", "accessed", "language", "reliability"),
        "repeats",
    },
    "actors": {"name"},
    "bases": {"name", *whole_claims("location", "candidates")},
    "agreements": {
        *_ANY,
        "title",
        "kind",
        "parties",
        *whole_claims("signed", "in_force", "ends", "cancelled"),
    },
    "phases": {
        *(*_ANY, "title", "ordinal", "final", "area", "coordinated_from", "under"),
        *whole_claims("start", "end", "cancelled"),
    },
    "provisions": {
        *(*_ANY, "text", "modality", "actors", "bases", "phases", "under", "condition"),
        *whole_claims("in_force", "ends", "cancelled"),
    },
    "milestones": {
        *(*_ANY, "title", "kind", "bases", "passes", "actors", "phases", "agreements"),
        *whole_claims("when", "from", "to", "cancelled"),
    },
}
"""What an entry, and what it names, shows of each record."""


def report_losses(request: ExportRequest, shown: Collection[str]) -> None:
    """Report what entries leave out of the records they show, and all of those that none shows.

    ``shown`` are the ids of the records that have an entry and of the bases, actors and sources it names.
    """
    report_uncarried(request, _CARRIED)
    report_uncarried(request, {}, records=[one for one in request.timeline.records() if one.id not in shown])
    report_rounding(request, (base for base in request.timeline.bases if base.id in shown))
    report_altered(request, _CARRIED)
