"""The kit's two doors: `python -m coalition_events.testing` and a third party's own pytest; and the page made of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import coalition_events as ce
from badexporters.bad import GOOD
from coalition_events.testing import checks, page, subject
from coalition_events.testing.__main__ import main
from coalition_events.testing.contract import ExporterContract
from distributions import SOURCE, Site

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "features.md"


PLUGINS = Path(__file__).parent.parent / "plugins"


def test_the_page_of_features_has_every_format():
    """No format of ours is missing on the page, built in or plugin; `make kit` asks whether each column is right."""
    builtin = [info.name for info in ce.formats() if info.builtin]
    told = [tomllib.loads(path.read_text(encoding="utf-8")) for path in PLUGINS.glob("*/pyproject.toml")]
    plugins = [name for one in told for name in one["project"]["entry-points"]["coalition_events.exporters"]]
    (head,) = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| feature")]
    assert [f"`{name}`" for name in [*builtin, *sorted(plugins)]] == head.strip("| ").split(" | ")[1:]


STALE = {
    "a feature": (("| `counts` | full |", "| `counts` | no |"), "`json`: `counts` is full, the page has no"),
    "a column": (("| `json` |", "| `jsonl` |"), "there is no column `json`"),
    "a feature that is gone": (("| `counts` | full |\n", ""), "the text or the list of features"),
    "the text": (("wherever", "where"), "the text or the list of features"),
}


@pytest.mark.parametrize("what", STALE)
def test_check_says_what_is_out_of_date(capsys, tmp_path, what):
    """``--table --check PAGE`` prints nothing of a page that is right, and names what is not, with exit code 1."""
    (old, new), message = STALE[what]
    kept = tmp_path / "features.md"
    kept.write_text(page.page(["json"]).replace(old, new), encoding="utf-8")
    assert 1 == main(["--table", "--check", str(kept), "json"])
    shown = capsys.readouterr()
    assert ("", True) == (shown.out, message in shown.err)


def test_a_page_may_have_columns_of_other_formats(capsys):
    """Who has not installed every plugin can check the columns of what is there; the documentation's has them all."""
    assert 0 == main(["--table", "--check", str(PAGE), "json"])
    assert ("", "") == capsys.readouterr()


def test_the_checks_compare_the_page_too(capsys, tmp_path):
    """``--check PAGE`` without a table runs the kit and then compares that format's column, from the same exports."""
    assert 0 == main(["json", "--check", str(PAGE)])
    assert " 0 failed" in capsys.readouterr().out
    main(["--table", "json"])
    kept = tmp_path / "features.md"
    kept.write_text(capsys.readouterr().out.replace("| `counts` | full |", "| `counts` | no |"), "utf-8")
    assert 1 == main(["json", "--check", str(kept)])
    shown = capsys.readouterr()
    assert " 0 failed" in shown.out
    assert f"{kept}: `json`: `counts` is full, the page has no\n" == shown.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--check", "page.md", "json", "--features"], "--check is for the defaults of all options"),
        (["--check", "page.md", "csv", "-O", "bom=true"], "--check is for the defaults of all options"),
        (["--table", "--check", "no-such-page.md", "json"], "no-such-page.md can't be read"),
    ],
)
def test_a_page_that_can_t_be_checked_is_refused(capsys, arguments, message):
    """A check of what is on no page, or of a page that is not there: exit code 2 and a line on stderr."""
    assert 2 == main(arguments)
    assert message in capsys.readouterr().err


def test_table_prints_the_page(capsys):
    """``--table`` prints the page, for one format or for several."""
    assert 0 == main(["--table", "json"])
    rows = capsys.readouterr().out.splitlines()
    assert "| feature | `json` |" in rows
    assert "| `counts` | full |" in rows


def test_a_line_for_each_check(capsys):
    """The command prints every check with its outcome, and its exit code says that none failed."""
    assert 0 == main(["json"])
    *lines, last = capsys.readouterr().out.splitlines()
    assert [f"ok      {check.name}" for check in checks.CHECKS] == lines
    assert f"coalition-events [json]: {len(checks.CHECKS)} checks, 0 failed" == last


def test_a_failure_says_why(capsys, tmp_path, monkeypatch):
    """A failed check has its reason on its line, exit code 1; --json says the same to programs."""
    monkeypatch.syspath_prepend(tmp_path)
    Site(tmp_path).install("toy-format", "good", GOOD.replace('"the file again"', '""'))
    try:
        assert 1 == main(["toy-format:good", "--json"])
    finally:
        sys.modules.pop("toy_format_good", None)
    told = json.loads(capsys.readouterr().out)
    assert ("toy-format:good", False) == (told["format"], told["passed"])
    failed = [check for check in told["checks"] if check["outcome"] == checks.FAILED]
    assert ["description"] == [check["check"] for check in failed]
    assert "one line" in failed[0]["reason"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-format"], "no format is called 'no-such-format'"),
        ([], "name one format"),
        (["json", "-O", "indnt=1"], "did you mean 'indent'?"),
    ],
)
def test_what_can_t_be_asked_is_refused(capsys, arguments, message):
    """An unknown format, none, or an option that there is not: exit code 2 and a line on stderr."""
    assert 2 == main(arguments)
    assert message in capsys.readouterr().err


