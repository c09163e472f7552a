"""Values of fields that try the patterns behind them."""

from __future__ import annotations

from hostile.cases import HEAD, Case, many, milestone, source, when

CASES = (
    Case("date-of-ninety-thousand-digits", 1, "bad-date", (8, 11), lambda: when("2" * 90_000)),
    Case("date-of-hyphens", 1, "bad-date", (8, 11), lambda: when("-" * 90_000)),
    Case("date-of-marks", 1, "bad-date", (8, 11), lambda: when("2030" + "?~%" * 20_000)),
    Case("date-of-dots", 1, "bad-date", (8, 11), lambda: when("." * 90_000)),
    Case("date-of-brackets", 1, "bad-date", (8, 11), lambda: when("'" + "[" * 90_000 + "'")),
    Case("date-of-slashes", 1, "bad-date", (8, 11), lambda: when("2030" + "/2030" * 10_000)),
    Case("date-almost", 1, "bad-date", (8, 11), lambda: when("2030-01-01T00:00:00+03:00" + "?" * 30)),
    Case("date-of-sets", 1, "bad-date", (8, 11), lambda: when("'{2030,2031}'")),
    Case("date-year-zero", 1, "bad-date", (8, 11), lambda: when("0000-01-01")),
    Case("date-year-ten-thousand", 1, "bad-date", (8, 11), lambda: when("10000-01-01")),
    Case("date-year-with-exponent", 1, "bad-date", (8, 11), lambda: when("Y1e999999999")),
    Case("date-year-huge", 1, "bad-date", (8, 11), lambda: when("Y" + "9" * 90_000)),
    Case("date-month-thirteen", 1, "bad-date", (8, 11), lambda: when("2030-13")),
    Case("date-february-30", 1, "bad-date", (8, 11), lambda: when("2030-02-30")),
    Case("date-backwards", 1, "bad-date", (8, 11), lambda: when("'[2031..2030]'")),
    Case("date-both-open", 1, "bad-date", (8, 11), lambda: when("'../..'")),
    Case("date-is-a-mapping", 1, "missing-key", (8, 11), lambda: when("{}")),
    Case("date-is-a-list-of-lists", 1, "wrong-type", (8, 12), lambda: when("[[[[[2030]]]]]")),
    Case("date-with-line-break", 1, "bad-date", (8, 11), lambda: when('"2030-01-01\\n"')),
    Case("date-with-space", 1, "bad-date", (8, 11), lambda: when('" 2030-01-01"')),
    Case(
        "dates-wrong-by-the-thousand",
        1,
        "bad-date",
        (8, 12),
        lambda: milestone("when: [" + many("2030-13-@, ", 50_000) + "]"),
    ),
    Case(
        "time-almost",
        1,
        "bad-time",
        (8, 36),
        lambda: when("{date: 2030-01-01, time: '" + "21:30:" * 10_000 + "'}"),
    ),
    Case(
        "time-with-line-break", 1, "bad-time", (8, 36), lambda: when('{date: 2030-01-01, time: "21:30\\n"}')
    ),
    Case("url-javascript", 1, "bad-url", (8, 10), lambda: source("url: javascript:alert(1)")),
    Case("url-data", 1, "bad-url", (8, 10), lambda: source("url: data:text/html;base64,PHNjcmlwdD4=")),
    Case("url-file", 1, "bad-url", (8, 10), lambda: source("url: file:///etc/passwd")),
    Case(
        "url-with-line-break",
        1,
        "bad-url",
        (8, 10),
        lambda: source('url: "https://example.org/\\nhttps://example.org"'),
    ),
    Case("url-hidden-scheme", 1, "bad-url", (8, 10), lambda: source('url: "java\\tscript:alert(1)"')),
    Case("url-of-ninety-thousand", 1, "bad-url", (8, 10), lambda: source("url: http:" + "/" * 90_000)),
    Case("url-of-spaces", 1, "bad-url", (8, 10), lambda: source("url: 'https://" + "a " * 40_000 + "'")),
    Case("language-of-hyphens", 1, "bad-code", (8, 15), lambda: source("language: " + "a-" * 40_000)),
    Case(
        "language-almost", 1, "bad-code", (8, 15), lambda: source("language: aa" + "-aaaaaaaa" * 9_000 + "-!")
    ),
    Case("timezone-of-slashes", 1, "bad-code", (5, 11), lambda: HEAD + "timezone: " + "a/" * 40_000 + "\n"),
    Case("timezone-leaves-the-folder", 1, "bad-code", (5, 11), lambda: HEAD + "timezone: ../../etc/passwd\n"),
    Case("id-leaves-the-folder", 1, "bad-id", (2, 5), lambda: HEAD.replace("id: a", "id: ../../etc/passwd")),
    Case(
        "id-of-ninety-thousand",
        3,
        "syntax",
        (6, 90003),
        lambda: HEAD + "actors:\n  " + "A" * 90_000 + ": A\n",
    ),
    Case("id-is-reserved", 1, "bad-id", (6, 3), lambda: HEAD + "actors:\n  none: A\n"),
    Case("id-is-a-number", 1, "bad-id", (6, 3), lambda: HEAD + "actors:\n  1.5: A\n"),
    Case("id-with-line-break", 1, "bad-id", (6, 3), lambda: HEAD + 'actors:\n  "a\\nb": A\n'),
    Case("id-is-empty", 1, "bad-id", (6, 3), lambda: HEAD + 'actors:\n  "": A\n'),
    Case(
        "number-almost",
        1,
        "not-a-number",
        (6, 37),
        lambda: (
            HEAD
            + "bases:\n  b: {name: B, location: {latitude: "
            + "1" * 40
            + "."
            + "1" * 40
            + "e, longitude: 1}}\n"
        ),
    ),
    Case(
        "number-out-of-range",
        1,
        "out-of-range",
        (6, 37),
        lambda: HEAD + "bases:\n  b: {name: B, location: {latitude: 1e300, longitude: 1}}\n",
    ),
    Case(
        "stated-number-of-dots",
        1,
        "not-a-number",
        (6, 34),
        lambda: HEAD + "counts:\n  c: {title: C, values: {number: '" + "1.." * 20_000 + "'}}\n",
    ),
    Case(
        "stated-number-below-zero",
        1,
        "not-a-number",
        (6, 34),
        lambda: HEAD + "counts:\n  c: {title: C, values: {number: -1}}\n",
    ),
    Case(
        "credibility-huge",
        1,
        "out-of-range",
        (8, 37),
        lambda: when("{date: 2030, credibility: " + "9" * 40 + "}"),
    ),
    Case(
        "word-of-ninety-thousand",
        1,
        "unknown-kind",
        (6, 22),
        lambda: HEAD + "actors:\n  a: {name: A, kind: " + "state" * 18_000 + "}\n",
    ),
    Case(
        "reference-of-ninety-thousand",
        1,
        "unknown-reference",
        (6, 25),
        lambda: HEAD + "actors:\n  a: {name: A, part_of: " + "a" * 90_000 + "}\n",
    ),
    Case("reference-to-itself", 1, "cycle", (6, 25), lambda: HEAD + "actors:\n  a: {name: A, part_of: a}\n"),
    Case(
        "reference-is-a-mapping",
        1,
        "wrong-type",
        (6, 25),
        lambda: HEAD + "actors:\n  a: {name: A, part_of: {a: a}}\n",
    ),
    Case("section-is-a-list", 1, "wrong-type", (5, 9), lambda: HEAD + "actors: [a]\n"),
    Case("section-is-a-text", 1, "wrong-type", (5, 9), lambda: HEAD + "actors: a\n"),
    Case("record-is-a-list", 1, "wrong-type", (6, 6), lambda: HEAD + "milestones:\n  m: [kind, other]\n"),
    Case("cite-of-itself", 1, "cycle", (6, 26), lambda: HEAD + "sources:\n  s: {title: S, repeats: s}\n"),
    Case("text-with-escape-sequence", 1, "bad-text", (5, 10), lambda: HEAD + 'summary: "\\e]0;owned\\a"\n'),
    Case("prototype-key", 1, "unknown-key", (5, 1), lambda: HEAD + "__proto__: {}\n__class__: {}\n"),
)
