"""The last step of this library alone: finished values to bytes, which is all that a peer is asked for.

The rows of the table that are called "values given" compare like with like; the others have this library derive the
values from claims and dates as well. The only place here that looks behind the public face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.readback import names_of
from coalition_events.exporters import geojson
from coalition_events.exporters._csv_lines import line
from coalition_events.exporters._ics_lines import content_line
from coalition_events.exporters._ics_values import text
from coalition_events.exporters._md_text import esc, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.readback import Rows

_TEXTS: Final = frozenset({"UID", "SUMMARY", "LOCATION", "DESCRIPTION", "X-COALITION-EVENTS-EDTF"})


def write_calendar(rows: Rows, path: Path) -> None:
    """Content lines, folded."""
    lines = [content_line("BEGIN", b"VCALENDAR")]
    for row in rows:
        lines.append(content_line("BEGIN", b"VEVENT"))
        for name, value in row.items():
            lines.append(content_line(name, text(value) if name in _TEXTS else value.encode()))
        lines.append(content_line("END", b"VEVENT"))
    lines.append(content_line("END", b"VCALENDAR"))
    path.write_bytes(b"".join(lines))


def write_map(rows: Rows, path: Path) -> None:
    """Feature by feature."""
    features = []
    for row in rows:
        properties = dict(row)
        feature = {"type": "Feature", "geometry": properties.pop("geometry"), "properties": properties}
        features.append(geojson._dump(feature))  # noqa: SLF001 - the step that is measured
    listed = ",\n".join(features)
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{listed}\n]}}\n', encoding="utf-8")


def write_table(rows: Rows, path: Path) -> None:
    """Lines of CSV, guarded against formulas."""
    lines = [line(list(rows[0]), guard=False), *[line(list(row.values()), guard=True) for row in rows]]
    path.write_bytes(b"".join(lines))


def write_briefing(rows: Rows, path: Path) -> None:
    """A Markdown table, every cell escaped."""
    names = names_of(rows)
    lines = table(tuple(map(esc, names)), (tuple([esc(row.get(name, "")) for name in names]) for row in rows))
    path.write_text("\n".join(lines), encoding="utf-8")


SERIALISERS: Final[dict[str, Callable[[Rows, Path], None]]] = {
    "ics": write_calendar,
    "geojson": write_map,
    "csv": write_table,
    "md": write_briefing,
}
"""By format."""
