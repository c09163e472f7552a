"""Any text in every place, out through every exporter and back through readers that nobody here wrote."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import html.parser
import io
import json
import re
from urllib.parse import urlsplit

import attrs
import icalendar
import pytest
from hypothesis import given, settings, strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

import anytext
import coalition_events as ce
import exporting
import judging
from coalition_events import textsafe
from coalition_events.exporters import (
    _csv_lines,
    _ics_lines,
    _md_text,
    csv as exporter_csv,
    geojson,
    ics,
    json as exporter_json,
)
from commanding import run
from optional import need

DAY = dt.date(2030, 5, 1)
TABLES = (*exporter_csv.TABLES, *exporter_csv.COMPUTED)
NUMBER = r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?"
SCHEMES = {"http", "https", "mailto"}
often = settings(max_examples=60, deadline=None, derandomize=True)
half = settings(max_examples=30, deadline=None, derandomize=True)
seldom = settings(max_examples=8, deadline=None, derandomize=True)
"""For readers that are slow to start."""
pools = given(pool=anytext.pools)
FAULTS = (AssertionError, ValueError, KeyError, csv.Error)
"""How a broken export shows: it is not as expected, or no reader takes it."""


# ---------------------------------------------------------------------------------------------------- the input


def test_every_text_of_the_model_is_tried():
    """Each kind of record, and the timeline, has a word of its own in each of its fields of text."""
    timeline = anytext.harmless()
    for owner in (timeline, *timeline.records()):
        for name, description in ce.described(type(owner)):
            if description.form is ce.Form.TEXT and not description.pattern and name != "timezone":
                assert re.fullmatch("Harmless[0-9]{4}", getattr(owner, name)), f"{owner.id}.{name}"
    kinds = {type(record) for record in timeline.records()}
    assert kinds == set(ce.model.KINDS)


@pytest.mark.parametrize("sign", ["\r", "\x85", "\x00", "\x1b", "\x0b", "\x0c", "\x7f", "\ud800"])
def test_controls_are_refused_where_texts_come_in(sign):
    """CR, NEL, other controls and half a letter never reach an exporter."""
    with pytest.raises(ce.InvalidTimelineError):
        anytext.hostile([f"a{sign}b"])


# ---------------------------------------------------------------------------------------------------- ics


def _indented(text):
    """In a description a text goes on indented, so that no line of it passes for one of the exporter's."""
    return textsafe.plain(text).replace("\n", "\n  ")


def _components(data):
    """Read with icalendar: each component as its name and the names and values of its properties."""
    found = []
    calendar = icalendar.Calendar.from_ical(data)
    for component in calendar.walk():
        assert not component.errors
        held = [(name, value) for name, value in component.property_items(recursive=False, sorted=False)]
        found.append([component.name, [[name, _value(value)] for name, value in held]])
    return found


def _value(value):
    if isinstance(value, list):
        return [_value(part) for part in value]
    if type(value).__name__ == "vUnknown":  # icalendar 7 leaves the escapes in NAME and X- properties
        return _unescaped(value)
    if isinstance(value, str | bytes):
        return str(value)
    raw = value.to_ical()  # of some types a str
    return raw.decode() if isinstance(raw, bytes) else raw


def _unescaped(text):
    """A TEXT value (RFC 5545, 3.3.11) as what it says."""
    return re.sub(r"\\([\\;,nN])", lambda sign: "\n" if sign[1] in "nN" else sign[1], text)


def _expected_components(pool):
    """The same of the harmless timeline, with the texts in their places."""
    return [
        [
            kind,
            [
                anytext.put(
                    pair, pool, _indented if [kind, pair[0]] == ["VEVENT", "DESCRIPTION"] else textsafe.plain
                )
                for pair in pairs
            ],
        ]
        for kind, pairs in _harmless_components()
    ]


@functools.cache
def _harmless_components():
    return _components(exporting.run("ics", anytext.harmless(), alarms=3)[0])


def check_ics(pool):
    """Hold the calendar to the law, and its lines to 75 octets of whole letters."""
    data, _ = exporting.run("ics", anytext.hostile(pool), alarms=3)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert not re.search("[\x00-\x08\x0a-\x1f\x7f]", line.decode())
    assert _components(data) == _expected_components(pool)


@often
@pools
def test_ics(pool):
    """icalendar finds each text in its place, and the components and properties of the harmless calendar."""
    check_ics(pool)


