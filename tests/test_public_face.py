"""The public face: one sorted list, told to people and to type checkers alike, imported when it is used."""

from __future__ import annotations

import ast
import importlib
import tomllib
from pathlib import Path

import pytest

import coalition_events as ce
from distributions import run

PACKAGE = Path(ce.__file__).parent
HEAVY = ("attrs", "attr", "yaml", "icalendar", "importlib.metadata", "pluggy", "argparse", "json", "pathlib")


def stub():
    """Return the parsed ``__init__.pyi``."""
    return ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))


def stub_homes():
    """Return name -> module of every name that the stub imports, and see that each is exported under its own name."""
    homes = {}
    for node in stub().body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                assert alias.asname == alias.name
                assert alias.name not in homes
                homes[alias.name] = node.module
    return homes


def test_the_list_is_sorted_and_each_name_is_there_once():
    """``__all__`` is what sorted() makes of it."""
    assert list(ce.__all__) == sorted(set(ce.__all__))


def test_the_stub_and_the_table_agree_name_for_name():
    """A type checker sees exactly the names that there are, each from the module where it really is."""
    assert stub_homes() == {
        **{name: f"coalition_events.{module}" for name, module in ce._HOMES.items()},  # noqa: SLF001 - the table itself
        "textsafe": "coalition_events",
    }


def test_the_stub_lists_what_the_package_lists():
    """``__all__`` in the stub is the package's, in the same order."""
    (listed,) = (
        ast.literal_eval(node.value)
        for node in stub().body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
    )
    assert listed == list(ce.__all__)


@pytest.mark.parametrize("name", ce.__all__)
def test_every_name_can_be_imported(name):
    """Each name is there, is the one of its module, and says what it is."""
    value = getattr(ce, name)
    if name != "textsafe":
        module = importlib.import_module(f"coalition_events.{ce._HOMES[name]}")  # noqa: SLF001 - as above
        assert value is getattr(module, name)
    assert vars(ce)[name] is ce.__getattr__(name) is value


def test_no_module_has_the_name_of_something_public():
    """Importing a submodule sets its name on the package, which would hide a function of that name."""
    modules = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert modules & set(ce.__all__) == {"textsafe"}


def test_importing_the_package_costs_next_to_nothing():
    """A fresh interpreter that imports the package has none of the libraries that it builds on, nor its own modules."""
    code = f"""
import sys
before = set(sys.modules)
import coalition_events
new = set(sys.modules) - before
print(sorted(new & set({HEAVY!r})), sorted(name for name in new if name.startswith("coalition_events")))
"""
    done = run(code)
    assert done.stdout == "[] ['coalition_events']\n", done.stderr


@pytest.mark.parametrize(
    ("use", "absent"),
    [
        ("ce.parse_date('2030')", ("yaml", "pluggy", "icalendar", "importlib.metadata")),
        ("ce.Milestone", ("yaml", "pluggy", "icalendar", "importlib.metadata")),
        ("ce.bundled('iraq')", ("pluggy", "icalendar", "importlib.metadata")),
        ("ce.by_name('ics')", ("yaml", "icalendar", "importlib.metadata")),
        ("ce.load_exporter(ce.by_name('json'))", ("icalendar", "importlib.metadata")),
    ],
)
def test_what_is_used_brings_only_what_it_needs(use, absent):
    """Dates need no YAML, reading needs no plugins, an export needs the libraries of its own format alone."""
    code = f"import sys, coalition_events as ce; {use}; print([name for name in {absent!r} if name in sys.modules])"
    done = run(code)
    assert done.stdout == "[]\n", done.stderr


def test_a_star_import_gives_the_list():
    """``from coalition_events import *`` gives all public names and nothing else."""
    code = (
        "from coalition_events import *; import coalition_events as ce; "
        "print(set(ce.__all__) ^ {name for name in globals() if not name.startswith('__')})"
    )
    assert run(code).stdout == "{'ce'}\n"


def test_dir_knows_the_names_before_they_are_used():
    """Completion in an interpreter sees the whole face at once."""
    code = "import coalition_events as ce; print(set(ce.__all__) <= set(dir(ce)), dir(ce) == sorted(dir(ce)))"
    assert run(code).stdout == "True True\n"
    assert set(ce.__all__) <= set(dir(ce))


def test_an_unknown_name_is_an_attribute_error():
    """A misspelt name fails as in any module, and hasattr() works."""
    assert not hasattr(ce, "expotr")
    with pytest.raises(AttributeError, match=r"^module 'coalition_events' has no attribute 'expotr'$"):
        _ = ce.expotr
    with pytest.raises(ImportError, match="cannot import name 'expotr'"):
        exec("from coalition_events import expotr")  # noqa: S102 - the statement as a user writes it


def test_the_version_is_the_distributions():
    """The version that the package tells is the one in pyproject.toml, and none of its libraries is needed for it."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == ce.__version__
    assert (
        run(
            "import sys, coalition_events as ce; ce.__version__; assert 'importlib.metadata' not in sys.modules"
        ).returncode
        == 0
    )
