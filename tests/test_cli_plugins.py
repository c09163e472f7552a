"""``export`` with plugins: found, left out, broken, ambiguous, noisy; and a built-in format that fails."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
from coalition_events import plugins
from commanding import run
from distributions import Site, plugin
from samples import small

TITLE = "    yield request.timeline.title.encode()\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in an empty folder with a sample."""
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(ce.to_yaml(small()), "utf-8")
    return tmp_path


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Make a folder for plugins that this interpreter sees."""
    made = Site(tmp_path / "site")
    monkeypatch.syspath_prepend(made.folder)
    monkeypatch.delenv("COALITION_EVENTS_PLUGINS", raising=False)
    return made


def files(folder="."):
    """List what is in a folder, hidden files too."""
    return sorted(path.name for path in Path(folder).iterdir())


def test_plugin(capsys, site) -> None:
    """A plugin's format is found by its suffix, and takes part like a built-in one."""
    site.install("title-plugin", "ttl")
    ended = run(capsys, "export", "small.yaml", "-o", "x.ttl", "-o", "x.md")
    assert (0, small().title) == (ended.code, Path("x.ttl").read_text())
    assert re.search(r"x\.ttl +ttl +15 bytes +nothing lost", ended.out)


def test_no_plugins(capsys, site) -> None:
    """``--no-plugins`` knows the built-in formats alone."""
    site.install("unseen-plugin", "unseen")
    assert 4 == run(capsys, "--no-plugins", "export", "small.yaml", "-f", "unseen").code
    assert 0 == run(capsys, "export", "small.yaml", "-f", "unseen").code


@pytest.mark.parametrize(
    ("name", "new", "message"),
    [
        (
            "raises",
            "    raise RuntimeError('no idea')\n    yield b''\n",
            "export failed: RuntimeError: no idea",
        ),
        ("exits", "    yield b'half'\n    raise SystemExit(0)\n", "export failed: SystemExit: 0"),
        ("texts", "    yield 'text'\n", "its export yielded str, expected bytes"),
    ],
)
def test_broken_plugin(capsys, site, name, new, message) -> None:
    """A plugin that fails is exit code 5 with its name; all outputs are made before any is replaced, so all stay."""
    site.install(f"{name}-plugin", name, plugin(name, TITLE, new))
    Path("a.md").write_text("old")
    before = files()
    ended = run(capsys, "export", "small.yaml", "-o", "a.md", "-o", f"b.{name}")
    assert (5, "") == (ended.code, ended.out)
    assert f"coalition-events: {name}-plugin 1.0 [{name}]: {message}\n" == ended.err
    assert "old" == Path("a.md").read_text()
    assert before == files()


def test_plugin_that_cannot_be_imported(capsys, site) -> None:
    """A plugin that fails on import breaks its own format with exit code 5, and no other."""
    site.install("import-plugin", "imp", "import no_such_module\n")
    ended = run(capsys, "export", "small.yaml", "-f", "imp")
    assert (5, True) == (ended.code, "importing it failed: ModuleNotFoundError" in ended.err)
    assert 0 == run(capsys, "export", "small.yaml", "-o", "x.md").code


def test_ambiguous_format(capsys, site) -> None:
    """Two distributions with one format are exit code 4 with both named; the full name settles it."""
    for name in ("one-plugin", "two-plugin"):
        site.install(name, "dup")
    ended = run(capsys, "export", "small.yaml", "-o", "x.dup")
    assert 4 == ended.code
    assert "one-plugin 1.0 [dup] and two-plugin 1.0 [dup]" in ended.err
    assert 0 == run(capsys, "export", "small.yaml", "-o", "x.dup", "-f", "two-plugin:dup").code


def test_plugin_without_suffixes_in_a_folder(capsys, site) -> None:
    """In a folder a format without a suffix takes its name for one."""
    text = plugin("bare").replace('suffixes=(".bare",)', "suffixes=()")
    site.install("bare-plugin", "bare", text, suffixes=())
    run(capsys, "export", "small.yaml", "-o", "out/", "-f", "bare")
    assert ["small.bare"] == files("out")


def test_printing_plugin(capsys, site) -> None:
    """What a plugin prints does not get into the data on standard output."""
    site.install("print-plugin", "prt", plugin("prt", TITLE, "    print('chatter')\n    yield b'data'\n"))
    ended = run(capsys, "export", "small.yaml", "-f", "prt")
    assert ("data", "chatter\n") == (ended.out, ended.err)


def test_built_in_format_that_fails(capsys, monkeypatch) -> None:
    """A fault in a built-in format shows its traceback: it is this program's, and no user's and no plugin's."""

    def fail(_request):
        raise KeyError("ours")

    broken = attrs.evolve(ce.load_exporter(ce.by_name("csv")), export=fail)
    monkeypatch.setattr(plugins, "load_exporter", lambda _info: broken)
    ended = run(capsys, "export", "small.yaml", "-o", "x.csv")
    assert 5 == ended.code
    assert "Traceback" in ended.err
    assert ended.err.endswith("coalition-events: coalition-events [csv]: export failed: KeyError: 'ours'\n")