@seldom
@pools
def test_ics_through_ical_js(pool, tmp_path_factory):
    """So does the parser of Thunderbird."""
    folder = tmp_path_factory.getbasetemp()

    def read(timeline):
        path = folder / "any-text.ics"
        path.write_bytes(exporting.run("ics", timeline, alarms=3)[0])
        read = judging.ical_js(path)
        for name in ("name", "x-wr-calname", "x-wr-caldesc"):  # ical.js leaves the escapes in these
            read["calendar"][name] = list(map(_unescaped, read["calendar"][name]))
        return read

    found, expected = read(anytext.hostile(pool)), read(anytext.harmless())
    descriptions = [event.pop("description") for event in expected["events"]]
    assert [event.pop("description") for event in found["events"]] == anytext.put(
        descriptions, pool, _indented
    )
    assert found == anytext.put(expected, pool, textsafe.plain)


# ---------------------------------------------------------------------------------------------------- json, geojson


def _plain(data):
    """Read with Python's reader; what a feature has for an x- key is JSON text, and is read as well."""
    found = json.loads(data)
    for feature in found.get("features", ()):
        own = feature["properties"]
        own |= {key: json.loads(text) for key, text in own.items() if key.startswith("x-")}
    return found


@functools.cache
def _harmless_json(name, on):
    return _plain(exporting.run(name, anytext.harmless(), on)[0])


def check_json(name, pool, on=None):
    """Hold a format that is JSON to the law; the texts are in it letter for letter."""
    data, _ = exporting.run(name, anytext.hostile(pool), on)
    assert _plain(data) == anytext.put(_harmless_json(name, on), pool)
    return data


@often
@pools
def test_json(pool):
    """Python's reader finds each text in its place letter for letter, and the library reads an equal timeline."""
    assert ce.parse(check_json("json", pool).decode()) == anytext.hostile(pool)


@often
@given(pool=anytext.pools, on=st.sampled_from([None, DAY]))
def test_geojson(pool, on):
    """Python's reader finds each text in its place letter for letter, in the features of the harmless layer."""
    check_json("geojson", pool, on)


# ---------------------------------------------------------------------------------------------------- csv


def _rows(data):
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


@functools.cache
def _harmless_rows(table):
    return _rows(exporting.run("csv", anytext.harmless(), table=table, formulas="raw")[0])


def _joined(text):
    """In lists of names and identifiers a bar that belongs to a text has a backslash before it."""
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _expected_rows(table, pool):
    """The table with the texts in their places as they are."""
    header, *rows = _harmless_rows(table)
    changes = dict.fromkeys(("aliases", "identifiers"), _joined) | {"extra": _in_json}
    return [
        header,
        *(
            [anytext.put(cell, pool, changes.get(name, str)) for name, cell in zip(header, row, strict=True)]
            for row in rows
        ),
    ]


def _in_json(text):
    return json.dumps(text, ensure_ascii=False)[1:-1]


def check_csv(pool, tables=TABLES):
    """Hold every table to the law, raw and, with the guard undone, guarded."""
    timeline = anytext.hostile(pool)
    for table in tables:
        expected = _expected_rows(table, pool)
        assert _rows(exporting.run("csv", timeline, table=table, formulas="raw")[0]) == expected, table
        guarded = _rows(exporting.run("csv", timeline, table=table)[0])
        assert [list(map(textsafe.spreadsheet_text, row)) for row in guarded] == expected, table
        for cell in (cell for row in guarded[1:] for cell in row):
            assert not _runs(cell), f"{table}: {cell!r}"


def _runs(cell):
    """Whether a spreadsheet would run the cell, or a part of it where it cuts at a semicolon, TAB or line end."""
    parts = [part.strip(" \u00a0") for part in re.split("[;\t\n]", cell)]
    return any(part[:1] in set("-=+@＝＋－＠") and not re.fullmatch(NUMBER, part) for part in parts)


@often
@given(pool=anytext.pools, table=st.sampled_from(TABLES))
def test_csv(pool, table):
    """Python's reader finds each text in its cell of each table, and the guard of formulas can be undone."""
    check_csv(pool, [table])


@seldom
@pools
def test_csv_through_pandas_and_duckdb(pool, tmp_path_factory):
    """Pandas and DuckDB read the same rows from every table, with the guard on."""
    pandas, duckdb = need("pandas"), need("duckdb")
    path = tmp_path_factory.getbasetemp() / "any-text.csv"
    for table in ("events", "bases", "claims", "sources"):
        data, _ = exporting.run("csv", anytext.hostile(pool), table=table)
        header, *rows = _rows(data)
        frame = pandas.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
        assert [list(frame.columns), *frame.to_numpy().tolist()] == [header, *rows]
        path.write_bytes(data)
        query = "select * from read_csv(?, all_varchar=true, header=true, delim=',', quote='\"', escape='\"')"
        found = duckdb.sql(query, params=[str(path)]).fetchall()
        assert [[cell or "" for cell in row] for row in found] == rows


