"""The format ``html``: one page with map, timeline, the state of any day, tables and sources, for any browser.

The page is a single file. A strict policy in its head allows nothing but its own style and script, and no request
leaves it. Without a script it is a report of one day's state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from coalition_events import (
    Exporter,
    ExportRequest,
    Feature,
    hookimpl,
    option,
    report_altered,
    report_uncarried,
)

from ._page import page
from ._records import carried
from ._stateview import start_day
from ._words import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

__version__ = "0.1.0"


@attrs.frozen(kw_only=True)
class HtmlOptions:
    """The options of the format."""

    map: bool = option(True, help="draw the bases on a map")  # noqa: FBT003 - an option's default
    theme: str = option(
        "auto", help="colours of the page; auto: as the reader's system", choices=("auto", "light", "dark")
    )


def export(request: ExportRequest) -> Iterator[bytes]:
    """The page, piece by piece; what it cannot show, or not letter for letter, is reported as lost."""
    report = Report(request.timeline, start_day(request.timeline, request.on), request.status_day)
    for piece in page(report, with_map=request.options.map, theme=request.options.theme):
        yield piece.encode("utf-8")
    held = carried(request.timeline)
    report_uncarried(request, held)
    report_altered(request, held)


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The format ``html``."""
    return Exporter(
        name="html",
        suffixes=(".html",),
        media_type="text/html",
        description="One page with map, timeline, state by day and sources, for any browser",
        export=export,
        options=HtmlOptions,
        carries=tuple(Feature),
    )
