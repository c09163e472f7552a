"""Who may import whom, who owns which library, and how large things may grow; DESIGN section 4 as a test.

Rows may be added to the table; no arrow may turn round. Imports for type checkers count like any other, unless the line
says ``# no arrow:`` and why.
"""

from __future__ import annotations

import ast
import functools
import graphlib
import io
import sys
import tokenize
from pathlib import Path
from typing import NamedTuple

import pytest

import coalition_events as ce

PACKAGE = "coalition_events"
ROOT = Path(ce.__file__).parent

MAY_IMPORT = {
    "__init__": "",  # lazily, by name, whatever the public face names
    "__main__": "cli",
    # the bottom: nothing of ours
    "exceptions": "",
    "dates": "",
    "countries": "",
    "textsafe": "",
    "limits": "",
    "relations": "dates",
    # the model
    "model": "dates",
    "wording": "model dates",
    "claimtext": "model",
    "claimrows": "model",
    # in
    "reading": "limits model dates exceptions countries",
    # out
    "plain": "model dates",
    "yamlout": "plain model dates",
    "schema": "model dates",
    # answers
    "asof": "model relations dates",
    "changes": "plain model dates",
    "checks": "asof changes model relations exceptions",
    # the contract and its host
    "hookspecs": "model",
    "standing": "asof relations model",
    "ledger": "hookspecs claimtext textsafe model",
    "contract": "hookspecs",
    "options": "hookspecs exceptions",
    "catalogue": "",
    "discovery": "catalogue",
    "plugins": "discovery catalogue contract hookspecs exceptions",
    "writer": "plugins catalogue options hookspecs model exceptions",
    "bulk": "writer plugins catalogue options hookspecs reading limits exceptions",
}
"""Module or package -> the modules and packages of ours that it may import."""

GUESTS = ("cli", "exporters", "testing")
"""They see the public face and their own package, and nothing else."""

OWNERS = {
    "attrs": ("",),
    "yaml": ("reading.yamltree", "yamlout"),
    "icalendar": ("exporters.ics", "exporters._ics"),
    "pluggy": ("hookspecs", "plugins"),
    "pytest": ("testing",),
    "argparse": ("cli", "testing.__main__"),
}
"""Library -> beginnings of the names of the modules that may import it; no other library is imported at all."""

LONGEST_MODULE = 350
LONGEST_FUNCTION = 50


class Import(NamedTuple):
    """One thing that a module imports: its full name, how many dots stood before it, and the line."""

    target: str
    level: int
    line: int


def sources():
    """Return the dotted name and the text of every module of the package."""
    return {name_of(path): path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("*.py"))}


