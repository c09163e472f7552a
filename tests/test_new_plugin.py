"""``new-plugin``: what it writes is a plugin that installs, passes the kit and is clean; what it can't do it leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import coalition_events as ce
from coalition_events.cli import new_plugin_command
from commanding import SOURCE, run, spawn
from distributions import Site, entry_points, metadata

ROOT = Path(__file__).parents[1]
NAME = "day-list"
MODULE = "coalition_events_day_list"
FILES = {
    ".gitignore",
    "CHANGELOG.md",
    "README.md",
    "pyproject.toml",
    f"src/{MODULE}/__init__.py",
    f"src/{MODULE}/py.typed",
    "tests/test_contract.py",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Write a project, once; give its folder."""
    into = tmp_path_factory.mktemp("into")
    ended = spawn("new-plugin", NAME, "--into", into)
    assert (0, "") == (ended.code, ended.err)
    return into / f"coalition-events-{NAME}"


@pytest.fixture(scope="module")
def site(project, tmp_path_factory):
    """Build the project's wheel and install it into a folder of its own, both without a network."""
    made = tmp_path_factory.mktemp("made")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made / "wheels"), str(project)]
    checked([*pip, *wheel])
    (built,) = (made / "wheels").iterdir()
    checked([*pip, "install", "--no-index", "--no-deps", "--target", str(made / "site"), str(built)])
    return made / "site"


def names_in(folder):
    """List what is in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def checked(command, cwd=None, *folders):
    """Run a command that sees the library and ``folders``, and must succeed; returns what it printed."""
    path = os.pathsep.join(map(str, (*folders, SOURCE)))
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# ------------------------------------------------------------------------------------------------ what it writes


def test_files_and_next_steps(capsys, tmp_path, monkeypatch) -> None:
    """Every file is there and readable by others, nothing else is, and three commands say how to go on."""
    monkeypatch.chdir(tmp_path)
    ended = run(capsys, "new-plugin", NAME)
    written, _, steps = ended.out.partition("\n\nWhat to do next:\n\n")
    folder = Path(f"coalition-events-{NAME}")
    assert sorted(str(folder / path) for path in FILES) == sorted(
        os.path.normpath(p) for p in written.split()
    )
    assert {str(folder / path) for path in FILES} == {str(p) for p in folder.rglob("*") if p.is_file()}
    assert [folder.name] == names_in(tmp_path)
    assert 0o5 == folder.stat().st_mode & 0o5 or os.name == "nt"
    assert ["cd", "python", "python"] == [line.split()[0] for line in steps.splitlines()]
    assert folder == Path(steps.split()[1])


def test_project_file(project) -> None:
    """The project depends on this release and those that keep the contract, and chooses no licence for its author."""
    about = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    assert "coalition-events>=0.1,<0.2" in about["project"]["dependencies"]
    assert {"license", "authors"}.isdisjoint(about["project"])
    groups = about["project"]["entry-points"]
    assert {NAME: MODULE} == groups["coalition_events.exporters"]
    assert {f".{NAME}": MODULE} == groups["coalition_events.suffixes"]
    assert ["coalition-events[testing]"] == about["dependency-groups"]["test"]


@pytest.mark.parametrize(
    ("version", "bounds"),
    [("0.1.0", ">=0.1,<0.2"), ("0.12.3rc1", ">=0.12,<0.13"), ("1.0.0", ">=1.0,<2"), ("3.4", ">=3.4,<4")],
)
def test_bounds(monkeypatch, version, bounds) -> None:
    """Below 1.0 the next minor release is left out, from 1.0 on the next major one."""
    monkeypatch.setattr(ce, "__version__", version)
    assert f"coalition-events{bounds}" == new_plugin_command.words_of("x-list")["requirement"]


def test_no_placeholder_is_left(project) -> None:
    """No file holds a name of the templates, or anything that its author would have to find and fill in."""
    for path in FILES:
        text = (project / path).read_text("utf-8")
        assert not any(mark in text for mark in ("$", "TODO", "FIXME", "XXX"))


# ------------------------------------------------------------------------------------------------ what that is worth


def test_it_is_a_format_like_any_other(site, tmp_path) -> None:
    """Built and installed by pip it is listed with its metadata, passes the check, and exports the Iraq timeline."""
    listed = spawn("formats", folders=[site]).out
    assert f"coalition-events-{NAME} 0.1.0  A line for each milestone of a timeline" in listed
    assert 0 == spawn("formats", NAME, "--check", folders=[site]).code
    output = tmp_path / f"iraq.{NAME}"
    assert 0 == spawn("export", "iraq", "-o", output, "-O", "ids=true", folders=[site]).code
    lines = output.read_text("utf-8").splitlines()
    assert [milestone.id for milestone in ce.bundled("iraq").milestones] != []
    assert {milestone.id for milestone in ce.bundled("iraq").milestones} == {
        line.split("\t")[0] for line in lines
    }


def test_its_own_tests_pass(project, site) -> None:
    """The kit and the test that come with it pass as they are, run against the installed wheel."""
    pytest_ = [sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider"]
    said = checked(pytest_, project, site)
    assert " passed" in said
    assert "skipped" not in said


def test_it_is_typed_and_clean(project) -> None:
    """mypy --strict and ruff find nothing in it: by the rules of this project, and formatted by ruff's own defaults."""
    sources = ["src", "tests"]
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file", os.devnull]
    checked([*mypy, *sources], project)
    ruff = [sys.executable, "-m", "ruff"]
    checked([*ruff, "check", "--no-cache", "--config", str(ROOT / "pyproject.toml"), *sources], project)
    checked([*ruff, "check", "--no-cache", "--isolated", "--select", "E,F,I,W", *sources], project)
    checked([*ruff, "format", "--no-cache", "--isolated", "--check", *sources], project)


