from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
import urllib.parse

import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

import samples
from coalition_events import textsafe
from judging import cmark_gfm

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
anything = st.text(
    st.characters(codec="utf-8") | st.sampled_from([*BIDI, "\x00", "\x1b", "\u2028", "\ufffe"])
)
# Line breaks, controls and direction overrides are rare among all characters, so they are offered by name.

HARMLESS = "0123456789abcxyzABCXYZ%/:=&?~#+!$,;@()*-._"


# ---------------------------------------------------------------------------------------------------- plain


@pytest.mark.parametrize("sign", BREAKS)
def test_every_line_break_becomes_lf(sign):
    """Each sign that some reader takes for the end of a line becomes one LF, and a space where all is one line."""
    assert textsafe.plain(f"a{sign}b") == "a\nb"
    assert textsafe.one_line(f"a{sign}b") == "a b"


@pytest.mark.parametrize("sign", BIDI)
def test_direction_overrides_go(sign):
    """No text can turn the reading direction of what follows; the letters themselves stay as they are."""
    assert textsafe.plain(f"a{sign}عين الأسد") == "aعين الأسد"


@given(anything)
def test_plain_has_no_controls(text):
    """No control character, lone surrogate or non-character but LF and TAB is left, and nothing else is taken."""
    plain = textsafe.plain(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", plain)
    assert textsafe.plain(plain) == plain
    assert [c for c in plain if c.isprintable()] == [c for c in text if c.isprintable() and c not in BIDI]


def test_lone_surrogates_go():
    """Half a surrogate pair, which no file can hold, is taken out."""
    assert textsafe.plain("a\ud83db") == "ab"


@given(anything)
def test_one_line(text):
    """One line has no white space but single spaces within, and doing it again changes nothing."""
    line = textsafe.one_line(text)
    assert line == " ".join(line.split()) == textsafe.one_line(line)


def test_combining_accents_and_joined_emoji_stay():
    """Neither form of an accent is turned into the other, and an emoji of several signs stays one."""
    for text in ("é", unicodedata.normalize("NFD", "é"), "👨‍👩‍👧", "日本"):
        assert textsafe.plain(text) == text


# ---------------------------------------------------------------------------------------------------- markdown


@given(st.text("abcxyzÄßعين日 ,()'\"/%{}", max_size=40))
def test_plain_words_need_no_escape(text):
    """Words and the usual signs stay as they are, so that a second pass changes nothing."""
    assert textsafe.markdown(text) == textsafe.one_line(text) == textsafe.markdown(textsafe.markdown(text))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1986. A great year", r"1986\. A great year"),
        ("12) x", r"12\) x"),
        ("- x", r"\- x"),
        ("+ x", r"\+ x"),
        ("===", r"\==="),
        ("# x", r"\# x"),
        ("a | b", r"a \| b"),
        ("ends with \\", "ends with \\\\"),
        ("[x](javascript:y)", r"\[x\](javascript\:y)"),
        ("<b>", r"\<b\>"),
        ("&lt;", r"\&lt;"),
        ("www.x.org WWW.x.org", r"www\.x.org WWW\.x.org"),
        ("a 1. b - c", "a 1. b - c"),
        ("2026", "2026"),
    ],
)
def test_markdown_escapes(text, escaped):
    """What could begin something gets a backslash, and only where it could begin it."""
    assert textsafe.markdown(text) == escaped


