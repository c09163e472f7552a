"""Any text in every place of a timeline, out through the workbook and back through openpyxl."""

from __future__ import annotations

import functools
import itertools
import json
import re

import pytest
import xlsx_samples
from hypothesis import given, settings, strategies as st
from xlsxwriter.worksheet import Worksheet

import coalition_events as ce
from coalition_events_xlsx import _cells

DANGEROUS = (
    *(
        "=1+1",
        "+",
        "-",
        "@",
        "'",
        "\t",
        "\n",
        "\u2028",
        ";=HYPERLINK(1)",
        "＝1",
        "{=1}",
        "_x0041_",
        "_x000D_",
        "_x",
    ),
    *(
        "\\",
        ",",
        '"',
        "|",
        "`",
        "</script>",
        "]]>",
        "<!--",
        "<t>",
        "&lt;",
        "&",
        "&#10;",
        "{{",
        "${",
        "%0d%0a",
    ),
    *(
        "javascript:",
        "https://x.org",
        "mailto:a@b.org",
        "internal:events!A1",
        "external:x.xlsx",
        "file:///etc/x",
    ),
    *(
        "\u202e",
        "\u2066",
        "e\u0301",
        "👩‍👧",
        "𐎀",
        "عين",
        "日",
        "\ufeff",
        "\ufffe",
        "TRUE",
        "#N/A",
        "00123",
        "1E5",
    ),
)
"""What means something to a spreadsheet or to XML."""

texts = (
    st.lists(
        st.sampled_from(DANGEROUS)
        | st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n"), max_size=6),
        min_size=1,
        max_size=5,
    )
    .map("".join)
    .filter(lambda text: text.strip() and text not in {"unknown", "none"})
)


def _timeline(tell):
    """The mission with what ``tell`` gives in every field of text, in aliases, identifiers, claims and x- keys."""
    timeline = xlsx_samples.mission()
    plain = ce.to_plain(timeline)
    for owner in (timeline, *timeline.records()):
        fields = plain if owner is timeline else plain[owner.section][owner.id]
        for _, description in ce.described(type(owner)):
            key, form = description.key, description.form
            if form is ce.Form.TEXT and not description.pattern and key != "timezone":
                fields[key] = tell()
            elif form is ce.Form.ALIASES:
                fields[key] = [tell(), {"text": tell(), "language": "ar"}]
            elif form is ce.Form.IDENTIFIERS:
                fields[key] = {"wikidata": tell(), tell(): tell()}
            elif form in {ce.Form.DATED, ce.Form.VALUED, ce.Form.FIGURES} and isinstance(
                fields.get(key), list
            ):
                for claim in fields[key]:
                    claim |= {"as_written": tell(), "note": tell()}
        fields |= {f"x-{tell()}": [tell(), 1]}
    return ce.parse(json.dumps(plain))


def _read(timeline):
    """Every sheet as openpyxl reads it: of each cell the column, the text or the value, and where it leads."""
    found = {}
    for sheet in xlsx_samples.book(timeline):
        head, *body = sheet.iter_rows()
        columns = [cell.value for cell in head]
        found[sheet.title] = [
            [name, *_cell(cell)] for row in body for name, cell in zip(columns, row, strict=True)
        ]
        found[sheet.title].append(columns)
    return found


def _cell(cell):
    assert cell.data_type == "s" or not isinstance(cell.value, str)
    link = cell.hyperlink
    return ["" if cell.value is None else cell.value, (link.target, link.location) if link else None]


@functools.cache
def _harmless():
    count = itertools.count()
    return _read(_timeline(lambda: f"Harmless{next(count):04}"))


def _put(found, pool, column=""):
    """What was read of harmless words with the texts in their places, as the column writes them."""
    if isinstance(found, str):
        change = _joined if column in {"aliases", "identifiers"} else str
        change = _in_json if found.startswith('{"') else change
        return re.sub(
            r"Harmless(\d{4})", lambda word: _cells.clean(change(pool[int(word[1]) % len(pool)])), found
        )
    if isinstance(found, dict):
        return {name: _put(rows, pool) for name, rows in found.items()}
    return [_put(part, pool, found[0]) for part in found] if isinstance(found, list) else found


def _joined(text):
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _in_json(text):
    return json.dumps(text, ensure_ascii=False)[1:-1]


def check(pool):
    """Hold the workbook to the law: it is that of the harmless timeline, with each word replaced by its text."""
    turn = itertools.cycle(pool)
    assert _read(_timeline(lambda: next(turn))) == _put(_harmless(), pool)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(pool=st.lists(texts, min_size=1, max_size=7))
def test_any_text(pool):
    """Each text stands in its cell as a text, in the sheets, rows and links of the harmless workbook."""
    check(pool)


def test_the_check_finds_what_is_broken(monkeypatch):
    """The dangerous pieces pass the check as long as the exporter is whole, and fail it when texts may be formulas."""
    pool = [text for text in DANGEROUS if text.strip()]
    check(pool)
    write = Worksheet.write_string

    def careless(page, row, column, text, style):
        return (
            page.write_formula(row, column, text, style)
            if text[:1] == "="
            else write(page, row, column, text, style)
        )

    monkeypatch.setattr(Worksheet, "write_string", careless)
    with pytest.raises(AssertionError):
        check(pool)