@pytest.mark.parametrize(
    "page", ["README.md", "docs/tutorial-exporter.md", "docs/how-to/write-an-exporter.md"]
)
def test_the_exporters_of_the_documentation_pass_the_kit(tmp_path, page) -> None:
    """What newcomers copy keeps the contract too: the documents of this project lose nothing in silence."""
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    files = dict(blocks)
    about = tomllib.loads(files["pyproject.toml"])["project"]
    ((name, module),) = about["entry-points"]["coalition_events.exporters"].items()
    site = Site(tmp_path)
    (tmp_path / f"{module}.py").write_text(files[f"{module}.py"], "utf-8")
    needed = "".join(f"Requires-Dist: {row}\n" for row in about["dependencies"])
    rows = entry_points({name: module}, about["entry-points"]["coalition_events.suffixes"])
    site.add_folder(
        about["name"], rows, metadata(about["name"], "0.1.0", about["description"]) + needed, "0.1.0"
    )
    assert " 0 failed" in checked([sys.executable, "-m", "coalition_events.testing", name], None, tmp_path)


# ------------------------------------------------------------------------------------------------ what it refuses


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "write small letters and digits, a letter first, words joined by - or _"),
        ("../x", "write small letters"),
        ("a b", "write small letters"),
        ("GML", "write small letters"),
        ("3d", "write small letters"),
        ("x-", "write small letters"),
        ("x--y", "write small letters"),
        ("é", "write small letters"),
        ("a.b", "write small letters"),
        ("x\n", "write small letters"),
        ("class", "that is a keyword of Python"),
        ("ics", "the format is there already: coalition-events [ics]"),
        ("kml", "the format is there already: coalition-events-kml "),
        ("taken", "the format is there already: somebodys 1.0 [taken]"),
        ("present", "the module coalition_events_present is there already: "),
    ],
)
def test_refused_names(capsys, tmp_path, monkeypatch, name, reason) -> None:
    """A name that would not do is exit code 2 with the reason, and nothing is written."""
    site = Site(tmp_path / "site")
    site.install("somebodys", "taken")
    (site.folder / "coalition_events_present.py").touch()
    monkeypatch.syspath_prepend(site.folder)
    monkeypatch.delenv("COALITION_EVENTS_PLUGINS", raising=False)
    ended = run(capsys, "new-plugin", name, "--into", tmp_path)
    assert (2, "") == (ended.code, ended.out)
    assert f"NAME {name!r}: {reason}" in ended.err
    assert ["site"] == names_in(tmp_path)


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_what_is_there_stays(capsys, tmp_path, make) -> None:
    """A folder, a file or a link of that name is exit code 7, as in ``init``, and stays what it is."""
    folder = tmp_path / f"coalition-events-{NAME}"
    make(folder)
    before = folder.lstat()
    ended = run(capsys, "new-plugin", NAME, "--into", tmp_path)
    assert (7, f"coalition-events: {folder}: is there already\n") == (ended.code, ended.err)
    assert before == folder.lstat()
    assert [folder.name] == names_in(tmp_path)


def test_no_folder_to_write_into(capsys, tmp_path) -> None:
    """A folder that is not there is not made: its name may be misspelt."""
    ended = run(capsys, "new-plugin", NAME, "--into", tmp_path / "no")
    assert 7 == ended.code
    assert "can't be written: No such file or directory" in ended.err
    assert [] == names_in(tmp_path)


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_half_written(capsys, tmp_path, monkeypatch, failure) -> None:
    """A disk that fills up or an interrupt half way leaves no part of the project behind."""
    stage, left = ce.stage, iter(range(3))

    def failing(*arguments):
        if next(left, None) is None:
            raise failure
        return stage(*arguments)

    monkeypatch.setattr(ce, "stage", failing)
    ended = run(capsys, "new-plugin", NAME, "--into", tmp_path)
    assert ended.code in {7, 130}
    assert [] == names_in(tmp_path)
