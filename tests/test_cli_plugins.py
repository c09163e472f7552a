"""``export`` and ``formats`` with plugins: found, left out, absent, broken, ambiguous, noisy; a built-in one fails."""

from __future__ import annotations

import json
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


# ---------------------------------------------------------------------------------------------------- formats

HINT = "format 'kml' is not installed: pip install \"coalition-events[kml]\""
LISTED = {
    *("name", "suffixes", "summary", "distribution", "version", "module"),
    *("problem", "installed", "builtin"),
}
LOADED = {"media_type", "options", "carries", "partly", "parts"}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "small.yaml", "-f", "kml"),
        ("export", "small.yaml", "-o", "x.kml"),
        ("export", "small.yaml", "-o", "out/", "-f", "coalition-events-kml:kml"),
        ("formats", "kml"),
        ("formats", "kml", "--check"),
    ],
)
def test_absent_format(capsys, arguments) -> None:
    """A known format whose plugin is absent is exit code 4 with the command that installs it, wherever it is named."""
    ended = run(capsys, *arguments)
    assert (4, "", f"coalition-events: {HINT}\n") == (ended.code, ended.out, ended.err)


@pytest.mark.usefixtures("site")
def test_absent_formats_are_listed(capsys) -> None:
    """``formats`` names them below its table; with ``--json`` each is an object like the others, with its problem."""
    ended = run(capsys, "formats")
    note = 'not installed: html, kml, xlsx\npip install "coalition-events[html,kml,xlsx]"'
    assert (0, "") == (ended.code, ended.err)
    assert ended.out.endswith(f"\n\n{note}\n")
    rows = {row["name"]: row for row in json.loads(run(capsys, "formats", "--json").out)}
    assert all(set(row) == LISTED for row in rows.values())
    assert ["html", "kml", "xlsx"] == [name for name, row in rows.items() if not row["installed"]]
    assert HINT == f"format 'kml' is {rows['kml']['problem']}"
    assert [".kml"] == rows["kml"]["suffixes"]
    assert 0 == run(capsys, "formats", "--check").code
    assert "not installed" not in run(capsys, "--no-plugins", "formats").out


def test_check_as_data(capsys, site) -> None:
    """``--check --json`` adds what only the exporter says; for one that can't be loaded each of that is null."""
    site.install("good-plugin", "good")
    site.install("bad-plugin", "bad", "raise RuntimeError('broken')\n")
    ended = run(capsys, "formats", "--check", "--json")
    rows = {row["name"]: row for row in json.loads(ended.out)}
    assert 5 == ended.code
    assert all(set(row) == LISTED | LOADED for row in rows.values())
    assert {None} == {rows["bad"][key] for key in LOADED}
    assert ("text/plain", [], []) == tuple(rows["good"][key] for key in ("media_type", "options", "carries"))
    described = json.loads(run(capsys, "formats", "csv", "--json").out)
    assert described == rows["csv"]
    assert described["partly"]


def test_check_of_one(capsys, site) -> None:
    """``formats NAME --check`` loads that one alone, by either name, and all that clash where several offer it."""
    site.install("good-plugin", "good")
    site.install("bad-plugin", "bad", "raise RuntimeError('broken')\n")
    site.install("takes-ics", "ics")
    for name in ("good", "good-plugin:good", "Good_Plugin:good", "coalition-events:ics"):
        ended = run(capsys, "formats", name, "--check")
        assert (0, "") == (ended.code, ended.err)
        assert 2 == len(ended.out.splitlines())
    for name, reason in (
        ("bad", "bad-plugin 1.0 [bad]: importing it failed: RuntimeError: broken"),
        ("ics", "takes-ics 1.0 [ics]: the name belongs to a built-in format"),
        ("takes-ics:ics", "takes-ics 1.0 [ics]: the name belongs to a built-in format"),
    ):
        ended = run(capsys, "formats", name, "--check")
        assert (5, f"coalition-events: {reason}\n") == (ended.code, ended.err)
    assert 4 == run(capsys, "formats", "goood", "--check").code


def test_full_names(capsys, site) -> None:
    """Of two plugins with one format each is described, checked and exported by its full name."""
    names = ("left-plugin", "right-plugin")
    for name in names:
        site.install(name, "dup", plugin("dup").replace("the title", f"of {name}"))
    assert 4 == run(capsys, "formats", "dup").code
    for name in names:
        assert run(capsys, "formats", f"{name}:dup").out.startswith(f"dup: of {name}\n")
        assert f"{name}:dup" == "{distribution}:{name}".format(
            **json.loads(run(capsys, "formats", f"{name}:dup", "--json").out)
        )
        assert small().title == run(capsys, "export", "small.yaml", "-f", f"{name}:dup").out
    assert 5 == run(capsys, "formats", "dup", "--check").code
