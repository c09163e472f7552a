"""What a user would pick instead, for each format: written as its documentation shows it, with the fastest of its ways.

Each takes the finished values of :mod:`benchmarks.readback` and a path. Nothing is imported before it is measured, so
that one peer that is missing only leaves its row out.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import json
import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from benchmarks.readback import names_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.readback import Rows

_TEXTS: Final = ("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP", "UID")
_EXTRAS: Final = ("X-MICROSOFT-CDO-BUSYSTATUS", "X-COALITION-EVENTS-EDTF")


def _moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")


def write_with_icalendar(rows: Rows, path: Path) -> None:
    """``icalendar``: a Calendar of Events, each with its own value types, and ``to_ical``."""
    icalendar: Any = importlib.import_module("icalendar")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//benchmark//EN")
    calendar.add("version", "2.0")
    for row in rows:
        event = icalendar.Event()
        for name in (*_TEXTS, *_EXTRAS):
            if name in row:
                event.add(name, icalendar.vText(row[name]))
        event.add("dtstamp", _moment(row["DTSTAMP"]))
        event.add("last-modified", _moment(row["LAST-MODIFIED"]))
        event.add("sequence", int(row["SEQUENCE"]))
        event.add("dtstart", _day(row["DTSTART"]))
        event.add("dtend", _day(row["DTEND"]))
        event.add("categories", row["CATEGORIES"].split(","))
        if "GEO" in row:
            event.add("geo", tuple(float(degrees) for degrees in row["GEO"].split(";")))
        if "URL" in row:
            event.add("url", icalendar.vUri(row["URL"]))
        calendar.add_component(event)
    path.write_bytes(calendar.to_ical())


def write_with_ics(rows: Rows, path: Path) -> None:
    """``ics``: a Calendar of Events; what the package has no attribute for are lines of its ``extra``."""
    ics: Any = importlib.import_module("ics")
    line: Any = importlib.import_module("ics.grammar.parse").ContentLine
    escape: Any = importlib.import_module("ics.utils").escape_string
    calendar = ics.Calendar()
    for row in rows:
        event = ics.Event(
            name=row["SUMMARY"],
            begin=_day(row["DTSTART"]).isoformat(),
            end=(_day(row["DTEND"]) - dt.timedelta(days=1)).isoformat(),
            uid=row["UID"],
            description=row["DESCRIPTION"],
            location=row.get("LOCATION"),
            url=row.get("URL"),
            status=row["STATUS"],
            categories=row["CATEGORIES"].split(","),
            transparent=True,
            created=_moment(row["DTSTAMP"]),
            last_modified=_moment(row["LAST-MODIFIED"]),
        )
        event.make_all_day()
        event.extra.append(line(name="SEQUENCE", value=row["SEQUENCE"]))
        event.extra.extend(line(name=name, value=escape(row[name])) for name in _EXTRAS)
        if "GEO" in row:
            event.extra.append(line(name="GEO", value=row["GEO"]))
        calendar.events.add(event)
    path.write_text(calendar.serialize(), encoding="utf-8", newline="")


def write_with_geojson(rows: Rows, path: Path) -> None:
    """``geojson``: a FeatureCollection of Features, and ``dump``."""
    geojson: Any = importlib.import_module("geojson")
    features = []
    for row in rows:
        properties = {key: value for key, value in row.items() if key != "geometry"}
        point = row["geometry"]
        geometry = geojson.Point(point["coordinates"], precision=6) if point else None
        features.append(geojson.Feature(geometry=geometry, properties=properties))
    with path.open("w", encoding="utf-8") as file:
        geojson.dump(geojson.FeatureCollection(features), file, ensure_ascii=False)


def write_with_geopandas(rows: Rows, path: Path) -> None:
    """``geopandas``: a GeoDataFrame, written by ``pyogrio``."""
    geopandas: Any = importlib.import_module("geopandas")
    features = [
        {
            "type": "Feature",
            "geometry": row["geometry"],
            "properties": {key: value for key, value in row.items() if key != "geometry"},
        }
        for row in rows
    ]
    frame = geopandas.GeoDataFrame.from_features(features, crs="EPSG:4326").convert_dtypes()
    frame.to_file(path, driver="GeoJSON", engine="pyogrio", COORDINATE_PRECISION=6)


def write_with_dict_writer(rows: Rows, path: Path) -> None:
    """``csv.DictWriter`` of the standard library, which guards nothing."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_with_pandas(rows: Rows, path: Path) -> None:
    """``pandas``: a DataFrame, and ``to_csv``."""
    pandas: Any = importlib.import_module("pandas")
    pandas.DataFrame(rows).to_csv(path, index=False)


