"""The real command with every bad distribution installed at once: what needs none of them does not notice."""

from __future__ import annotations

import json

import pytest

import coalition_events as ce
from commanding import spawn
from distributions import Site, metadata, plugin
from samples import small
from test_plugins import BROKEN

CLASHES = {
    ("ce-thief", "ics"): "the name belongs to a built-in format",
    ("ce-spaced", "a format"): "a format's name is made of letters, digits and . _ + -",
    ("ce-left", "shared"): "another distribution offers the name too: ask by full name",
    ("ce-right", "shared"): "another distribution offers the name too: ask by full name",
}
"""Distributions whose module is good and whose name can't be used: distribution and format -> reason."""

UNREADABLE = "ce-odd"
"""A distribution whose entry points can't be read."""

HARMLESS = ("ce-nameless", "ce-garbled", "ce-noisy")
"""Distributions that are odd and whose formats work all the same."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Install all of them."""
    site = Site(tmp_path_factory.mktemp("bad") / "site")
    for name, (text, _, _) in BROKEN.items():
        site.install(f"ce-{name}", name, text)
    for distribution, name in CLASHES:
        site.install(distribution, name, suffixes=(".ics", ".md") if name == "ics" else None)
    odd = "[coalition_events.exporters]\nodd\n"
    site.add_folder(UNREADABLE, odd, metadata(UNREADABLE, "1.0", "odd"))
    for distribution in HARMLESS:
        name = distribution.removeprefix("ce-")
        noise = "import sys\nprint('noise')\nprint('noise', file=sys.stderr)\n" if name == "noisy" else ""
        site.install(distribution, name, noise + plugin(name))
    (site.folder / "ce_nameless-1.0.dist-info" / "METADATA").unlink()
    (site.folder / "ce_garbled-1.0.dist-info" / "METADATA").write_bytes(b"Name: garbl\xe9d\n")
    latin = "[coalition_events.exporters]\nfoo = é\n".encode("latin-1")
    site.add_folder("ce-latin", latin, metadata("ce-latin", "1.0", "odd"))
    return site


@pytest.fixture(scope="module")
def given():
    """Write the small sample, for standard input."""
    return ce.to_yaml(small()).encode()


def without(*arguments, given=b""):
    """Run the command without any plugin."""
    return spawn("--no-plugins", *arguments, given=given)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("export", "--help"),
        ("export", "-", "-f", "ics"),
        ("export", "-", "-f", "json"),
        ("formats", "ics"),
        ("validate", "-"),
        ("show", "-"),
    ],
    ids=" ".join,
)
def test_what_needs_none(site, given, arguments) -> None:
    """What needs no plugin ends with 0 and prints, byte for byte, what it prints without any."""
    ended = spawn(*arguments, given=given, folders=[site.folder])
    assert without(*arguments, given=given) == ended
    assert 0 == ended.code
    assert ended.out


def test_formats(site) -> None:
    """``formats`` lists all of them, imports none, and ends with 0."""
    ended = spawn("formats", folders=[site.folder])
    assert (0, "") == (ended.code, ended.err)
    rows = json.loads(spawn("formats", "--json", folders=[site.folder]).out)
    listed = {row["name"] for row in rows if not row["builtin"]}
    wanted = {*BROKEN, *(name for _, name in CLASHES), *(name.removeprefix("ce-") for name in HARMLESS), "?"}
    assert wanted <= listed
    assert all(name in ended.out for name in listed)


def test_formats_check(site) -> None:
    """``formats --check`` names each bad one with distribution, version, format and reason, and no other; exit code 5.

    What modules print while they are loaded does not reach standard output.
    """
    ended = spawn("formats", "--check", folders=[site.folder])
    assert 5 == ended.code
    assert "noise" not in ended.out
    said = [line.removeprefix("coalition-events: ") for line in ended.err.splitlines() if line != "noise"]
    expected = {f"ce-{name} 1.0 [{name}]: ": reason for name, (_, _, reason) in BROKEN.items()}
    expected |= {f"{distribution} 1.0 [{name}]: ": reason for (distribution, name), reason in CLASHES.items()}
    expected[f"{UNREADABLE} 1.0 [?]: "] = "its entry_points.txt can't be read"
    assert len(expected) == len(said)
    for begin, reason in expected.items():
        (line,) = (line for line in said if line.startswith(begin))
        assert reason in line


@pytest.mark.parametrize("name", ["quits", "syntax", "mute", "exits", "wrong", "future"])
def test_one_of_them(site, given, name) -> None:
    """Whoever asks for a broken format gets exit code 5 and one line with its name and reason, no traceback."""
    ended = spawn("export", "-", "-f", name, given=given, folders=[site.folder])
    assert (5, "") == (ended.code, ended.out)
    assert ended.err.startswith(f"coalition-events: ce-{name} 1.0 [{name}]: ")
    assert BROKEN[name][2] in ended.err
    assert 1 == ended.err.count("\n")


def test_harmless_ones(site, given) -> None:
    """Odd metadata and a chatty module are no reason to refuse a format."""
    for distribution in HARMLESS:
        ended = spawn(
            "export", "-", "-f", distribution.removeprefix("ce-"), given=given, folders=[site.folder]
        )
        assert (0, small().title) == (ended.code, ended.out)


def test_every_module_ends_the_process(tmp_path, given) -> None:
    """Every plugin module replaced by ``raise SystemExit(9)``: built-in formats and the list know nothing of it."""
    site = Site(tmp_path / "site")
    for name in BROKEN:
        site.install(f"ce-{name}", name, "raise SystemExit(9)")
    for arguments in (("export", "-", "-f", "ics"), ("--help",), ("--version",)):
        ended = spawn(*arguments, given=given, folders=[site.folder])
        assert without(*arguments, given=given) == ended
        assert 0 == ended.code
    assert 0 == spawn("formats", folders=[site.folder]).code
    checked = spawn("formats", "--check", folders=[site.folder])
    assert (5, len(BROKEN)) == (
        checked.code,
        checked.err.count("]: importing it failed: SystemExit: 9\n"),
    )
