"""Files of lines: what may stand in one, how it may be cut, and what a compressed one may stand for."""

from __future__ import annotations

import gzip
import json
import zlib

from hostile.cases import JSON_HEAD, Case, many

HEAD = JSON_HEAD + "}\n"
"""The first line; what follows begins in line 2."""
LINES, COMPRESSED = ".jsonl", ".jsonl.gz"


def dated(name: str, date: str, **more: object) -> str:
    """A milestone's line."""
    return json.dumps({"id": name, "kind": "other", "when": {"date": date, "basis": "actual"}, **more}) + "\n"


def packed(text: str) -> bytes:
    """The text compressed."""
    return gzip.compress(text.encode(), mtime=0)


def bomb(head: str, piece: bytes, times: int) -> bytes:
    """A head and a piece that is repeated, compressed without the whole ever being in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    made = [packer.compress(head.encode()), *(packer.compress(piece) for _ in range(times)), packer.flush()]
    return b"".join(made)


GOOD = dated("a", "2030-01-01")
LARGE = (
    json.dumps({"id": "m-@", "kind": "other", "when": {"date": "2030", "basis": "actual"}})[:-1]
    + "".join(f', "x-{n}": "{"x" * 99_000}"' for n in range(240))
    + "}\n"
)
"""A milestone of almost 24 MB in which nothing is wrong."""

CASES = (
    Case("empty", 3, "syntax", (1, 1), lambda: "", LINES),
    Case("blank-lines-only", 3, "syntax", (1, 1), lambda: "\n" * 20_000_000, LINES),
    Case("blank-head", 3, "syntax", (1, 1), lambda: "\n" + HEAD, LINES),
    Case("head-is-a-list", 1, "wrong-type", (1, 1), lambda: "[]\n", LINES),
    Case("head-is-null", 1, "wrong-type", (1, 1), lambda: "null\n", LINES),
    Case("head-is-yaml", 3, "syntax", (1, 1), lambda: "schema: coalition-events/1\n" + GOOD, LINES),
    Case("head-over-lines", 3, "syntax", (1, 2), lambda: "{\n}\n", LINES),
    Case(
        "head-with-milestones", 3, "wrong-type", (1, 84), lambda: JSON_HEAD + ', "milestones": {}}\n', LINES
    ),
    Case(
        "head-with-id-twice", 1, "duplicate-key", (1, 84), lambda: JSON_HEAD + ', "id": "b"}\n' + GOOD, LINES
    ),
    Case("head-of-a-newer-schema", 1, "unsupported-schema", (1, 12), lambda: HEAD.replace("/1", "/2"), LINES),
    Case("head-misses", 1, "missing-key", (1, 1), lambda: '{"id": "a"}\n' + GOOD, LINES),
    Case("no-head", 1, "missing-key", (1, 1), lambda: GOOD, LINES),
    Case("byte-order-mark-in-line", 3, "syntax", (2, 1), lambda: HEAD + "\ufeff" + GOOD, LINES),
    Case("byte-order-mark-twice", 3, "syntax", (1, 1), lambda: "\ufeff\ufeff" + HEAD, LINES),
    Case("byte-order-mark-and-mistake", 3, "wrong-type", (2, 1), lambda: "\ufeff" + HEAD + "[]\n", LINES),
    Case("utf-16", 3, "encoding", (1, 1), lambda: (HEAD + GOOD).encode("utf-16"), LINES),
    Case("utf-16-in-a-line", 3, "encoding", (2, 1), lambda: HEAD.encode() + GOOD.encode("utf-16"), LINES),
    Case(
        "latin-1-in-a-line",
        3,
        "encoding",
        (3, 86),
        lambda: (
            HEAD.encode()
            + GOOD.encode()
            + dated("b", "2031", title="ä@").replace("\\u00e4", "ä").encode().replace(b"@", b"\xe9")
        ),
        LINES,
    ),
    Case(
        "carriage-returns",
        3,
        "wrong-type",
        (3, 1),
        lambda: (HEAD + GOOD + "[]\n").replace("\n", "\r\n"),
        LINES,
    ),
    Case("carriage-returns-alone", 3, "syntax", (1, None), lambda: (HEAD + GOOD).replace("\n", "\r"), LINES),
    Case("form-feed-between", 3, "syntax", (2, 1), lambda: HEAD + "\f" + GOOD, LINES),
    Case("form-feed-line", 3, "syntax", (2, 1), lambda: HEAD + "\f\n" + GOOD, LINES),
    Case("no-break-space-line", 3, "syntax", (2, 1), lambda: HEAD + "\u00a0\n" + GOOD, LINES),
    Case("line-separator", 3, "syntax", (2, None), lambda: HEAD + GOOD.strip() + "\u2028" + GOOD, LINES),
    Case("nul-in-a-line", 3, "syntax", (2, 1), lambda: HEAD + "\0" + GOOD, LINES),
    Case("nul-lines", 3, "syntax", (2, 1), lambda: HEAD + "\0\n" * 1_000_000, LINES),
    Case("nul-escape", 1, "bad-text", (2, None), lambda: HEAD + dated("b", "2031", title="\0"), LINES),
    Case("half-a-pair", 1, "bad-text", (2, None), lambda: HEAD + dated("b", "2031", title="\ud800"), LINES),
    Case("half-a-pair-in-id", 1, "bad-id", (2, None), lambda: HEAD + dated("\ud800", "2031"), LINES),
    Case("two-values-in-a-line", 3, "syntax", (2, None), lambda: HEAD + GOOD.strip() + GOOD, LINES),
    Case("comma-between", 3, "syntax", (2, None), lambda: HEAD + GOOD.strip() + ",\n" + GOOD, LINES),
    Case("line-is-a-list", 3, "wrong-type", (2, 1), lambda: HEAD + "[" + GOOD.strip() + "]\n", LINES),
    Case("line-is-a-text", 3, "wrong-type", (2, 1), lambda: HEAD + '"a"\n', LINES),
    Case("line-is-empty-object", 3, "wrong-type", (2, 1), lambda: HEAD + "{}\n", LINES),
    Case("line-is-yaml", 3, "syntax", (2, 1), lambda: HEAD + "id: a\n", LINES),
    Case(
        "line-over-lines",
        3,
        "syntax",
        (2, None),
        lambda: HEAD + json.dumps(json.loads(GOOD), indent=1),
        LINES,
    ),
    Case("line-is-a-whole-file", 1, "missing-key", (2, 1), lambda: HEAD + HEAD, LINES),
    Case("line-cut", 3, "syntax", (3, None), lambda: HEAD + GOOD + GOOD[:20], LINES),
    Case("id-is-a-list", 3, "wrong-type", (2, 1), lambda: HEAD + '{"id": ["a"], "kind": "other"}\n', LINES),
    Case("id-is-a-number", 3, "wrong-type", (2, 1), lambda: HEAD + '{"id": 1.5, "kind": "other"}\n', LINES),
    Case("id-is-null", 3, "wrong-type", (2, 1), lambda: HEAD + '{"id": null, "kind": "other"}\n', LINES),
    Case(
        "id-twice-in-a-line",
        3,
        "wrong-type",
        (2, 1),
        lambda: HEAD + '{"id": "a", "id": "b", "kind": "other"}\n',
        LINES,
    ),
    Case("id-leaves-the-folder", 1, "bad-id", (2, None), lambda: HEAD + dated("../../a", "2030"), LINES),
    Case("id-twice", 1, "duplicate-key", (3, 8), lambda: HEAD + GOOD + GOOD, LINES),
    Case(
        "id-of-the-head",
        1,
        "duplicate-id",
        (2, None),
        lambda: JSON_HEAD + ', "actors": {"a": "A"}}\n' + GOOD,
        LINES,
    ),
    Case("ids-twice-by-the-thousand", 1, "duplicate-key", (3, 8), lambda: HEAD + GOOD * 50_000, LINES),
    Case(
        "key-twice",
        1,
        "duplicate-key",
        (2, None),
        lambda: HEAD + '{"id": "a", "kind": "other", "kind": "other"}\n',
        LINES,
    ),
    Case(
        "unknown-reference",
        1,
        "unknown-reference",
        (2, None),
        lambda: HEAD + dated("a", "2030", base="b"),
        LINES,
    ),
    Case(
        "reference-to-a-line",
        1,
        "unknown-reference",
        (3, None),
        lambda: HEAD + GOOD + dated("b", "2031", base="a"),
        LINES,
    ),
    Case(
        "out-of-order",
        1,
        "out-of-order",
        (3, 1),
        lambda: HEAD + dated("a", "2031-01-01") + dated("b", "2030-01-01"),
        LINES,
    ),
    Case(
        "out-of-order-by-the-thousand",
        1,
        "out-of-order",
        (3, 1),
        lambda: HEAD + "".join(dated(f"m-{n}", f"{9000 - n:04}-01-01") for n in range(8_000)),
        LINES,
    ),
    Case(
        "mistakes-by-the-thousand",
        1,
        "unknown-key",
        (2, None),
        lambda: HEAD + many('{"id": "m-@", "kind": "other", "wrong-@": 1}\n', 50_000),
        LINES,
    ),
    Case(
        "not-a-number",
        3,
        "syntax",
        (2, None),
        lambda: HEAD + '{"id": "a", "kind": "other", "x-a": NaN}\n',
        LINES,
    ),
    Case(
        "infinite-exponent",
        1,
        "out-of-range",
        (2, None),
        lambda: HEAD + '{"id": "a", "kind": "other", "x-a": 1e999}\n',
        LINES,
    ),
    Case(
        "million-digits",
        3,
        "too-large",
        (2, None),
        lambda: HEAD + '{"id": "a", "kind": "other", "x-a": ' + "9" * 1_000_000 + "}\n",
        LINES,
    ),
    Case(
        "deep",
        3,
        "too-large",
        (2, None),
        lambda: HEAD + '{"id": "a", "x-a": ' + "[" * 1_000_000 + "\n",
        LINES,
    ),
    Case(
        "deep-closed",
        3,
        "too-large",
        (2, None),
        lambda: HEAD + '{"id": "a", "x-a": ' + "[" * 200 + "]" * 200 + "}\n",
        LINES,
    ),
    Case(
        "deep-as-an-object",
        3,
        "too-large",
        (2, None),
        lambda: HEAD + '{"id": "a", "x-a": ' + '{"a":' * 100_000 + "\n",
        LINES,
    ),
    Case(
        "huge-text",
        3,
        "too-large",
        (2, None),
        lambda: HEAD + dated("a", "2030", title="x" * 10_000_000),
        LINES,
    ),
    Case(
        "many-nodes",
        3,
        "too-large",
        (2, None),
        lambda: HEAD + '{"id": "a", "x-a": [' + "1," * 2_000_000 + "1]}\n",
        LINES,
    ),
    Case(
        "nodes-in-many-lines",
        3,
        "syntax",
        (32, 2),
        lambda: (
            HEAD + many('{"id": "m-@", "kind": "other", "x-a": [' + "1," * 15_000 + "1]}\n", 30, 10) + "{"
        ),
        LINES,
    ),
    Case("endless-line", 3, "too-large", (2, 1), lambda: HEAD + "x" * 60_000_000, LINES),
    Case("endless-head", 3, "too-large", (1, 1), lambda: "{" + " " * 60_000_000, LINES),
    Case("blank-lines-by-the-million", 3, "syntax", (1002, 1), lambda: HEAD + "\n" * 25_000_000 + "]", LINES),
    Case("spaces-by-the-million", 3, "syntax", (2, None), lambda: HEAD + " \t" * 12_000_000 + "]", LINES),
    Case("gzip-empty", 3, "syntax", (1, 1), lambda: packed(""), COMPRESSED),
    Case("gzip-of-nothing", 3, "syntax", (1, 1), lambda: b"", COMPRESSED),
    Case("gzip-not", 3, "unreadable", (1, 1), lambda: HEAD + GOOD, COMPRESSED),
    Case("gzip-truncated", 3, "unreadable", (102, 1), lambda: packed(HEAD + GOOD * 100)[:-9], COMPRESSED),
    Case("gzip-truncated-head", 3, "unreadable", (1, 1), lambda: packed(HEAD + GOOD)[:7], COMPRESSED),
    Case(
        "gzip-wrong-checksum",
        3,
        "unreadable",
        (3, 1),
        lambda: packed(HEAD + GOOD)[:-8] + bytes(8),
        COMPRESSED,
    ),
    Case("gzip-wrong-bytes", 3, "unreadable", (1, 1), lambda: packed(HEAD)[:30] + bytes(100), COMPRESSED),
    Case("gzip-with-more-behind", 3, "unreadable", (3, 1), lambda: packed(HEAD + GOOD) + b"more", COMPRESSED),
    Case(
        "gzip-in-gzip", 3, "encoding", (1, 2), lambda: gzip.compress(packed(HEAD + GOOD), mtime=0), COMPRESSED
    ),
    Case("gzip-mistake", 3, "wrong-type", (3, 1), lambda: packed(HEAD + GOOD + "[]\n"), COMPRESSED),
    Case("bomb-of-one-line", 3, "too-large", (2, 1), lambda: bomb(HEAD, b"x" * 1_000_000, 100), COMPRESSED),
    Case("bomb-of-the-head", 3, "too-large", (1, 1), lambda: bomb("", b" " * 1_000_000, 100), COMPRESSED),
    Case(
        "bomb-of-blank-lines",
        3,
        "syntax",
        (1002, 1),
        lambda: bomb(HEAD, b"\n" * 1_000_000, 100),
        COMPRESSED,
    ),
    Case(
        "bomb-of-milestones",
        1,
        "duplicate-key",
        (3, 8),
        lambda: bomb(HEAD, GOOD.encode() * 10_000, 30),
        COMPRESSED,
    ),
    Case(
        "bomb-of-large-milestones",
        3,
        "too-large",
        (None, None),
        lambda: packed(HEAD + many(LARGE, 3, 10)),
        COMPRESSED,
    ),
)
