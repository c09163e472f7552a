"""JSON: the file itself, lossless; ``coalition_events.parse`` reads it back as an equal timeline."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs

from coalition_events import Exporter, ExportRequest, Feature, hookimpl, option, to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen
class JsonOptions:
    """``indent`` 0 writes one line."""

    indent: int = option(2, help="spaces of indentation; 0: everything on one line")


def export(request: ExportRequest) -> Iterator[bytes]:
    """Yield the timeline in the shape of its file (RFC 8259, UTF-8, characters as themselves)."""
    encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=request.options.indent or None)
    for chunk in encoder.iterencode(to_plain(request.timeline)):
        yield chunk.encode()
    yield b"\n"


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The exporter ``json``."""
    return Exporter(
        name="json",
        suffixes=(".json",),
        media_type="application/json",
        description="the timeline file as JSON, lossless, read back by the library",
        export=export,
        options=JsonOptions,
        carries=tuple(Feature),
    )
