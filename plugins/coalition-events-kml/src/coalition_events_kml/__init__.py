"""KML 2.2 for Google Earth: every base and every event, with balloons that hold every claim and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from coalition_events import Exporter, Feature, hookimpl, option

from ._document import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_events import ExportRequest

CARRIES: Final = tuple(Feature)
"""Every feature: each record has a placemark, and each of its fields stands in the balloon and in the data."""


@attrs.frozen
class KmlOptions:
    """Both options change what is drawn; what is said stands in balloons and data whatever they are."""

    timespans: bool = option(default=True, help="give every dated event its TimeSpan, for the time slider")
    labels: bool = option(default=True, help="write the names beside the points")


def export(request: ExportRequest) -> Iterator[bytes]:
    """Yield the head of the document, then folder by folder."""
    for piece in documents(request):
        yield piece.encode()


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The exporter ``kml``."""
    return Exporter(
        name="kml",
        suffixes=(".kml",),
        media_type="application/vnd.google-earth.kml+xml",
        description="Google Earth: folders and balloons, time spans as exact as their sources (KML 2.2)",
        export=export,
        options=KmlOptions,
        carries=CARRIES,
    )
