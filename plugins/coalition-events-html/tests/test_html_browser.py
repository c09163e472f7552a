from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path

import html_samples
import pytest
from html_reading import exported, page_of

import coalition_events as ce

HERE = Path(__file__).parent
BROWSER = shutil.which("chromium") or ""
TIMELINES = {
    "full": html_samples.full,
    "hostile": html_samples.hostile,
    "empty": html_samples.empty,
    **{name: (lambda name=name: ce.bundled(name)) for name in ce.datasets()},
}


def why_not() -> str:
    """Why no browser can look at the pages, or nothing."""
    if not BROWSER:
        return "no chromium; see tests/install.sh"
    if not shutil.which("node"):
        return "no node; see tests/install.sh"
    if not (HERE / "browser/node_modules/axe-core").is_dir():
        return "no axe-core; see tests/install.sh"
    return ""


def absent(reason: str) -> None:
    """Skip with a reason; with CI=true fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def seen(tmp_path_factory):
    """What a browser saw of each page; without one the tests skip, and with CI=true they fail."""
    if reason := why_not():
        absent(reason)
    folder = tmp_path_factory.mktemp("pages")
    paths = {name: folder / f"{name}.html" for name in TIMELINES}
    for name, path in paths.items():
        path.write_bytes(exported(TIMELINES[name]()).data)
    command = ["node", "browse.mjs", BROWSER, *map(str, paths.values())]
    done = subprocess.run(
        command, cwd=HERE / "browser", capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    return {name: report[str(path)] for name, path in paths.items()}


@pytest.fixture(params=TIMELINES)
def page(request, seen):
    """One page after another, as the browser saw it."""
    return seen[request.param]


def test_the_browser_has_nothing_to_complain_about(page):
    """No error, no warning and no broken policy, however wide the window, with a script and without."""
    for look in (*page["looks"], page["use"], page["bare"]):
        assert look["messages"] == []


def test_no_request_leaves_the_page(page):
    """The page itself is all that is ever asked for."""
    for look in (*page["looks"], page["use"], page["bare"]):
        assert {url.partition(":")[0] for url in look["requests"]} <= {"file", "data"}
        assert sum(url.startswith("file:") for url in look["requests"]) == 1


def test_axe_finds_no_violation(page):
    """At both widths, with everything closed and with everything open, in light and in dark."""
    for look in page["looks"]:
        assert look["axe"] == []
        assert look["axeOpen"] == []


def test_labels_cover_neither_one_another_nor_marks(page):
    """Measured: no two texts of a drawing overlap, none is cut by the edge, and no name on the map covers a mark."""
    for look in page["looks"]:
        assert look["found"] == []


def test_labels_do_so_in_no_font(page):
    """The same in a font that is wide and in one that is narrow, on wide screens and on narrow ones."""
    looks = [look["dressed"] for look in page["looks"] if "dressed" in look]
    assert len(looks) == 2
    for (wide, widest, of_wide), (narrow, narrowest, of_narrow) in looks:
        if widest == narrowest:
            absent(f"no font {wide} or no {narrow}; see tests/install.sh")
        assert widest > narrowest
        assert (of_wide["found"], of_narrow["found"]) == ([], [])


def test_the_page_is_no_wider_than_the_screen(page):
    """Nobody has to scroll sideways, not even with texts that have no spaces."""
    assert not any(look["wider"] for look in page["looks"])


def test_the_first_view_is_what_the_page_says_without_a_script(page):
    """The script changes nothing on the first day: it says what the exporter wrote."""
    assert page["bare"]["summary"] == page["looks"][0]["start"]["summary"]
    assert not page["bare"]["controls"]


def test_the_slider_moves_by_keyboard_and_buttons_by_enter(seen):
    """An arrow key is a day, Home is the first day, and the next change can be stepped to and typed."""
    use = seen["iraq"]["use"]
    first = dt.date.fromisoformat(use["before"]["day"])
    assert dt.date.fromisoformat(use["key"]["day"]) == first - dt.timedelta(days=1)
    data = page_of(ce.bundled("iraq")).data
    assert dt.date.fromisoformat(use["home"]["day"]).toordinal() == data["first"]
    assert dt.date.fromisoformat(use["change"]["day"]).toordinal() == data["changes"][0]
    assert use["typed"]["day"] == "2026-01-20"
    assert use["typed"]["summary"].startswith("On 20 January 2026: ")
    assert use["skip"] == "Skip to the content"
    assert use["opened"]
    assert use["print"] == "none"


@pytest.mark.parametrize("name", ["full", "iraq"])
def test_the_slider_changes_map_table_and_summary_as_the_library_says(name, seen):
    """On every day of a change, rows and marks show the library's answer for that day."""
    timeline = TIMELINES[name]()
    kinds = {ce.Certainty.CERTAINLY: "sure", ce.Certainty.POSSIBLY: "unsure"}
    views = []
    for ordinal, view in seen[name]["use"]["days"]:
        day = dt.date.fromordinal(ordinal)
        state = ce.state(timeline, day)
        for base_id, (mark, sure, held) in view["rows"].items():
            answer = state.bases[base_id]
            assert mark.split()[1] == kinds[answer.certainty]
            assert (sure == "certain") == (answer.certainty is ce.Certainty.CERTAINLY)
            if answer.best in timeline:
                assert timeline[answer.best].label in held
            assert view["marks"].get(base_id, mark) == mark
        assert view["summary"].startswith(f"On {ce.describe(ce.parse_date(day.isoformat()))}: ")
        views.append(view)
    assert len({json.dumps(view["marks"]) for view in views}) > 2
    assert len({json.dumps(view["shapes"]) for view in views}) > 1
    assert len({view["line"] for view in views}) > 2


def test_without_a_script_everything_can_be_read(seen):
    """Tables, chronology and sources are there, and so is the state of the first day."""
    text = seen["iraq"]["bare"]["text"]
    for words in ("Ain al-Asad", "certain", "Chronology", "Sources", "Evidence until 24 March 2026"):
        assert words in text


def test_narrow_and_wide_maps_both_have_labels(seen):
    """Names on wide screens and numbers on narrow ones: each located base has one."""
    located = sum(base.point is not None for base in ce.bundled("iraq").bases)
    assert [look["labels"] for look in seen["iraq"]["looks"]] == [located] * 4
