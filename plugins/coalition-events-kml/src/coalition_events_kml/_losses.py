"""What the file holds of each section, and the one thing that it coarsens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import Absence, Feature, LossAction, report_uncarried

from ._claims import degrees

if TYPE_CHECKING:
    from coalition_events import ExportRequest

_CLAIM_KEYS: Final = ("as_written", "by", "said", "cite", "credibility", "rank", "note", "basis", "time")
_EVERYWHERE: Final = frozenset({"summary", "note", "revised", "cite", "x-"})


def _whole(*keys: str) -> frozenset[str]:
    """Spell these fields as the loss ledger does where every claim about them is shown with all that it says."""
    tails = ("", "[]", *(f".{part}" for part in _CLAIM_KEYS))
    return frozenset(f"{key}{tail}" for key in keys for tail in tails)


CARRIED: Final = {
    "timeline": frozenset({"title", "summary", "timezone", "licence", "revised", "evidence_until", "x-"}),
    "sources": _EVERYWHERE
    | {"title", "publisher", "url", "archive_url", "published"}
    | {"accessed", "language", "reliability", "repeats"},
    "actors": _EVERYWHERE | {"name", "aliases", "kind", "country", "part_of", "led_by", "identifiers"},
    "bases": _EVERYWHERE
    | {"name", "aliases", "kind", "country", "region", "part_of", "identifiers"}
    | _whole("location", "candidates", "holder"),
    "agreements": _EVERYWHERE
    | {"title", "kind", "parties"}
    | _whole("signed", "in_force", "ends", "cancelled"),
    "phases": _EVERYWHERE
    | {"title", "ordinal", "final", "area", "coordinated_from", "under"}
    | _whole("start", "end", "cancelled"),
    "provisions": _EVERYWHERE
    | {"text", "modality", "actors", "bases", "phases", "under", "condition"}
    | _whole("in_force", "ends", "cancelled"),
    "milestones": _EVERYWHERE
    | {"title", "kind", "bases", "passes", "actors", "phases", "agreements"}
    | _whole("when", "from", "to", "cancelled"),
    "counts": _EVERYWHERE | {"title", "counted", "from", "to", "area", "members"} | _whole("values"),
    "statements": _EVERYWHERE | {"text", "by", "about", "said", "contradicts"},
}
"""A field that is added to the model is reported as lost until it stands here."""


def report(request: ExportRequest) -> None:
    """Report what is not in the output, and degrees with more decimals than are written."""
    report_uncarried(request, CARRIED)
    for base in request.timeline.bases:
        points = [value.value for value in base.location if not isinstance(value.value, Absence)]
        numbers = [number for point in points for number in (point.latitude, point.longitude)]
        if any(degrees(number) != number for number in numbers):
            request.lost(base, "location", Feature.LOCATIONS, LossAction.COARSENED)
