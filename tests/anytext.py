"""Any texts in every place of a timeline that takes one, and the law that an export of it is held to.

The law: what a reader finds in the export is what it finds in that of the same timeline with harmless words, with each
word replaced by the text that stands in its place. So no text is lost or changed, and none makes a row, an entry, a
link or anything else.
"""

from __future__ import annotations

import functools
import itertools
import json
import re

from hypothesis import strategies as st

import coalition_events as ce
import samples

DANGEROUS = (
    *("=1+1", "+", "-", "@", "=", "'", "\t", "\n", "\u2028", ";=HYPERLINK(1)", "＝1", "\n=1", " ", "\u00a0"),
    *("\nBEGIN:VEVENT", "\nEND:VEVENT\n", "END:VCALENDAR", "\\n", "\\N", "\\", "\\;", ",", ";", ":", '"', "^n"),
    *("|", "`", "```", "~~~", "*", "**", "_", "#", "# ", "- ", "1. ", "> ", "---", "===", "[^wire]", "[^wire]: x"),
    *("</script>", "<script>", "<!--", "-->", "]]>", "<![CDATA[", "&lt;", "&", "<b>", "<?", "{{", "${", "%0d%0a"),
    *("javascript:", "[x](javascript:y)", "![x](y)", "https://x.org", "www.x.org", "a@b.org", "ftp://x.org", ":x:"),
    *("\u202e", "\u200f", "\u2066", "\u2069", "e\u0301", "\u0301", "👩‍👧", "𐎀", "ß", "ŉ", "ﬁ", "i", "عين", "日"),
    *("\ufeff", "\u200b", "\u200d", "\ufffe", "NULL", "NaN", "null", "0", "-77.05", "1e5", "2030-01-15", "x" * 74),
)  # fmt: skip
"""What means something to one format or another."""

# what the model takes: no control character but TAB and LF, no half of a surrogate pair
_characters = st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n")
# around the 75 octets of a line of iCalendar, with letters of one to four octets and an escape
_folded = st.builds(
    lambda before, sign, many: "x" * before + sign * many,
    st.integers(40, 76),
    st.sampled_from(["é", "日", "😀", "\n", "\\", ";", "e\u0301"]),
    st.integers(1, 30),
)
texts = (
    st.lists(st.sampled_from(DANGEROUS) | st.text(_characters, max_size=6), min_size=1, max_size=5).map("".join)
    | st.sampled_from(DANGEROUS)
    | _folded
).filter(lambda text: text.strip() and text not in {"unknown", "none"})  # fmt: skip
# of the last two, the one is refused where a text must be, the others mean an absence
pools = st.lists(texts, min_size=1, max_size=7)
"""Some texts, which stand in the places in turn."""

POOL = [text for text in DANGEROUS if text.strip()]
"""The dangerous pieces themselves, for what needs no more."""

urls = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "HTTP://", "http://", "mailto:"]),
    st.sampled_from(
        ["x", "x.org/", "javascript:alert(1)", "[", "[::1]/", "\u202e", "é", '"', "<", "'", "&", "@"]
    ),
    st.lists(st.sampled_from(DANGEROUS) | st.text(_characters, max_size=4), max_size=4).map("".join),
).filter(re.compile(r"(?i:https?://[^\s/?#]|mailto:[^\s])[^\s]*").fullmatch)
"""Addresses that the model takes."""

_HARMLESS = re.compile("Harmless([0-9]{4})")


@functools.cache
def _skeleton():
    """The full sample as JSON; of the milestones that only show the forms of dates, a few are enough."""
    plain = ce.to_plain(samples.full())
    for number in range(3, len(samples.DATES)):
        plain["milestones"].pop(f"form-{number}")
    return json.dumps(plain)


def _timeline(tell, url):
    """The full sample with what ``tell`` gives in every place that takes a text, those too that it leaves empty."""
    plain = json.loads(_skeleton())
    for source in plain["sources"].values():
        source |= {"url": url, "archive_url": url}
    _fill(plain, ce.Timeline, tell)
    for kind in ce.model.KINDS:
        for record in plain[kind.section].values():
            _fill(record, kind, tell)
    return ce.parse(json.dumps(plain))


def _fill(owner, kind, tell):
    for _, description in ce.described(kind):
        key, form = description.key, description.form
        if form is ce.Form.TEXT and not description.pattern and key != "timezone":
            owner[key] = tell()
        elif form is ce.Form.ALIASES:
            owner[key] = [tell(), {"text": tell(), "language": "ar"}]
        elif form is ce.Form.IDENTIFIERS:
            owner[key] = {"wikidata": tell(), tell(): tell(), "icao": "none"}
        elif form in {ce.Form.DATED, ce.Form.VALUED, ce.Form.FIGURES} and isinstance(owner.get(key), list):
            for claim in owner[key]:
                claim |= {"as_written": tell(), "note": tell()}
    owner |= {f"x-{tell()}": {tell(): [tell(), 1]}}


def hostile(pool, url="https://example.org/"):
    """The timeline with the texts of ``pool``, in turn, and with one address for all sources."""
    turn = itertools.cycle(pool)
    return _timeline(lambda: next(turn), url)


@functools.cache
def harmless():
    """The timeline with a word of its own in each place."""
    count = itertools.count()
    return _timeline(lambda: f"Harmless{next(count):04}", "https://example.org/")


def put(found, pool, change=str):
    """What a reader found in the export of :func:`harmless`, with the words replaced: ``change`` of the texts."""
    if isinstance(found, str):
        return _HARMLESS.sub(lambda word: change(pool[int(word[1]) % len(pool)]), found)
    if isinstance(found, dict):
        return {put(key, pool, change): put(value, pool, change) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [put(part, pool, change) for part in found]
    return found
