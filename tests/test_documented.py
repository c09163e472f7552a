"""Nothing is undocumented. Each check is also given a name that no page has, and must find it, and no other."""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import itertools
import re
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
from coalition_events import hookspecs
from coalition_events.cli import run as runner
from coalition_events.cli.parser import make_parser
from coalition_events.cli.stopping import SIGNALS
from coalition_events.testing.checks import CHECKS

ROOT = Path(__file__).parent.parent
PACKAGE = Path(ce.__file__).parent
REFERENCE = ROOT / "docs" / "reference"
MADE_UP = "made-up"
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def page(name):
    """Return the text of a page of the reference."""
    return (REFERENCE / name).read_text("utf-8")


def section(text, heading):
    """Return what stands below a heading of the second level; empty if there is none."""
    return f"{text}\n## ".partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def documented(name, text):
    """Whether a text has a name as code, as a word of its own; what only an example has is not documented."""
    spans = re.findall("`([^`]+)`", FENCE.sub("", text))
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", span) for span in spans)


def undocumented(names, text):
    """Return the names that a text does not have."""
    return [name for name in names if not documented(name, text)]


def rows(text, table=""):
    """Return the rows of the tables in a text, or of the one whose head begins with ``table``: name -> other cells."""
    found = {}
    for block in re.findall(r"(?:^\|.*\|\n)+", f"{text}\n", re.MULTILINE):
        if block.startswith(f"| {table}"):
            cells = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in block.splitlines()[2:]]
            found |= {cell[0]: cell[1:] for cell in cells}
    return found


def everything_is_in(text, names):
    """Say that every name is documented there, and that this would fail for one that is not."""
    assert names
    assert [MADE_UP] == undocumented([*names, MADE_UP], text)


# ---------------------------------------------------------------------------------------------------- Python


def test_api_page() -> None:
    """Every public name is on the page of the Python interface."""
    everything_is_in(page("api.md"), [*ce.__all__, "__version__"])


@pytest.mark.parametrize("name", re.findall(r"^\| `(\w+)[`(]", page("api.md"), re.MULTILINE))
def test_api_page_is_not_stale(name) -> None:
    """The page of the Python interface has no row for a name that is not there."""
    assert name in ce.__all__ or any(
        hasattr(getattr(ce, cls), name) for cls in ("Timeline", "Claims", "Event")
    )


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("[a-z]*")), ids=lambda path: path.name)
def test_design_page(path) -> None:
    """Every module and folder of code in the package has its row in the table of modules."""
    table = (ROOT / "docs" / "explanation" / "design.md").read_text("utf-8").partition("## Decisions")[0]
    if path.suffix == ".py" or list(path.glob("*.py")):
        assert f"\n| `{path.name}{'/' if path.is_dir() else ''}` |" in table


# ---------------------------------------------------------------------------------------------------- the contract


def public(cls):
    """List what a record of the contract has: its fields, methods and properties."""
    members = [
        name for name, value in vars(cls).items() if inspect.isfunction(value) or isinstance(value, property)
    ]
    names = [*(field.name for field in attrs.fields(cls)), *members]
    return sorted({name for name in names if not name.startswith("_")})


def test_contract_page() -> None:
    """Every hook and every other public name of the contract is on its page."""
    hooks = [name for name, value in vars(hookspecs).items() if hasattr(value, "coalition_events_spec")]
    assert ["coalition_events_exporter"] == hooks
    own = [name for name in ce.__all__ if getattr(getattr(ce, name), "__module__", "") == hookspecs.__name__]
    assert {"Exporter", "Feature", "option"} <= set(own)
    everything_is_in(page("exporter-contract.md"), [*hooks, *own, "hookimpl", "API"])


@pytest.mark.parametrize("cls", [ce.Exporter, ce.ExportRequest, ce.Loss], ids=lambda cls: cls.__name__)
def test_contract_page_fields(cls) -> None:
    """Every field, method and property of the contract's records is in the section of its record, and no other."""
    text = section(page("exporter-contract.md"), cls.__name__)
    everything_is_in(text, public(cls))
    assert public(cls) == sorted(re.match(r"`(\w+)", cell)[1] for cell in rows(text, "field"))


def test_contract_page_options() -> None:
    """What ``option`` takes, and every type that an option may have, is in the section of options."""
    names = list(inspect.signature(ce.option).parameters)
    assert "help" in names
    everything_is_in(
        section(page("exporter-contract.md"), "Options"),
        [*names, *(kind.__name__ for kind in hookspecs.OPTION_TYPES)],
    )


