"""The last step of this library alone: finished values to bytes, which is all that a peer is asked for.

The rows of the table that are called "values given" compare like with like; the others have this library derive the
values from claims and dates as well. The only place here that looks behind the public face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.readback import names_of
from coalition_events import textsafe
from coalition_events.exporters import geojson
from coalition_events.exporters._csv_lines import line
from coalition_events.exporters._ics_lines import content_line
from coalition_events.exporters._ics_values import text
from coalition_events.exporters._md_text import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.readback import Rows

_ROWS_TOGETHER: Final = 200
_TEXTS: Final = frozenset({"UID", "SUMMARY", "LOCATION", "DESCRIPTION", "X-COALITION-EVENTS-EDTF"})


def write_calendar(rows: Rows, path: Path) -> None:
    """Content lines, folded."""
    with path.open("wb") as file:
        file.write(content_line("BEGIN", b"VCALENDAR"))
        for row in rows:
            lines = [
                content_line(name, text(value) if name in _TEXTS else value.encode())
                for name, value in row.items()
            ]
            file.write(b"BEGIN:VEVENT\r\n%bEND:VEVENT\r\n" % b"".join(lines))
        file.write(content_line("END", b"VCALENDAR"))


def write_map(rows: Rows, path: Path) -> None:
    """Feature by feature."""
    with path.open("wb") as file:
        file.write(b'{"type": "FeatureCollection", "features": [')
        between = ""
        for row in rows:
            properties = dict(row)
            feature = {"type": "Feature", "geometry": properties.pop("geometry"), "properties": properties}
            file.write(f"{between}\n{geojson._dump(feature)}".encode())  # noqa: SLF001 - the step that is measured
            between = ","
        file.write(b"\n]}\n")


def write_table(rows: Rows, path: Path) -> None:
    """Lines of CSV, guarded against formulas."""
    with path.open("wb") as file:
        file.write(line(list(rows[0]), guard=False))
        file.writelines(line(list(row.values()), guard=True) for row in rows)


def write_briefing(rows: Rows, path: Path) -> None:
    """A Markdown table, every cell escaped."""
    names = names_of(rows)
    lines = table(tuple(textsafe.markdown_all(names)), _escaped(rows, names))
    path.write_bytes("\n".join(lines).encode())


def _escaped(rows: Rows, names: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(rows), _ROWS_TOGETHER):
        some = rows[start : start + _ROWS_TOGETHER]
        cells = iter(textsafe.markdown_all([row.get(name, "") for row in some for name in names]))
        yield from zip(*[cells] * len(names), strict=True)


SERIALISERS: Final[dict[str, Callable[[Rows, Path], None]]] = {
    "ics": write_calendar,
    "geojson": write_map,
    "csv": write_table,
    "md": write_briefing,
}
"""By format."""
