"""Any text in every place of a timeline, out through KML and back through lxml, the balloons as HTML."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import re

import kml_samples
import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree, html

import coalition_events as ce
from coalition_events import textsafe

DANGEROUS = (
    *(
        "=1+1",
        "'",
        '"',
        "\t",
        "\n",
        "\u2028",
        "\\",
        "|",
        ",",
        ";",
        "`",
        "</script>",
        "<script>",
        "<br>",
        "<b>",
    ),
    *(
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "&lt;",
        "&amp;lt;",
        "&",
        "&#60;",
        "<?xml",
        "$[name]",
        "$[",
        "$",
        "[",
        "{{",
    ),
    *(
        "</td>",
        "</description>",
        "</kml>",
        "%0d%0a",
        "javascript:",
        '<a href="javascript:x">',
        "https://x.org",
    ),
    *(
        "\u202e",
        "\u2066",
        "e\u0301",
        "👩\u200d👧",
        "𐎀",
        "عين",
        "日",
        "\ufeff",
        "\ufffe",
        "\u200f",
        "\u00a0",
        "${",
    ),
)
"""What means something to XML, to HTML or to Google Earth."""

texts = (
    st.lists(
        st.sampled_from(DANGEROUS)
        | st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n"), max_size=6),
        min_size=1,
        max_size=5,
    )
    .map("".join)
    .filter(lambda text: textsafe.plain(text).strip() and text not in {"unknown", "none"})
)


def _timeline(tell):
    """The mission with what ``tell`` gives in every field of text, in aliases, identifiers, claims and x- keys."""
    timeline = kml_samples.mission()
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
    """Every element of the file, with its attributes and its text; that of a balloon is read as HTML in turn."""
    root = etree.fromstring(ce.export(timeline, "kml", on=dt.date(2030, 5, 1)).data)
    return [_element(element) for element in root.iter()]


def _element(element):
    text = element.text or ""
    if str(element.tag).endswith("}description") and text:
        assert "$[" not in text  # a placeholder of Google Earth's
        text = [[*_element(part), part.tail or ""] for part in _html(text).iter()]
    return [str(element.tag), list(element.items()), text]


def _html(text):
    """A balloon as HTML; its line breaks, which a text may have as well, become white space."""
    return html.fragment_fromstring(text.replace("<br>", "\n"), create_parent="div")


@functools.cache
def _harmless():
    count = itertools.count()
    return _read(_timeline(lambda: f"Harmless{next(count):04}"))


_WORD = re.compile(r"Harmless(\d{4})")
_LISTS = ([("name", "aliases")], [("name", "identifiers")])


def _put(found, pool, change=str):
    """What was read of harmless words with the texts in their places."""
    if isinstance(found, str):
        change = _in_json if re.match(r'(\[|\{)"', found) else change
        return _WORD.sub(lambda word: textsafe.plain(change(pool[int(word[1]) % len(pool)])), found)
    if isinstance(found, list | tuple):
        change = _joined if any(attributes in _LISTS for attributes in found[1:2]) else str
        return type(found)(_put(part, pool, change) for part in found)
    return found


def _joined(text):
    """In lists of names and identifiers a bar that belongs to a text has a backslash before it."""
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _in_json(text):
    return json.dumps(text, ensure_ascii=False)[1:-1]


def check(pool):
    """Hold the file to the law: it is that of the harmless timeline, with each word replaced by its text."""
    turn = itertools.cycle(pool)
    assert _shown(_read(_timeline(lambda: next(turn)))) == _shown(_put(_harmless(), pool))


def _shown(found):
    """What was read without white space: names stand on one line, and a balloon shows a line end as it likes."""
    if isinstance(found, str):
        return re.sub(r"\s", "", found)
    return type(found)(map(_shown, found)) if isinstance(found, list | tuple) else found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(pool=st.lists(texts, min_size=1, max_size=7))
def test_any_text(pool):
    """Each text stands in its place as a text, among the elements, and the tags of balloons, of the harmless file."""
    check(pool)


def test_the_check_finds_what_is_broken(monkeypatch):
    """The dangerous pieces pass the check as long as the exporter is whole, and fail it when nothing is escaped."""
    pool = [text for text in DANGEROUS if textsafe.plain(text).strip()]
    check(pool)
    monkeypatch.setattr(textsafe, "xml", str)
    with pytest.raises(AssertionError):
        check(pool)