@given(anything)
def test_markdown_is_text_to_a_reader_nobody_here_wrote(text):
    """In a paragraph of its own, any text comes back as exactly one piece of text, letter for letter."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(textsafe.markdown(text))
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert "".join(child.content for child in inline) == textsafe.one_line(text).strip()


@pytest.mark.parametrize("text", samples.HOSTILE)
def test_markdown_is_text_to_github(text):
    """The reader of GitHub makes no tag of a hostile text but the link that it makes of a bare address."""
    tags = re.findall(r"</?([a-z0-9]+)", cmark_gfm(textsafe.markdown(text)))
    assert set(tags) <= {"p", "a"}
    assert "javascript:" not in "".join(re.findall('href="([^"]*)"', cmark_gfm(textsafe.markdown(text))))


@given(
    st.lists(
        anything | st.text(st.sampled_from("Www.-+=1.) |\\:\n\u00a0日")) | st.sampled_from(samples.HOSTILE)
    )
)
def test_markdown_of_many_is_that_of_each(texts):
    """Escaped together, each text comes out as it does alone, whatever stands beside it."""
    assert textsafe.markdown_all(texts) == [textsafe.markdown(text) for text in texts]


def test_markdown_of_many_keeps_each_in_its_place():
    """What may begin something is found at the beginning of any text, an empty text stays one, and none gives none."""
    texts = ("", "1. a", "x - 1.", "- b", "", "www.x", "Www.y.", "  c  d ", "e\nf", "")
    escaped = ["", r"1\. a", "x - 1.", r"\- b", "", r"www\.x", r"Www\.y.", "c d", "e f", ""]
    assert textsafe.markdown_all(texts) == escaped
    assert textsafe.markdown_all([]) == []


# ---------------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    "text",
    [
        "-77.05",
        "+5",
        "-.5",
        "1e-7",
        "-1E+3",
        "42",
        "a=1",
        "",
        "عين",
        "'1",
        "a;b",
        "a; -5",
        "a;-5;b",
        " plain",
        "1-2",
        "x@y.org",
    ],
)
def test_cells_that_are_spared(text):
    """A number of either sign and any text that no spreadsheet runs stay as they are."""
    assert textsafe.spreadsheet_cell(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+964 1",
        "-x",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        " =1",
        "\u00a0=1",
        "＝1",
        "-1-1",
        "-",
        "--5",
        "'=1",
    ],
)
def test_cells_that_are_guarded(text):
    """What a spreadsheet would run as a formula gets an apostrophe before it, and the text stays whole behind it."""
    assert textsafe.spreadsheet_cell(text) == f"'{text}"


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_every_number_is_spared(number):
    """Whatever Python prints for a number stays that number."""
    assert textsafe.spreadsheet_cell(str(number)) == str(number)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; =cmd|' /C calc'!A0;b", "a;' =cmd|' /C calc'!A0;b"),
        ("a\n@SUM(A1)", "a\n'@SUM(A1)"),
        ("a\t+x;-5;＝1", "a\t'+x;-5;'＝1"),
        ("a;'=1", "a;''=1"),
        ("\n=1", "'\n'=1"),
    ],
)
def test_a_formula_behind_a_separator(text, cell):
    """Behind a sign at which a spreadsheet of another country cuts, a formula is guarded as at the start."""
    assert textsafe.spreadsheet_cell(text) == cell


@given(anything | st.text("=-;'\t\n 1a＠"))
def test_guard_can_be_undone(text):
    """The text behind a cell is told from the cell alone, and the cell comes through a CSV file."""
    cell = textsafe.spreadsheet_cell(text)
    assert textsafe.spreadsheet_text(cell) == text
    if "\x00" not in text:
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerow([cell])
        assert next(csv.reader(io.StringIO(buffer.getvalue(), newline=""))) == [cell]


# ---------------------------------------------------------------------------------------------------- links


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        " javascript:x",
        "\x00javascript:x",
        "java\nscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org/x",
        "/x",
        "x",
        "",
        "http://[bad",
    ],
)
def test_links_that_are_none(url):
    """Any scheme but http, https and mailto, and what is no address at all, gives no link and no error."""
    assert textsafe.link(url) == ""


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("HTTP://EXAMPLE.ORG/", "HTTP://EXAMPLE.ORG/"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("http://example.org/a b|c", "http://example.org/a%20b%7Cc"),
        ('http://example.org/"<>`', "http://example.org/%22%3C%3E%60"),
        ("http://example.org/%D8%B9", "http://example.org/%D8%B9"),
        ("http://example.org/عين", "http://example.org/%D8%B9%D9%8A%D9%86"),
        (" http://example.org\n", "http://example.org"),
        ("ht\ttp://example.org", "http://example.org"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
        ("http://example.org/\ud83d", "http://example.org/?"),
    ],
)
def test_links_that_are_made_safe(url, safe):
    """A good address stays; what could end it early is percent-encoded, once, and what surrounds it goes."""
    assert textsafe.link(url) == safe


@given(st.builds("{}{}".format, st.sampled_from(["http://x", "https://", "mailto:", ""]), st.text()))
def test_links_are_ascii_of_a_known_scheme(url):
    """A link is ASCII without white space, quotes or angle brackets, and making it safe twice is once."""
    safe = textsafe.link(url)
    assert re.fullmatch(r"(?:(?i:https?|mailto):[!#$%&()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*)?", safe)
    assert textsafe.link(safe) == safe


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("http://example.org/a|b)", "<http://example.org/a%7Cb)>"),
        ("http://example.org/?a=1&copy;=2&b=3", "<http://example.org/?a=1&copy%3B=2&b=3>"),
        ("http://example.org/?a=1;b=2", "<http://example.org/?a=1;b=2>"),
        ("javascript:alert(1)", r"javascript\:alert(1)"),
    ],
)
def test_markdown_link(url, written):
    """A safe address becomes a link that shows itself, the same in both readers; another one stays text."""
    assert textsafe.markdown_link(url) == written
    for page in (cmark_gfm(written), MarkdownIt("commonmark").render(written)):
        assert re.findall('href="([^"]*)"', page) == [
            link.replace("&", "&amp;") for link in [written[1:-1]] if written.startswith("<")
        ]


@given(st.text())
def test_xml_shows_the_plain_text_and_nothing_else(text):
    """In an element or in quotes no tag, reference or quote begins, and a reader sees the plain text again."""
    shown = textsafe.xml(text)
    assert html.unescape(shown) == textsafe.plain(text)
    assert not set(shown) & set("<>\"'")


@given(st.builds("{}{}".format, st.sampled_from(["http://x/", "https:", "MAILTO:"]), st.text(HARMLESS)))
def test_a_harmless_address_stays(url):
    """An address of signs that need no encoding is returned as it is, as parsing and encoding would return it."""
    assert textsafe.link(url) == url == urllib.parse.quote(url, safe="%/:=&?~#+!$,;@()*[]-._")


@given(st.text(st.characters() | st.sampled_from("\n\r\t \u00a0\u2028\u202e\x07")))
def test_plain_text_has_no_controls_but_line_ends(text):
    """Line ends become LF, and what is not shown goes, however many of either there are."""
    ends = re.sub("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", "\n", text)
    gone = "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    shown = re.sub(f"[{gone}]", "", ends)
    assert textsafe.plain(text) == shown
    assert textsafe.one_line(text) == " ".join(shown.split())


@given(st.text(st.sampled_from(";=+-@＝ '\u00a0\t\n\0ab1.")))
def test_a_cell_that_begins_and_goes_on_harmlessly_stays(text):
    """What ``FORMULA_BEGINS`` and ``formula_within`` call safe stays as it is, behind what is not safe as well."""
    if text[:1] not in textsafe.FORMULA_BEGINS and not textsafe.formula_within(text):
        assert textsafe.spreadsheet_cell(f"@;{text}") == f"'@;{text}"
