"""KML 2.2 for Google Earth: every base and every event, with balloons that hold every claim and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from coalition_events import Exporter, Feature, hookimpl, option, whole

from . import _document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_events import ExportRequest, Parts

CARRIES: Final = tuple(Feature)
"""Every feature: each record has a placemark, and each of its fields stands in the balloon and in the data."""


@attrs.frozen
class KmlOptions:
    """The options change what is drawn and where; what is said stands in balloons and data whatever they are."""

    timespans: bool = option(default=True, help="give every dated event its TimeSpan, for the time slider")
    labels: bool = option(default=True, help="write the names beside the points")
    folders: bool = option(
        default=True,
        help="a folder for each kind; without: all events in one, by date, for files of any size",
    )


def export(request: ExportRequest) -> Iterator[bytes]:
    """Yield the head of the document, then folder by folder or event by event."""
    if not request.options.folders:
        yield from whole(_document.parts(request), request)
        return
    yield from _document.documents(request)


def parts(request: ExportRequest) -> Parts | None:
    """The document event by event; there is none with folders by kind, nor of a day's state, which needs them all."""
    return None if request.options.folders or request.on else _document.parts(request)


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
        parts=parts,
    )