def meanings(enumeration):
    """Return what the docstrings below the members of an enumeration say: word -> meaning, as the page writes it."""
    tree = ast.parse(inspect.getsource(enumeration)).body[0].body
    pairs = itertools.pairwise(tree)
    said = {
        one.value.value: after.value.value
        for one, after in pairs
        if isinstance(one, ast.Assign) and isinstance(after, ast.Expr)
    }
    return {f"`{word}`": [_as_written(text)] for word, text in said.items()}


def _as_written(text):
    return (text[0].lower() if text[1] in " abcdefghijklmnopqrstuvwxyz" else text[0]) + text[1:].rstrip(
        "."
    ).replace("``", "`")


@pytest.mark.parametrize(("enumeration", "head"), [(ce.Feature, "feature"), (ce.LossAction, "action")])
def test_contract_page_words(enumeration, head) -> None:
    """Features and actions stand on the page in their order, each with the words of the contract."""
    told = meanings(enumeration)
    assert [f"`{word}`" for word in enumeration] == list(told)
    assert list(told.items()) == list(rows(page("exporter-contract.md"), head).items())
    assert {**told, MADE_UP: [""]} != rows(page("exporter-contract.md"), head)


# ---------------------------------------------------------------------------------------------------- formats


def as_code(value):
    """Return a default as people write it on the command line."""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def options_are_in(exporter, text):
    """Say that the table of options has each option of an exporter, in order, with its default and its choices."""
    options = ce.described_options(exporter)
    told = rows(text, "option")
    assert [f"`{option.name}`" for option in options] == list(told)
    for option in options:
        default, *rest = told[f"`{option.name}`"]
        assert as_code(option.default) == default
        if option.choices:
            everything_is_in(" ".join(rest), [str(choice) for choice in option.choices])
    return told


def features_are_in(exporter, text):
    """Say that a text lists the features that an exporter holds in part, those that it does not hold, and no other."""
    missing = [feature for feature in ce.Feature if feature not in {*exporter.carries, *exporter.partly}]
    partly = [feature for feature in ce.Feature if feature in exporter.partly]
    for words, features in (("in part", partly), ("not at all", missing)):
        listed = re.search(rf"{words}: ([^.]*)\.", text, re.IGNORECASE)
        told = re.findall(r"`([\w-]+)`", listed[1]) if listed else []
        assert features == told, f"{words}: {', '.join(f'`{word}`' for word in features)}"


@pytest.mark.parametrize("name", sorted(info.name for info in ce.formats() if info.builtin))
def test_formats_page(name) -> None:
    """The section of a built-in format has its options, with defaults and choices, and the features it lacks."""
    exporter = ce.load_exporter(ce.by_name(name))
    options_are_in(exporter, section(page("formats.md"), name))
    features_are_in(exporter, section(page("formats.md"), name))


@pytest.mark.parametrize("folder", sorted((ROOT / "plugins").iterdir()), ids=lambda folder: folder.name)
def test_plugin_pages(folder, monkeypatch) -> None:
    """The README of a plugin has its options, with defaults and choices."""
    monkeypatch.syspath_prepend(folder / "src")
    module = importlib.import_module(folder.name.replace("-", "_"))
    options_are_in(module.coalition_events_exporter(), (folder / "README.md").read_text("utf-8"))


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("| `bom` |", "| `mob` |"),
        ("| `guard` |", "| `raw` |"),
        ("`claims`,", "claims,"),
        ("`wording`, ", ""),
        ("Not at all: ", "Not at all: `dates`, "),
    ],
)
def test_what_a_format_lacks_is_found(there, instead) -> None:
    """An option, a default, a choice and a feature that a page lacks are each found, and a feature too many."""
    exporter, text = ce.load_exporter(ce.by_name("csv")), section(page("formats.md"), "csv")
    assert there in text
    with pytest.raises(AssertionError):  # noqa: PT012 - either of the two
        options_are_in(exporter, text.replace(there, instead))
        features_are_in(exporter, text.replace(there, instead))


def test_checks_of_the_kit() -> None:
    """Every check of the kit has its row in the how-to, in the order in which they run, and no other has one."""
    text = section((ROOT / "docs" / "how-to" / "test-an-exporter.md").read_text("utf-8"), "All checks")
    first = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    told = [name for cell in first for name in re.findall("`([a-z-]+)`", cell)]
    assert [check.name for check in CHECKS if not check.name.startswith("feature:")] == told