# ---------------------------------------------------------------------------------------------------- markdown


def _chart(text):
    """The lines of a Mermaid chart, with its character codes as the signs that they show."""
    return [re.sub("#([0-9]+);", lambda code: chr(int(code[1])), line) for line in text.split("\n")]


def _tokens(text):
    """Read with markdown-it-py: every token with its tag and attributes, texts beside one another as one."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    found = []
    for token in reader.parse(text):
        kind = [token.type, token.tag, token.info, *token.attrs.items(), token.meta.get("label")]
        found.append([*kind, _chart(token.content) if token.type == "fence" else _inline(token)])
    return found


def _inline(token):
    parts = []
    for child in token.children or ():
        if child.type in {"text", "text_special"}:
            if not parts or not isinstance(parts[-1], str):
                parts.append("")
            parts[-1] += child.content
        else:
            parts.append([child.type, *child.attrs.items(), child.meta.get("label"), child.content])
    return parts


class _Page(html.parser.HTMLParser):
    """What a browser would make of HTML: tags with their attributes, and the texts between them."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append([tag, *attrs])

    def handle_endtag(self, tag):
        self.found.append([f"/{tag}"])

    def handle_comment(self, data):
        self.found.append(["comment", data])

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        if self.found and isinstance(self.found[-1], str):
            self.found[-1] += data
        else:
            self.found.append(data)


def _page(text):
    """Read with GitHub's cmark-gfm; what stands in the chart's fence is as :func:`_chart` reads it."""
    parts = _Page(judging.cmark_gfm(text)).found
    for place, part in enumerate(parts):
        if part[0] == "code":
            parts[place + 1] = _chart(parts[place + 1])
    return _without_addresses(parts)


def _without_addresses(parts):
    """The page without the links that GitHub's reader makes of mail addresses, whatever stands before their "@"."""
    found = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, str) and isinstance(last, str):
            found[-1] += part
        elif part == ["/a"] and isinstance(last, str) and _is_address(found[-2], last):
            del found[-2:]
            if found and isinstance(found[-1], str):
                found[-1] += last
            else:
                found.append(last)
        else:
            found.append(part)
    return found


def _is_address(tag, shown):
    """Whether a link leads to the very address that it shows, by mail or, as GitHub has it, by XMPP."""
    return tag in (["a", ("href", f"mailto:{shown}")], ["a", ("href", shown)]) and not shown.startswith(
        "http"
    )


READERS = {"markdown-it-py": _tokens, "cmark-gfm": _page}


@functools.cache
def _harmless_page(reader):
    return READERS[reader](_briefing(anytext.harmless()))


def _shown(found):
    """What was read, without what the page may set around a text: white space, and the dash where nothing shows."""
    if isinstance(found, list | tuple):
        return [part for part in map(_shown, found) if part != ""]
    return re.sub("[\\s–]", "", found) if isinstance(found, str) else found


def _texts(found):
    """All texts in what was read, one after the other."""
    if isinstance(found, list | tuple):
        return "\n".join(map(_texts, found))
    return str(found)


def check_markdown(reader, pool):
    """Hold the briefing to the law as one reader sees it; white space within a text is held to be as in one line."""
    found = READERS[reader](_briefing(anytext.hostile(pool)))
    assert _shown(found) == _shown(anytext.put(_harmless_page(reader), pool, textsafe.one_line))
    words = _texts(found)
    numbers = map(int, re.findall(r"Harmless(\d{4})", _texts(_harmless_page(reader))))
    assert all(textsafe.one_line(pool[number % len(pool)]) in words for number in numbers)


@often
@pools
def test_markdown(pool):
    """markdown-it-py finds each text in its place, among the headings, cells, marks and links of the harmless page."""
    check_markdown("markdown-it-py", pool)


@half
@pools
def test_markdown_through_cmark(pool):
    """So does the reader of GitHub, which makes links of bare addresses and would show a tag."""
    check_markdown("cmark-gfm", pool)


# ---------------------------------------------------------------------------------------------------- links and names


