"""What an output says, read by a reader that neither this library nor a peer has written: the standard library's.

Two outputs that do the same work give equal results here. The same results are the finished values that each peer is
given to write: what this library has to derive from claims and dates, the peers get for nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Rows = list[dict[str, Any]]

_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_NOT_TEXT: Final = frozenset({"DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED", "GEO", "URL", "CATEGORIES"})
_BAR: Final = re.compile(r"(?<!\\)\|")
_EVENTS: Final = "## Chronology"
_MARKDOWN_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPTY: Final = ("", "–")
_LOOK: Final = (
    "IconStyle/color",
    "IconStyle/scale",
    "LabelStyle/color",
    "LabelStyle/scale",
    "BalloonStyle/text",
    "ListStyle/listItemType",
)


def calendar_rows(path: Path) -> Rows:
    """The properties of every VEVENT by their names, without parameters; the texts without escapes."""
    text = path.read_bytes().replace(b"\r\n ", b"").decode("utf-8")
    components = text.split("BEGIN:VEVENT\r\n")[1:]
    rows = [_event_row(component.partition("END:VEVENT")[0]) for component in components]
    return sorted(rows, key=lambda row: str(row["UID"]))


def _event_row(component: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for line in component.splitlines():
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        row[name] = value if name in _NOT_TEXT else _ESCAPE.sub(_unescaped, value)
    row["CATEGORIES"] = ",".join(sorted(row["CATEGORIES"].split(",")))
    if "GEO" in row:  # 30.147000 and 30.147 are the same
        row["GEO"] = ";".join(str(float(degrees)) for degrees in row["GEO"].split(";"))
    if "DTEND" not in row:  # then it is one day: RFC 5545, 3.6.1
        day = dt.datetime.strptime(row["DTSTART"], "%Y%m%d").replace(tzinfo=dt.UTC)
        row["DTEND"] = f"{day + dt.timedelta(days=1):%Y%m%d}"
    return row


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def map_rows(path: Path) -> Rows:
    """Every feature; what is null and what is left out are the same, and so are 30 and 30.0."""
    features = json.loads(path.read_bytes())["features"]
    return [
        {
            "geometry": feature["geometry"],
            **{key: _flat(value) for key, value in feature["properties"].items() if value is not None},
        }
        for feature in features
    ]


def _flat(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A list as its JSON text: not every peer has columns of lists."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def table_rows(path: Path) -> Rows:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def briefing_rows(path: Path) -> Rows:
    """What each entry of the briefing's chronology says, by label; or the rows of a table with the same columns."""
    text = path.read_text(encoding="utf-8")
    if _EVENTS not in text:
        names, _, *table = [[_words(cell) for cell in _BAR.split(line)[1:-1]] for line in text.splitlines()]
        rows = (zip(names, cells, strict=True) for cells in table)
        return [{name: cell for name, cell in row if cell not in _EMPTY} for row in rows]
    entries: Rows = []
    label = ""
    for line in text.partition(_EVENTS)[2].partition("\n## ")[0].splitlines():
        if line.startswith("- "):
            label = "Event"
            entries.append({label: _words(line.removeprefix("- "))})
        elif line.startswith("  - "):
            label, _, said = line.removeprefix("  - ").partition(":")
            entries[-1][label] = _words(said)
        elif line.strip() and entries:  # a claim below a field's own line
            entries[-1][label] = f"{entries[-1][label]} {_words(line.lstrip(' -'))}".strip()
    return [{label: said for label, said in entry.items() if said} for entry in entries]


def names_of(rows: Rows) -> list[str]:
    """The labels of all rows, for a table with a column for each."""
    return list(dict.fromkeys(name for row in rows for name in row))


def _words(markdown: str) -> str:
    return _MARKDOWN_ESCAPE.sub(r"\1", " ".join(markdown.split()))


def placemark_rows(path: Path) -> Rows:
    """Every placemark of a KML file: its folder, texts, time, look, typed data and points.

    Without ids, which each library makes in its own way, and without what the file says of itself.
    """
    root = ET.parse(path).getroot()  # noqa: S314 - written here a moment ago
    looks = {f"#{style.get('id')}": _look(style) for style in root.iterfind(".//{*}Style")}
    types = {
        f"#{schema.get('id')}": {field.get("name"): field.get("type") for field in schema}
        for schema in root.iterfind(".//{*}Schema")
    }
    return [
        {
            "folder": folder,
            "name": mark.findtext("{*}name"),
            "snippet": mark.findtext("{*}Snippet"),
            "description": mark.findtext("{*}description"),
            "begin": mark.findtext("{*}TimeSpan/{*}begin"),
            "end": mark.findtext("{*}TimeSpan/{*}end"),
            "look": looks.get(mark.findtext("{*}styleUrl", "")),
            "data": _typed_data(mark, types),
            "points": [_point(found.text or "") for found in mark.iterfind(".//{*}coordinates")],
        }
        for folder, mark in _placemarks(root, ())
    ]


def _placemarks(parent: ET.Element, folder: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ET.Element]]:
    """The placemarks in the order of the file, each with the names of the folders around it."""
    for child in parent:
        tag = child.tag.rpartition("}")[2]
        if tag == "Placemark":
            yield folder, child
        elif tag == "Folder":
            yield from _placemarks(child, (*folder, child.findtext("{*}name", "")))
        elif tag == "Document":
            yield from _placemarks(child, folder)


def _look(style: ET.Element) -> tuple[tuple[str, str], ...]:
    """What a style sets, of what this library sets."""
    found = ((path, style.findtext("/".join(f"{{*}}{tag}" for tag in path.split("/")))) for path in _LOOK)
    return tuple((path, text) for path, text in found if text)


def _typed_data(mark: ET.Element, types: dict[str, dict[str | None, str | None]]) -> Rows:
    """Each column with the type that its schema gives it."""
    return [
        {
            "name": cell.get("name"),
            "type": types.get(given.get("schemaUrl", ""), {}).get(cell.get("name")),
            "text": cell.text or "",
        }
        for given in mark.iterfind(".//{*}SchemaData")
        for cell in given
    ]


def _point(coordinates: str) -> tuple[float, ...]:
    """Longitude and latitude; 30 and 30.0 are the same, and a height of 0 is none."""
    longitude, latitude, *height = map(float, coordinates.split(","))
    return (longitude, latitude, *filter(None, height))


def document_rows(plain: dict[str, Any]) -> Rows:
    """What a timeline in the form of the file says of each milestone, whichever of its forms a claim has."""
    return [
        {
            "id": name,
            "title": milestone["title"],
            "summary": milestone["summary"],
            "when": [_date_of(claim) for claim in milestone["when"]],
        }
        for name, milestone in plain["milestones"].items()
    ]


def _date_of(claim: dict[str, Any]) -> str:
    return str(claim.get("date") or claim.get("planned"))


READERS: Final[dict[str, Callable[[Path], Rows]]] = {
    "ics": calendar_rows,
    "geojson": map_rows,
    "csv": table_rows,
    "md": briefing_rows,
    "kml": placemark_rows,
}
"""By format."""