def write_with_duckdb(rows: Rows, path: Path) -> None:
    """``duckdb``: ``COPY`` of the rows, which it reads from lines of JSON."""
    duckdb: Any = importlib.import_module("duckdb")
    lines = path.with_suffix(".jsonl")
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in rows[0])
    source = f"read_json('{lines}', columns={{{columns}}}, format='newline_delimited')"
    duckdb.sql(f"COPY (SELECT * FROM {source}) TO '{path}' (HEADER, DELIMITER ',')")  # noqa: S608 - names of ours


def write_with_tabulate(rows: Rows, path: Path, *, disable_numparse: bool = True) -> None:
    """``tabulate``: a Markdown table, a column for each label of an entry; it escapes nothing.

    Unless told not to, it looks for a number in every cell, which takes as long again, and would write ``1e3`` as 1000.
    """
    tabulate: Any = importlib.import_module("tabulate").tabulate
    names = names_of(rows)
    cells = [[row.get(name, "") for name in names] for row in rows]
    table = tabulate(cells, headers=names, tablefmt="pipe", disable_numparse=disable_numparse)
    path.write_text(table + "\n", encoding="utf-8")


def write_with_simplekml(rows: Rows, path: Path) -> None:
    """``simplekml``: folders of points with shared styles and a schema, on one line, its faster way."""
    simplekml: Any = importlib.import_module("simplekml")
    kml = simplekml.Kml()
    schema = kml.newschema(name="event")
    folders: dict[tuple[str, ...], Any] = {(): kml}
    styles: dict[Any, Any] = {}
    declared: set[str] = set()
    for row in rows:
        mark = _new_mark(_folder_of(folders, row["folder"]), row["points"])
        mark.name, mark.description = row["name"], row["description"]
        mark.snippet = simplekml.Snippet(row["snippet"], "2")
        if row["begin"] or row["end"]:
            mark.timespan.begin, mark.timespan.end = row["begin"], row["end"]
        if row["look"] not in styles:
            styles[row["look"]] = _style_of(simplekml.Style(), row["look"])
        mark.style = styles[row["look"]]
        data = mark.extendeddata.schemadata
        data.schemaurl = schema.id
        for cell in row["data"]:
            if cell["name"] not in declared:
                declared.add(cell["name"])
                schema.newsimplefield(name=cell["name"], type=cell["type"])
            data.newsimpledata(
                cell["name"], escape(cell["text"])
            )  # of all its texts, it escapes all but these
    path.write_text(kml.kml(format=False), encoding="utf-8")


def _new_mark(folder: Any, points: list[tuple[float, ...]]) -> Any:  # noqa: ANN401 - what simplekml gives
    if len(points) == 1:
        return folder.newpoint(coords=points)
    mark = folder.newmultigeometry()  # a point without coordinates would stand in the Gulf of Guinea
    for point in points:
        mark.newpoint(coords=[point])
    return mark


def _folder_of(folders: dict[tuple[str, ...], Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 - what simplekml gives
    if names not in folders:
        folders[names] = _folder_of(folders, names[:-1]).newfolder(name=names[-1])
    return folders[names]


def _style_of(style: Any, look: tuple[tuple[str, str], ...]) -> Any:  # noqa: ANN401 - what simplekml gives
    """The style with what the look sets; its attributes are called as the elements are, in lower case."""
    for path, text in look:
        part, name = path.lower().split("/")
        setattr(getattr(style, part), name, text)
    return style


def write_with_ogr2ogr(source: Path, path: Path) -> None:
    """``ogr2ogr``: a whole process, from one GeoJSON file to another."""
    program = shutil.which("ogr2ogr")
    if program is None:
        raise ModuleNotFoundError("ogr2ogr")
    subprocess.run([program, "-f", "GeoJSON", path, source, "-lco", "COORDINATE_PRECISION=6"], check=True)  # noqa: S603 - a program of the system's


WRITERS: Final[dict[str, dict[str, Callable[[Rows, Path], None]]]] = {
    "ics": {"icalendar": write_with_icalendar, "ics": write_with_ics},
    "geojson": {"geojson": write_with_geojson, "geopandas": write_with_geopandas},
    "csv": {
        "csv.DictWriter": write_with_dict_writer,
        "pandas": write_with_pandas,
        "duckdb": write_with_duckdb,
    },
    "md": {
        "tabulate": write_with_tabulate,
        "tabulate (as it comes)": partial(write_with_tabulate, disable_numparse=False),
    },
    "kml": {"simplekml": write_with_simplekml},
}
"""By format and name."""
