"""The page of problems: every code has a section, and its example gives exactly this code and what the page shows."""

from __future__ import annotations

import ast
import functools
import json
import re
import shlex
from pathlib import Path

import pytest

import coalition_events as ce
from commanding import run

ROOT = Path(__file__).parent.parent
PACKAGE = Path(ce.__file__).parent
SECTIONS = (ROOT / "docs" / "reference" / "problems.md").read_text("utf-8").split("\n### ")
HEAD, SECTIONS = SECTIONS[0], {text.split("`")[1]: text for text in SECTIONS[1:]}
FENCE = re.compile(r"(?:<!-- file: (\S+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
CODE = re.compile("[a-z]+(-[a-z]+)*")


# ---------------------------------------------------------------------------------------------------- all codes


@functools.cache
def modules():
    """Return the syntax trees of the package, without the exporters, which report nothing."""
    paths = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "exporters"]
    return [ast.parse(path.read_text("utf-8")) for path in paths]


def takers(trees):
    """Name everything that takes a ``code``, and say as the how manieth argument it does."""
    found = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.ClassDef):
            methods = {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
            if "__init__" in methods:
                names = _arguments(methods["__init__"])[1:]
            else:
                names = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign)]
        elif isinstance(node, ast.FunctionDef):
            names = _arguments(node)
            names = names[1:] if names[:1] == ["self"] else names
        else:
            continue
        if "code" in names:
            found[node.name] = names.index("code")
    return found


def _arguments(function):
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]


def codes_of(trees, others=()):
    """Yield every code that is handed to one of those, of ``others`` too.

    A name that stands for some is followed within its function.
    """
    places = takers([*trees, *others])
    scopes = [
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef)
    ]
    for scope in scopes:
        for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in places:
                given = [word.value for word in call.keywords if word.arg == "code"]
                given += _at(call.args, places[name])
                yield from (code for one in given for code in _texts(one, scope))


def _at(given, place):
    if any(
        isinstance(one, ast.Starred) for one in given[:place]
    ):  # of unknown length: the first word that can be one
        return [one for one in given if isinstance(one, ast.Constant) and CODE.fullmatch(str(one.value))][:1]
    return given[place : place + 1]


def _texts(node, scope):
    if isinstance(node, ast.Constant):
        return [node.value] if node.value and isinstance(node.value, str) else []  # an exit code is a number
    if isinstance(node, ast.Starred | ast.Attribute | ast.JoinedStr | ast.Call):
        return []  # a code of another problem, handed on
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, scope), *_texts(node.orelse, scope)]
    assert isinstance(node, ast.Name), ast.dump(node)
    if isinstance(scope, ast.Module) or node.id in _arguments(scope):
        return []  # its function is a scope of its own; whoever calls that is looked at
    loops = [
        one.iter for one in ast.walk(scope) if isinstance(one, ast.For) and node.id in _names(one.target)
    ]
    values = [
        one.value
        for one in ast.walk(scope)
        if isinstance(one, ast.Assign) and node.id in _names(one.targets[0])
    ]
    texts = [
        one.value for value in (*loops, *values) for one in ast.walk(value) if isinstance(one, ast.Constant)
    ]
    return [text for text in texts if isinstance(text, str) and CODE.fullmatch(text)]


def _names(target):
    return [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]


def test_every_code_has_a_section() -> None:
    """A code that is reported anywhere in the package is explained on the page, and no other is."""
    assert sorted(set(codes_of(modules()))) == sorted(SECTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "def f(): Problem('f', 1, 1, 'made-up', '', 'message')",
        "def f(node): self.problem(node, 'made-up', path, 'message')",
        "def f(node): self.problem(node, path='', code='made-up')",
        "def f(): Problem(name, *place, 'made-up', '', 'message')",
        "def f(): raise FieldError('field', 'made-up' if x else 'bad-id', 'message')",
        "def f():\n    for code, y in (('made-up', 1),): _finding(level, code, '', '', '')",
        "def new(code): Problem('f', 1, 1, code, '', '')\ndef f(): new('made-up')",
    ],
)
def test_a_new_code_would_be_found(text) -> None:
    """A code that nobody has explained is found, however it is reported."""
    assert {"made-up"} == set(codes_of([ast.parse(text)], modules())) - set(SECTIONS)


# ---------------------------------------------------------------------------------------------------- each section


def test_sections_are_in_order() -> None:
    """Within both parts of the page, codes are sorted, so that a reader finds them."""
    codes = list(SECTIONS)
    border = codes.index("unreadable")
    assert sorted(codes[:border]) == codes[:border]


@pytest.mark.parametrize("code", SECTIONS)
def test_section_is_complete(code) -> None:
    """A section has an example, says why the problem matters and what to do."""
    assert FENCE.search(SECTIONS[code])
    assert re.search(r"\n\nWhy it matters: .+\n\nWhat to do: .+", SECTIONS[code], re.DOTALL)


@pytest.mark.parametrize("code", SECTIONS)
def test_example(code, capsys, tmp_path, monkeypatch) -> None:
    """The example of a section gives exactly its code, once, and the line that the page shows."""
    monkeypatch.chdir(tmp_path)
    fences = FENCE.findall(SECTIONS[code])
    if fences[-1][1] == "text":
        (_, _, example), (_, _, shown) = fences
        head = FENCE.findall(HEAD)[-1][2]
        Path("example.yaml").write_text(example if example.startswith("schema:") else head + example, "utf-8")
        command = ["validate", "example.yaml"]
    else:
        command = prepared(fences)
        shown = ""  # test_docs holds it against what is printed
    rows = json.loads(run(capsys, *command, "--format", "json").out)
    assert [code] == [row["code"] for row in rows]
    if shown.startswith("example.yaml:"):
        assert shown in run(capsys, *command).out
    elif shown:
        assert shown == f"{rows[0]['path']}: {rows[0]['message']}\n"


def prepared(fences):
    """Make the files that an example needs, and return the command that it shows."""
    for name, language, body in fences:
        if name:
            Path(name).write_text(body, "utf-8")
        elif language == "python":
            exec(body, {})  # noqa: S102 - our own documents
    shown = re.search(r"^\$ coalition-events (.+)$", fences[-1][2], re.MULTILINE)
    return shlex.split(shown[1])
