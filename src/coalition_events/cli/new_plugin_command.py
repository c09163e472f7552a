"""``new-plugin``: the whole project of a plugin, with an exporter that passes the conformance kit as it is."""

from __future__ import annotations

import importlib.util
import keyword
import os
import re
import shlex
import shutil
import string
from typing import TYPE_CHECKING, Final

import coalition_events as ce
from coalition_events.cli.text import usage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

_TEMPLATES: Final = os.path.join(os.path.dirname(ce.__file__), "scaffold")  # noqa: PTH118, PTH120 - no pathlib at start-up
_FILES: Final = {
    ".gitignore": "gitignore",
    "CHANGELOG.md": "CHANGELOG.md",
    "README.md": "README.md",
    "pyproject.toml": "pyproject.toml",
    "src/$module/__init__.py": "exporter.py",
    "src/$module/py.typed": None,
    "tests/test_contract.py": "test_contract.py",
}
"""Each file of a project with its template; ``None``: it is empty."""


def run(options: argparse.Namespace) -> int:
    """Write the project; returns the exit code."""
    words = words_of(options.name)
    target = os.path.join(options.into, words["distribution"])  # noqa: PTH118 - as above
    if os.path.lexists(target):
        raise ce.OutputError(f"{target}: is there already")
    files = _rendered(words)
    _write(files, target)
    for path in files:
        print(os.path.join(target, path))  # noqa: PTH118 - as above
    print("\nWhat to do next:\n")
    print(f"  cd {shlex.quote(target)}")
    print('  python -m pip install --editable . "coalition-events[testing]"')
    print("  python -m pytest")
    return 0


def words_of(name: str) -> dict[str, str]:
    """What stands for the names in the templates; a name that would not do is a usage error that says why."""
    if not re.fullmatch("[a-z][a-z0-9]*([-_][a-z0-9]+)*", name):
        usage(f"NAME {name!r}: write small letters and digits, a letter first, words joined by - or _")
    identifier = name.replace("-", "_")
    if keyword.iskeyword(identifier):
        usage(f"NAME {name!r}: that is a keyword of Python")
    for info in (*ce.formats(), *ce.absent_formats()):
        if info.answers_to(name):
            usage(f"NAME {name!r}: the format is there already: {info}")
    module = f"coalition_events_{identifier}"
    if (spec := importlib.util.find_spec(module)) is not None:
        usage(
            f"NAME {name!r}: the module {module} is there already: {spec.origin or 'a folder of that name'}"
        )
    return {
        "name": name,
        "module": module,
        "distribution": f"coalition-events-{name}",
        "requirement": f"coalition-events{_bounds(ce.__version__)}",
    }


def _bounds(version: str) -> str:
    """The releases that keep the contract of the running one: below 1.0 the next minor release may change it."""
    major, minor = (int(part) for part in version.split(".")[:2])
    return f">={major}.{minor},<{major + 1}" if major else f">=0.{minor},<0.{minor + 1}"


def _rendered(words: Mapping[str, str]) -> dict[str, str]:
    """The texts of the project's files by path."""
    return {
        string.Template(path).substitute(words): string.Template(_template(name)).substitute(words)
        if name
        else ""
        for path, name in _FILES.items()
    }


def _template(name: str) -> str:
    with open(os.path.join(_TEMPLATES, f"{name}.tmpl"), encoding="utf-8") as file:  # noqa: PTH118, PTH123 - as above
        return file.read()


def _write(files: Mapping[str, str], target: str) -> None:
    """Make the folder under another name and put it in its place in one step: it is there whole or not at all."""
    into, name = os.path.split(target)
    temporary = os.path.join(into, f".{name}.{os.urandom(6).hex()}.tmp")  # noqa: PTH118 - as above
    try:
        os.mkdir(temporary)  # noqa: PTH102 - as above
        for path, text in files.items():
            place = os.path.join(temporary, path)  # noqa: PTH118 - as above
            os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120 - as above
            with ce.stage([text.encode()], place) as staged:
                staged.commit()
        os.rename(temporary, target)  # noqa: PTH104 - as above
    except OSError as error:
        reason = error.strerror or error
        raise ce.OutputError(f"{target}: can't be written: {reason}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