@half
@given(url=anytext.urls)
def test_links_lead_to_http_https_or_mailto(url):
    """Of any address and any texts beside it, what comes out as a link in a calendar or a page is one of the three."""
    timeline = anytext.hostile(["javascript:alert(1)", "[x](javascript:y)"], url)
    address = textsafe.link(url)
    data, _ = exporting.run("ics", timeline)
    links = [value for _, pairs in _components(data) for name, value in pairs if name == "URL"]
    assert set(links) == ({address} if address else set())
    usual = _links(_Page(judging.cmark_gfm(_briefing(anytext.harmless()))).found)
    text = _briefing(timeline)
    for links in (_links(_tokens(text)), _links(_Page(judging.cmark_gfm(text)).found)):
        assert {urlsplit(link).scheme.lower() for link in links} <= SCHEMES
        assert len(links) == len(usual) or not address


def _briefing(timeline):
    return exporting.run("markdown", timeline, DAY)[0].decode()


def _links(found):
    """Every link and picture but those to footnotes and back, in what a reader of Markdown gave."""
    if isinstance(found, tuple):
        return [found[1]] if found[0] in {"href", "src"} and not found[1].startswith("#") else []
    return [link for part in found for link in _links(part)] if isinstance(found, list) else []


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "a\\b", "..", ".", ".x", "", "C:x", "a\n", "A", "é", "~", "a\x00"]
)
def test_a_file_cannot_be_named_out_of_its_folder(name):
    """What could lead out of a folder, or hide in it, is no id, and files are named after ids."""
    with pytest.raises(ValueError, match="id"):
        attrs.evolve(anytext.harmless(), id=name)


@pytest.mark.parametrize("name", ["a", "0", "-", "--", "-x", "a-b", "con"])
def test_files_stand_in_their_folder(name, tmp_path, capsys):
    """With any id, ``export -o out/`` writes into that folder and nowhere else."""
    timeline = ce.Timeline(id=name, title="T", revised="2030-01-01")
    (tmp_path / "in.yaml").write_text(ce.to_yaml(timeline), "utf-8")
    assert run(capsys, "export", tmp_path / "in.yaml", "-o", f"{tmp_path}/out/", "-f", "json").code == 0
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        *("in.yaml", "out", f"out/{name}.json")
    ]


# ---------------------------------------------------------------------------------------------------- the tests fail


def _never(monkeypatch, module, name):
    """Make a pattern match nothing, so that what it finds is not escaped."""
    monkeypatch.setattr(module, name, re.compile("(?!)"))


def _write_markdown_bare(monkeypatch):
    """Escape no sign, and remember no text: what was escaped before would come back."""
    monkeypatch.setattr(textsafe, "_MARKDOWN", ())
    monkeypatch.setattr(_md_text, "_short", textsafe.markdown)


BREAKS = {
    "ics without escapes": (
        lambda patch: [patch.setattr(ics, name, str.encode) for name in ("text", "escaped")],
        check_ics,
    ),
    "ics with long lines": (lambda patch: patch.setattr(_ics_lines, "_LIMIT", 76), check_ics),
    "json without escapes": (
        lambda patch: patch.setattr(exporter_json, "to_plain", _unescaping(ce.to_plain)),
        functools.partial(check_json, "json"),
    ),
    "geojson without escapes": (
        lambda patch: patch.setattr(geojson, "_dump", lambda value, *_: _bare_json(value)),
        functools.partial(check_json, "geojson"),
    ),
    "csv without quotes": (lambda patch: _never(patch, _csv_lines, "_QUOTED"), check_csv),
    "csv without a guard": (lambda patch: patch.setattr(textsafe, "spreadsheet_cell", str), check_csv),
    "markdown without escapes": (
        _write_markdown_bare,
        functools.partial(check_markdown, "markdown-it-py"),
    ),
    "markdown without escapes, to GitHub": (
        _write_markdown_bare,
        functools.partial(check_markdown, "cmark-gfm"),
    ),
}


def _unescaping(to_plain):
    return lambda timeline: json.loads(json.dumps(to_plain(timeline)).replace("</script>", ""))


def _bare_json(value):
    return json.dumps(value, ensure_ascii=False).replace(r"\"", '"')


@pytest.mark.parametrize("name", BREAKS)
def test_each_check_finds_what_is_broken(name, monkeypatch):
    """The dangerous pieces pass each check as long as the exporter is whole, and fail it when its escaping is gone."""
    break_it, check = BREAKS[name]
    check(anytext.POOL)
    break_it(monkeypatch)
    with pytest.raises(FAULTS):
        check(anytext.POOL)