# ---------------------------------------------------------------------------------------------------- command line


def commands():
    """Return the parser of each command, by its name."""
    (group,) = (one for one in make_parser()._actions if isinstance(one, argparse._SubParsersAction))  # noqa: SLF001 - argparse has no other door
    return group.choices


def _actions(parser):
    return [one for one in parser._actions if one.option_strings and one.dest != "help"]  # noqa: SLF001 - as above


def options_of(parser):
    """List the options of a parser, under each of their names, with the values that are a choice."""
    return [name for one in _actions(parser) for name in (*one.option_strings, *(one.choices or ()))]


def flags_of(parser):
    """List each option under the first of its names."""
    return [one.option_strings[0] for one in _actions(parser)]


def test_commands() -> None:
    """Every command has a section, and every option that stands before it a row."""
    text = page("cli.md")
    head = text.partition("\n## ")[0]
    everything_is_in(head, [*commands(), "--help", *options_of(make_parser())])
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert list(commands()) == headings[: len(commands())]


@pytest.mark.parametrize("name", commands())
def test_options_of_a_command(name) -> None:
    """Every option of a command, with its choices, is explained in the command's section, and in its shape too."""
    shape, prose = re.fullmatch(
        "\n```text\n(.*?)```\n(.*)", section(page("cli.md"), name), re.DOTALL
    ).groups()
    parser = commands()[name]
    if options_of(parser):
        everything_is_in(prose, options_of(parser))
    arguments = [action.metavar or action.dest for action in parser._actions if not action.option_strings]  # noqa: SLF001 - as above
    words = re.findall(r"[\w-]+", shape)
    wanted = [name, *flags_of(parser), *re.findall(r"[A-Z]+", " ".join(arguments))]
    assert [MADE_UP] == [word for word in (*wanted, MADE_UP) if word not in words]


def exit_codes():
    """Collect every exit code: of errors, of signals, and what the commands return as a plain number."""
    found = {code for _, code in runner.CODES} | {128 + number for number in SIGNALS}
    for path in (PACKAGE / "cli").glob("*.py"):
        found |= returned(ast.parse(path.read_text("utf-8")))
    return sorted(found)


def returned(tree):
    """Collect the numbers that the functions of a module return which give an exit code, by value or by name."""
    names = {
        one.target.id: one.value.value
        for one in tree.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.value, ast.Constant)
    }
    functions = [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and ast.unparse(one.returns or tree) == "int"
    ]
    ends = [one.value for function in functions for one in ast.walk(function) if isinstance(one, ast.Return)]
    ends += [branch for one in ends if isinstance(one, ast.IfExp) for branch in (one.body, one.orelse)]
    numbers = {one.value for one in ends if isinstance(one, ast.Constant)}
    numbers |= {names.get(one.id) for one in ends if isinstance(one, ast.Name)}
    return {number for number in numbers if type(number) is int}


def test_exit_codes() -> None:
    """The table of exit codes has every code that the command can end with, in order, and no other."""
    table = rows(section(page("cli.md"), "Exit codes"), "code")
    assert [f"`{code}`" for code in exit_codes()] == list(table)
    new = "_MADE_UP: Final = 99\n\ndef run(options) -> int:\n    return _MADE_UP if options.x else 98\n"
    assert {98, 99} == returned(ast.parse(new)) - set(exit_codes())


def variables(trees):
    """Collect the names of the environment variables that modules read, written out or as a constant."""
    found = set()
    for tree in trees:
        names = {
            one.target.id: one.value.value
            for one in tree.body
            if isinstance(one, ast.AnnAssign) and isinstance(one.value, ast.Constant)
        }
        for node in ast.walk(tree):
            asked = None
            if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
                asked = node.slice
            elif isinstance(node, ast.Call) and re.search(r"(environ\.\w+|getenv)$", ast.unparse(node.func)):
                asked = node.args[0]
            if asked is not None:
                found.add(asked.value if isinstance(asked, ast.Constant) else names[asked.id])
    return sorted(found)


def test_environment() -> None:
    """Every environment variable that the package reads is on the page of the command line."""
    trees = [ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    text = section(page("cli.md"), "Environment")
    assert "COALITION_EVENTS_PLUGINS" in variables(trees)
    everything_is_in(text, variables(trees))
    for new in ("os.environ['MADE_UP']", "os.getenv('MADE_UP')", "N: Final = 'MADE_UP'\nenviron.get(N, '')"):
        assert ["MADE_UP"] == undocumented(variables([*trees, ast.parse(new)]), text)
