"""The last step of this library alone: finished values to bytes, which is all that a peer is asked for.

The rows of the table that are called "values given" compare like with like; the others have this library derive the
values from claims and dates as well. The only place here that looks behind the public face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events.exporters import csv, geojson, ics
from coalition_events.exporters._ics_lines import content_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.readback import Rows

_TEXTS: Final = frozenset({"UID", "SUMMARY", "LOCATION", "DESCRIPTION", "X-COALITION-EVENTS-EDTF"})


def write_calendar(rows: Rows, path: Path) -> None:
    """Content lines with the value types of ``icalendar``."""
    lines = [content_line("BEGIN", b"VCALENDAR")]
    for row in rows:
        lines.append(content_line("BEGIN", b"VEVENT"))
        for name, value in row.items():
            text = ics._text(value) if name in _TEXTS else value.encode()  # noqa: SLF001 - the step that is measured
            lines.append(content_line(name, text))
        lines.append(content_line("END", b"VEVENT"))
    lines.append(content_line("END", b"VCALENDAR"))
    path.write_bytes(b"".join(lines))


def write_map(rows: Rows, path: Path) -> None:
    """Feature by feature."""
    features = []
    for row in rows:
        properties = {key: value for key, value in row.items() if key != "geometry"}
        feature = {"type": "Feature", "geometry": row["geometry"], "properties": properties}
        features.append(geojson._dump(feature))  # noqa: SLF001 - as above
    text = ",\n".join(features)
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{text}\n]}}\n', encoding="utf-8")


def write_table(rows: Rows, path: Path) -> None:
    """Lines of CSV, guarded against formulas."""
    lines = [csv._line(rows[0], guard=False), *(csv._line(row.values(), guard=True) for row in rows)]  # noqa: SLF001 - as above
    path.write_bytes(b"".join(lines))


SERIALISERS: Final[dict[str, Callable[[Rows, Path], None]]] = {
    "ics": write_calendar,
    "geojson": write_map,
    "csv": write_table,
}
"""By format."""
