"""Small files that stand for large ones, and files that are large, deep or long."""

from __future__ import annotations

from hostile.cases import HEAD, Case, many, milestone

CASES = (
    Case(
        "billion-laughs",
        3,
        "too-large",
        (11, 26),
        lambda: (
            HEAD
            + "x-0: &a0 [lol]\n"
            + "".join(f"x-{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
        ),
    ),
    Case(
        "laughs-in-one-flow",
        3,
        "too-large",
        (5, 256),
        lambda: (
            HEAD
            + "x: [&a [x, x, x, x, x, x, x, x, x], &b ["
            + "*a, " * 9
            + "], &c ["
            + "*b, " * 9
            + "], &d ["
            + "*c, " * 9
            + "], &e ["
            + "*d, " * 9
            + "], &f ["
            + "*e, " * 9
            + "], &g ["
            + "*f, " * 9
            + "]]"
        ),
    ),
    Case(
        "laughs-of-mappings",
        3,
        "too-large",
        (11, 24),
        lambda: (
            HEAD
            + "x-0: &a0 {k: v}\n"
            + "".join(
                f"x-{n}: &a{n} {{{', '.join(f'k{m}: *a{n - 1}' for m in range(10))}}}\n" for n in range(1, 12)
            )
        ),
    ),
    Case(
        "merge-key-bomb",
        3,
        "too-large",
        (11, 21),
        lambda: (
            HEAD
            + "x-0: &a0 {k: v}\n"
            + "".join(f"x-{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 12))
        ),
    ),
    Case(
        "quadratic-scalar",
        3,
        "too-large",
        (6, 1111),
        lambda: HEAD + f"x-a: &a {'x' * 90_000}\nx-b: [" + "*a, " * 100_000 + "]\n",
    ),
    Case(
        "quadratic-list",
        3,
        "too-large",
        (6, 399),
        lambda: HEAD + "x-a: &a [" + "x, " * 10_000 + "]\nx-b: [" + "*a, " * 10_000 + "]\n",
    ),
    Case(
        "record-of-aliases",
        1,
        "unknown-kind",
        (6, 16),
        lambda: HEAD + "milestones:\n  m: &m {kind: nothing, wrong: 1}\n" + many("  m@: *m\n", 40_000),
    ),
    Case(
        "claims-of-aliases",
        3,
        "too-large",
        (200005, 9),
        lambda: milestone("when:\n      - &a {date: 2030, basis: acutal}\n" + "      - *a\n" * 200_000),
    ),
    Case(
        "too-many-aliased-records",
        3,
        "too-large",
        (50006, 3),
        lambda: HEAD + "milestones:\n  m: &m {kind: other}\n" + many("  m@: *m\n", 60_000),
    ),
    Case(
        "alias-chain-deep",
        3,
        "too-large",
        (104, 13),
        lambda: HEAD + "x-0: &a0 [x]\n" + "".join(f"x-{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 1_000)),
    ),
    Case(
        "alias-chain-of-keys",
        3,
        "too-large",
        (104, 16),
        lambda: (
            HEAD + "x-0: &a0 {k: v}\n" + "".join(f"x-{n}: &a{n} {{k: *a{n - 1}}}\n" for n in range(1, 1_000))
        ),
    ),
    Case(
        "anchors-by-the-thousand",
        3,
        "syntax",
        (100005, 4),
        lambda: HEAD + many("x-@: &a@ 1\n", 100_000) + "x: *none\n",
    ),
    Case("deep-flow-lists", 3, "too-large", (5, None), lambda: HEAD + "x-a: " + "[" * 100_000),
    Case(
        "deep-flow-lists-closed",
        3,
        "too-large",
        (5, None),
        lambda: HEAD + "x-a: " + "[" * 100_000 + "]" * 100_000,
    ),
    Case("deep-flow-mappings", 3, "too-large", (5, 402), lambda: HEAD + "x-a: " + "{a: " * 100_000),
    Case("deep-flow-keys", 3, "syntax", (5, 9), lambda: HEAD + "x-a: " + "{? " * 100_000),
    Case(
        "deep-block-mappings",
        3,
        "too-large",
        (105, 101),
        lambda: HEAD + "x-a:\n" + "".join(" " * n + "a:\n" for n in range(1, 2_000)),
    ),
    Case("deep-block-lists", 3, "too-large", (6, 199), lambda: HEAD + "x-a:\n" + "- " * 100_000),
    Case("deep-block-keys", 3, "syntax", (6, 3), lambda: HEAD + "x-a:\n" + "? " * 100_000),
    Case("deep-within-the-limit", 1, "too-large", (5, 71), lambda: HEAD + "x-a: " + "[" * 80 + "]" * 80),
    Case("huge-key", 3, "syntax", (5, 1000001), lambda: HEAD + "k" * 1_000_000 + ": 1\n"),
    Case("huge-quoted-key", 3, "syntax", (5, 1000003), lambda: HEAD + '"' + "k" * 1_000_000 + '": 1\n'),
    Case(
        "huge-key-with-many-below",
        3,
        "syntax",
        (5, 99001),
        lambda: HEAD + "k" * 99_000 + ":\n" + many("  a@: {date: 1}\n", 100_000),
    ),
    Case(
        "huge-extra-key-with-many-below",
        1,
        "bad-text",
        (6, 8),
        lambda: HEAD + "x-" + "k" * 900 + ":\n" + many('  a@: ["\\a"]\n', 50_000),
    ),
    Case("huge-anchor", 3, "syntax", (5, 6), lambda: HEAD + "x-a: *" + "a" * 1_000_000 + "\n"),
    Case("huge-tag", 3, "syntax", (5, 6), lambda: HEAD + "x-a: !" + "a" * 1_000_000 + " b\n"),
    Case("huge-plain-scalar", 3, "too-large", (5, 10), lambda: HEAD + "summary: " + "x" * 10_000_000),
    Case(
        "huge-folded-scalar",
        3,
        "too-large",
        (5, 10),
        lambda: HEAD + "summary: >\n" + "  word word\n" * 500_000,
    ),
    Case(
        "huge-quoted-lines",
        3,
        "too-large",
        (5, 10),
        lambda: HEAD + 'summary: "' + "\\\n  a" * 500_000 + '"\n',
    ),
    Case("huge-escapes", 3, "too-large", (5, 10), lambda: HEAD + 'summary: "' + "\\x41" * 500_000 + '"\n'),
    Case("huge-comment", 1, "unknown-key", (6, 1), lambda: HEAD + "#" * 20_000_000 + "\nwrong: 1\n"),
    Case("comments-by-the-million", 1, "missing-key", (1, 1), lambda: "# x\n" * 5_000_000),
    Case("blank-lines-by-the-million", 3, "syntax", (20000005, 1), lambda: HEAD + "\n" * 20_000_000 + "]"),
    Case("spaces-by-the-million", 1, "bad-date", (4, 10), lambda: HEAD + " " * 20_000_000 + "]"),
    Case(
        "nodes-by-the-million",
        3,
        "too-large",
        (5, 1999985),
        lambda: HEAD + "x-a: [" + "a," * 2_000_000 + "]\n",
    ),
    Case(
        "empty-mappings-by-the-million",
        3,
        "too-large",
        (999995, 3),
        lambda: HEAD + "x-a:\n" + "- {}\n" * 1_500_000,
    ),
    Case(
        "records-by-the-thousand",
        3,
        "too-large",
        (50006, 3),
        lambda: HEAD + "actors:\n" + many("  a-@: A\n", 60_000),
    ),
    Case("larger-than-the-limit", 3, "too-large", None, lambda: b"#" * 25_000_001),
    Case(
        "million-digit-ordinal",
        3,
        "too-large",
        (6, 16),
        lambda: HEAD + "phases:\n  p: {ordinal: " + "9" * 1_000_000 + "}\n",
    ),
    Case(
        "long-ordinal",
        1,
        "not-a-number",
        (6, 16),
        lambda: HEAD + "phases:\n  p: {ordinal: " + "9" * 90_000 + "}\n",
    ),
    Case(
        "long-latitude",
        1,
        "not-a-number",
        (6, 37),
        lambda: HEAD + "bases:\n  b: {name: B, location: {latitude: 1" + "0" * 90_000 + ", longitude: 1}}\n",
    ),
    Case(
        "huge-exponent",
        1,
        "not-a-number",
        (6, 37),
        lambda: HEAD + "bases:\n  b: {name: B, location: {latitude: 1e999999999, longitude: 1}}\n",
    ),
    Case(
        "long-stated-number",
        1,
        "not-a-number",
        (6, 34),
        lambda: HEAD + "counts:\n  c: {title: C, values: {number: " + "9" * 90_000 + "}}\n",
    ),
    Case("long-number-under-x", 1, "out-of-range", (5, 6), lambda: HEAD + "x-a: " + "9" * 90_000 + "\n"),
    Case("infinite-number-under-x", 1, "out-of-range", (5, 6), lambda: HEAD + "x-a: 1e999\n"),
)
