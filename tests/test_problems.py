"""The page of problems: every code has a section, and every example gives what the page shows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import coalition_events as ce

ROOT = Path(__file__).parent.parent
SECTIONS = (ROOT / "docs" / "reference" / "problems.md").read_text("utf-8").split("\n### ")
HEAD, SECTIONS = SECTIONS[0], {text.split("`")[1]: text for text in SECTIONS[1:]}
FENCE = re.compile(r"```(yaml|text)\n(.*?)```", re.DOTALL)
NO_EXAMPLE = {"encoding", "unreadable", "not-revised", "vanished-id"}  # a text on a page can't show them
REPORTERS = {"FieldError", "problem", "_unreadable", "_matching", "Problem"}
"""What reports a mistake: the first text among its arguments is the code, but for a field's name before it."""


def codes_of(tree):
    """The codes that a module reports, as far as they are written out in it."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = [word.value for word in call.keywords if word.arg == "code"]
        if name in REPORTERS:
            given += [one for one in call.args[name == "FieldError" :] if isinstance(one, ast.Constant)][:1]
        yield from (one.value for one in given if isinstance(one, ast.Constant) and one.value)


def test_every_code_has_a_section():
    """A code that is reported anywhere in the package is explained on the page."""
    package = Path(ce.__file__).parent
    found = {code for path in package.rglob("*.py") for code in codes_of(ast.parse(path.read_text("utf-8")))}
    assert {"bad-date", "unknown-reference", "syntax", "bad-url", "encoding"} < found
    assert set() == found - set(SECTIONS)


def test_sections_are_in_order():
    """Within both parts of the page, codes are sorted, so that a reader finds them."""
    codes = list(SECTIONS)
    border = codes.index("unreadable")
    assert sorted(codes[:border]) == codes[:border]


@pytest.mark.parametrize("code", SECTIONS)
def test_section_is_complete(code):
    """A section says why the problem matters and what to do."""
    assert re.search(r"\n\nWhy it matters: .*\n\nWhat to do: ", SECTIONS[code], re.DOTALL)


@pytest.mark.parametrize("code", sorted(set(SECTIONS) - NO_EXAMPLE))
def test_example(code):
    """The example of a section gives exactly the message that stands below it."""
    (_, example), (_, shown) = FENCE.findall(SECTIONS[code])
    head = FENCE.findall(HEAD)[-1][1]
    text = example if example.startswith("schema:") else head + example
    if shown.startswith("example.yaml:"):
        with pytest.raises((ce.InvalidTimelineError, ce.UnreadableInputError), match=f": {code}: ") as caught:
            ce.parse(text, "example.yaml")
        assert shown == f"{caught.value}\n"
    else:
        found = [finding for finding in ce.findings(ce.parse(text)) if finding.code == code]
        assert [shown] == [f"{finding.path}: {finding.message}\n" for finding in found]