def name_of(path):
    """Return the dotted name of the module in a file; a package is named without its ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join((PACKAGE, *(part for part in parts if part != "__init__")))


@functools.cache
def parsed(text):
    """Return the syntax tree of a text; most rules want the same ones."""
    return ast.parse(text)


def unit(module):
    """Return the row of the table to which a module belongs."""
    return module.split(".")[1] if "." in module else "__init__"


def imports(module, modules):
    """Yield what a module imports; a name that is itself a module counts as that module."""
    is_package = any(other.startswith(f"{module}.") for other in modules)
    for node in import_nodes(modules[module]):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, 0, node.lineno) for alias in node.names)
            continue
        home = node.module or ""
        if node.level:
            parts = module.split(".")
            above = parts[: len(parts) - node.level + is_package]
            home = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{home}.{alias.name}"
            yield Import(inner if inner in modules else home, node.level, node.lineno)


@functools.cache
def import_nodes(text):
    """Return the import statements of a text, wherever they stand, without those that make no arrow."""
    lines = text.splitlines()
    nodes = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [node for node in nodes if "# no arrow: " not in lines[node.end_lineno - 1]]


# ------------------------------------------------------------------------------------------------ the rules


def arrow_faults(modules):
    """Yield every import of ours that the table does not have."""
    for module in modules:
        row = unit(module)
        if row not in (*MAY_IMPORT, *GUESTS):
            yield f"{module}: it has no row in the table"
            continue
        for found in imports(module, modules):
            if found.target.split(".")[0] == PACKAGE and not may_import(module, found):
                yield f"{module}:{found.line}: imports {found.target}"


def may_import(module, found):
    """Whether an import of ours is in the table."""
    row, target = unit(module), unit(found.target)
    if row in GUESTS:
        public = found.target in {PACKAGE, f"{PACKAGE}.textsafe"}
        by_dots = (
            row != "exporters" or found.level > 0
        )  # so that a search for "coalition_events." finds nothing
        return (public and found.level == 0) or (target == row and by_dots)
    return found.target != PACKAGE and (target == row or target in MAY_IMPORT[row].split())


def cycle_faults(modules):
    """Yield a cycle among the imports, if there is one."""
    graph = {
        module: {found.target for found in imports(module, modules)} & set(modules) - {PACKAGE}
        for module in modules
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield f"a cycle: {' -> '.join(error.args[1])}"


def library_faults(modules):
    """Yield every import of a library by a module that does not own it."""
    for module in modules:
        inner = module.removeprefix(f"{PACKAGE}.")
        for found in imports(module, modules):
            library = found.target.split(".")[0]
            owners = OWNERS.get(library, () if library not in sys.stdlib_module_names else ("",))
            if library != PACKAGE and not inner.startswith(owners):
                yield f"{module}:{found.line}: imports {library}"


def size_faults(modules):
    """Yield every module and function that is too long, by lines of code: without docstrings, comments and blanks."""
    for module, text in modules.items():
        tree, code = parsed(text), code_lines(text)
        if len(code) > LONGEST_MODULE:
            yield f"{module}: {len(code)} lines of code"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = sum(node.lineno <= line <= node.end_lineno for line in code)
                if length > LONGEST_FUNCTION:
                    yield f"{module}:{node.lineno}: {node.name} has {length} lines of code"


@functools.cache
def code_lines(text):
    """Return the numbers of the lines that hold code."""
    silent = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    held = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in silent
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(parsed(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            held -= set(range(node.lineno, node.end_lineno + 1))
    return held


def docstring_faults(modules):
    """Yield every module and every public class, function and method that does not say what it is."""
    for module, text in modules.items():
        tree = parsed(text)
        if not ast.get_docstring(tree):
            yield f"{module}: no docstring"
        yield from undocumented(module, tree)


def undocumented(owner, node):
    """Yield the public definitions without a docstring in a module or a class; what is in a function is nobody's."""
    for inner in node.body:
        if isinstance(inner, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and inner.name[0] != "_":
            if not ast.get_docstring(inner):
                yield f"{owner}:{inner.lineno}: {inner.name} has no docstring"
            if isinstance(inner, ast.ClassDef):
                yield from undocumented(f"{owner}.{inner.name}", inner)


RULES = (arrow_faults, cycle_faults, library_faults, size_faults, docstring_faults)


# ------------------------------------------------------------------------------------------------ the tests


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_every_rule(rule):
    """Imports follow the table without a cycle, libraries have owners, and all is of readable size and documented."""
    assert list(rule(sources())) == []


def test_every_row_of_the_table_is_a_module():
    """A row for a module that is gone goes too, and so does an arrow to one."""
    units = {unit(module) for module in sources()}
    assert set(MAY_IMPORT) <= units
    assert {target for row in MAY_IMPORT.values() for target in row.split()} <= units


def test_the_table_itself_has_no_cycle():
    """No two rows may allow each other, directly or round about."""
    graphlib.TopologicalSorter({row: targets.split() for row, targets in MAY_IMPORT.items()}).prepare()


BAD = {
    "a module without a row": (arrow_faults, "surprise", "import os"),
    "an arrow turned round": (arrow_faults, "dates", "from coalition_events.model import Claim"),
    "a module from the package": (arrow_faults, "limits", "from coalition_events import model"),
    "the face from below": (arrow_faults, "reading.reader", "from coalition_events import Timeline"),
    "the face by its name": (arrow_faults, "reading.reader", "import coalition_events as ce"),
    "a late import": (arrow_faults, "textsafe", "def f():\n    import coalition_events.plain"),
    "an import for types": (
        arrow_faults,
        "dates",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from coalition_events.model import Claim",
    ),
    "an exporter below the face": (arrow_faults, "exporters.bad", "from coalition_events.model import Claim"),
    "an exporter that takes a module": (
        arrow_faults,
        "exporters.bad",
        "from coalition_events import plugins",
    ),
    "an exporter above its package": (arrow_faults, "exporters.bad", "from .. import Claim"),
    "an exporter that names its sibling in full": (
        arrow_faults,
        "exporters.bad",
        "from coalition_events.exporters.json import export",
    ),
    "a command below the face": (arrow_faults, "cli.bad", "import coalition_events.writer"),
    "a command that knows an exporter": (
        arrow_faults,
        "cli.bad",
        "from coalition_events.exporters import json",
    ),
    "the kit below the face": (arrow_faults, "testing", "from coalition_events.hookspecs import Exporter"),
    "a cycle of two": (cycle_faults, "model.vocabulary", "from coalition_events.model.records import Base"),
    "a cycle through the package": (
        cycle_faults,
        "model.vocabulary",
        "from coalition_events.model import Claim",
    ),
    "a cycle by dots": (cycle_faults, "model.vocabulary", "from .records import Base"),
    "YAML elsewhere": (library_faults, "reading.reader", "import yaml"),
    "icalendar elsewhere": (library_faults, "exporters.json", "from icalendar import vText"),
    "pluggy elsewhere": (library_faults, "writer", "import pluggy"),
    "pytest in the product": (library_faults, "writer", "import pytest"),
    "argparse in the library": (library_faults, "options", "import argparse"),
    "a library that nobody owns": (library_faults, "dates", "import numpy.linalg"),
    "a long module": (size_faults, "bad", "x = 1\n" * 351),
    "a long function": (size_faults, "bad", "def f():\n" + "    x = 1\n" * 50),
    "a module without a docstring": (docstring_faults, "bad", "x = 1"),
    "a function without a docstring": (docstring_faults, "bad", '"""Doc."""\ndef f(): ...'),
    "a class without a docstring": (docstring_faults, "bad", '"""Doc."""\nclass C: ...'),
    "a method without a docstring": (
        docstring_faults,
        "bad",
        '"""Doc."""\nclass C:\n    """Doc."""\n    def f(self): ...',
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_each_rule_can_fail(name):
    """A module that breaks one rule, put into the package, is found by that rule, which names it."""
    rule, module, text = BAD[name]
    good = sources()
    before = set(rule(good))
    faults = set(rule({**good, f"{PACKAGE}.{module}": text})) - before
    assert any(module in fault for fault in faults)


FINE = {
    "the face from an exporter": ("exporters.fine", "from coalition_events import Claim, textsafe"),
    "the face from a command": (
        "cli.fine",
        "import coalition_events as ce\nfrom coalition_events.cli import text",
    ),
    "a sibling of an exporter": ("exporters.fine", "from ._claimtext import claim_text\nfrom . import json"),
    "an import without an arrow": (
        "dates",
        "if TYPE_CHECKING:\n    from coalition_events.model import Claim  # no arrow: its docstring alone names it",
    ),
    "the kit": (
        "testing.fine",
        "import pytest\nfrom coalition_events import Feature\nfrom . import tables",
    ),
    "a long docstring": ("dates", '"""\n' + "words\n" * 400 + '"""\n' + "# comment\n\n" * 400),
    "what is private": (
        "dates",
        '"""Doc."""\ndef _f(): ...\nclass _C:\n    def f(self): ...\ndef __dir__(): ...',
    ),
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_allowed_is_not_found(name):
    """What keeps the rules is not mistaken for what breaks them."""
    module, text = FINE[name]
    good = sources()
    known = {fault for rule in RULES[:4] for fault in rule(good)}
    modules = {**good, f"{PACKAGE}.{module}": text}
    found = {fault for rule in RULES[:4] for fault in rule(modules)} - known
    assert {fault for fault in found if module in fault} == set()
    if name == "what is private":
        assert list(docstring_faults({module: text})) == []