def test_a_bad_expression_is_refused(capsys):
    """A mark of bounds that is no regular expression is a wrong argument."""
    with pytest.raises(SystemExit, match="2"):
        main(["json", "--bound", "("])
    assert "no regular expression" in capsys.readouterr().err


def test_features_prints_what_was_seen(capsys):
    """--features names every feature with its extent, what is declared, and how the pairs ended."""
    assert 0 == main(["json", "--features"])
    lines = capsys.readouterr().out.splitlines()
    assert list(ce.Feature) == [line.split()[0] for line in lines]
    assert {"full"} == {line.split()[1] for line in lines}
    assert 0 == main(["json", "--features", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert ("full", "carries") == (told["roots"]["extent"], told["roots"]["declared"])
    assert {"roots: wire.repeats: left out or not": "carried"}.items() <= told["roots"]["pairs"].items()


def test_days_need_a_mark():
    """The calendar's DTSTART holds days that were worked out: without its mark it fails, with it it passes."""
    plain = subject.Subject(subject.find("ics"))
    days = next(check for check in checks.CHECKS if check.name == "days")
    result = checks.run(days, plain)
    assert not result.passed
    assert "'2043-09' comes out as the day '20430901'" in result.reason
    plain.bounds = ("DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:")
    assert checks.run(days, plain).passed


EXCLUSIONS = {
    "Excluded for a reason.": ("skipped", ""),
    " ": (checks.FAILED, "without a reason"),
}


@pytest.mark.parametrize("reason", EXCLUSIONS)
def test_an_exclusion_needs_a_reason(reason):
    """A feature that is left out is skipped with its reason; without one it fails."""
    excluding = subject.Subject(subject.find("csv"), exclusions={ce.Feature.ROOTS: reason})
    roots = next(check for check in checks.CHECKS if check.name == "feature:roots")
    result = checks.run(roots, excluding)
    outcome, words = EXCLUSIONS[reason]
    assert outcome == result.outcome
    assert words in result.reason


@pytest.mark.parametrize(("name", "field"), [("json", "carries"), ("ics", "partly")])
def test_what_is_declared_can_t_be_excluded(name, field):
    """Nobody declares a feature and leaves out its check."""
    excluding = subject.Subject(subject.find(name), exclusions={ce.Feature.ROOTS: "too hard"})
    roots = next(check for check in checks.CHECKS if check.name == "feature:roots")
    assert f"but {field!r} names it" in checks.run(roots, excluding).reason


def test_every_check_is_a_test_of_the_class():
    """The class has a test for each check of the table, by its name, and each says what it proves."""
    names = {check.name.partition(":")[0].replace("-", "_") for check in checks.CHECKS}
    tests = {name: test for name, test in vars(ExporterContract).items() if name.startswith("test_")}
    assert {f"test_{name}" for name in names} == set(tests)
    assert all(test.__doc__ for test in tests.values())


THEIR_TESTS = """
from coalition_events import Feature
from coalition_events.testing import ExporterContract, full_timeline


class TestGood(ExporterContract):
    format = "good"
    exclusions = {Feature.EXTRA: "Nobody asked for them."}

    def titles(self, data):
        import json
        return [json.loads(data[data.index(b"{"):])["title"]]


def test_samples_are_for_them_too():
    assert full_timeline().events()
"""


def test_the_kit_runs_from_a_third_party_s_pytest(tmp_path):
    """An author's own pytest collects the class by itself, and nothing of it without the class."""
    site = tmp_path / "site"
    Site(site).install("toy-format", "good", GOOD)
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_good.py").write_text(THEIR_TESTS, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "-W", "error", str(tests)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(site), str(SOURCE)))},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert f"{len(checks.CHECKS)} passed, 1 skipped" in ran.stdout
    assert "Nobody asked for them." in ran.stdout


@pytest.mark.parametrize("arguments", [["json"], ["--features", "json"], ["--table", "json"]])
def test_a_closed_pipe_ends_quietly(arguments):
    """Whoever stops reading, as ``head`` does, gets no traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "coalition_events.testing", *arguments]
    try:
        ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=120)
    finally:
        os.close(writing)
    assert (0, b"") == (ran.returncode, ran.stderr)
