from __future__ import annotations

import datetime as dt
import itertools
import random

import html_samples
import pytest
from html_reading import page_of

import coalition_events as ce
from coalition_events_html import _map, _outline, _placing
from coalition_events_html._chartrows import first_and_last, rows_of
from coalition_events_html._words import Report


def many(count: int, width: float = 3.0) -> list[ce.Base]:
    """Bases at random places, some of them the same."""
    chance = random.Random(count)  # noqa: S311 - a test's choice
    places = [(10 + chance.random() * width, 10 + chance.random() * width) for _ in range(count)]
    places = [*places[: count - 3], *places[:3]]
    return [
        ce.Base(
            id=f"b{n}", name=f"Base with a name number {n}", location=ce.Location(latitude=y, longitude=x)
        )
        for n, (x, y) in enumerate(places)
    ]


@pytest.mark.parametrize("count", [1, 2, 12, 30, 60])
def test_no_label_covers_another_one_or_a_mark(count):
    """Boxes of labels keep apart from one another, from all marks and inside the frame."""
    marks = _placing.spread(
        [(400, 300)] * 2 + [(40 + i * 37 % 700, 30 + i * 53 % 500) for i in range(count)], 17, FRAME
    )
    placer = _placing.Placer(FRAME, [_placing.Box.around(mark, 8.5) for mark in marks], 8.5)
    texts = [("Base with a", f"name number {i}") for i in range(len(marks))]
    labels = placer.place_all(marks, texts, 12)
    boxes = [label.box for label in labels.values()]
    assert not any(a.meets(b) for a, b in itertools.combinations(boxes, 2))
    assert not any(box.meets(_placing.Box.around(mark, 7)) for box in boxes for mark in marks)
    assert all(FRAME.holds(box) for box in boxes)
    assert len(labels) >= min(len(marks), 25)


FRAME = _placing.Box(0, 0, 820, 600)


def test_marks_at_one_place_are_drawn_apart():
    """Marks of bases at the same point do not cover one another."""
    moved = _placing.spread([(100, 100)] * 5 + [(300, 300)], 17, FRAME)
    assert all(
        ((a - c) ** 2 + (b - d) ** 2) ** 0.5 >= 16.9 for (a, b), (c, d) in itertools.combinations(moved, 2)
    )
    assert abs(moved[5][0] - 300) < 1


def test_the_map_is_true_to_shape_at_its_middle():
    """A degree east is as much shorter than a degree north as the cosine of the latitude says."""
    view = _map.view_of([(42.0, 59.0), (44.0, 61.0)])
    (x0, y0), (x1, y1) = view(43.0, 60.0), view(44.0, 61.0)
    assert (x1 - x0) / (y0 - y1) == pytest.approx(0.5, rel=0.001)


def test_the_window_holds_all_points_and_never_less_than_the_outline_can_show():
    """One base alone gets a map of some width; many get one that holds them all."""
    alone = _map.view_of([(35.2, 33.2)]).window
    assert alone.north - alone.south > 2.39
    for count in (2, 9):
        points = [(base.point.longitude, base.point.latitude) for base in many(count, 60)]
        window = _map.view_of(points).window
        assert all(window.west < x < window.east and window.south < y < window.north for x, y in points)


def test_bases_on_both_sides_of_the_date_line_stand_beside_one_another():
    """Longitudes are cut where nothing lies, not at 180 degrees."""
    assert _map.unrolled([179.0, -179.5]) == [179.0, 180.5]
    assert _map.unrolled([35.104, 35.386, 35.558]) == [35.104, 35.386, 35.558]
    assert _map.unrolled([-70.0]) == [-70.0]


@pytest.mark.parametrize(
    "window",
    [(39, 32, 47, 38), (170, -30, 200, 10), (-10, 35, 40, 70), (-180, -85, 180, 85), (10, -90, 60, -60)],
)
def test_the_outline_is_cut_to_the_window(window):
    """Land and borders lie in the window, but for the last step of a border, and cover what is known to be land."""
    cut = _outline.Window(*window)
    rings = list(_outline.land(cut))
    assert rings
    for ring in rings:
        assert all(cut.west - 1e-6 <= x <= cut.east + 1e-6 for x, _ in ring)
        assert all(cut.south - 1e-6 <= y <= cut.north + 1e-6 for _, y in ring)


def test_land_is_where_land_is():
    """Baghdad is on land, the middle of the Mediterranean is not."""
    rings = list(_outline.land(_outline.Window(10, 25, 50, 45)))

    def inside(x, y):
        crossings = 0
        for ring in rings:
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                    crossings += 1
        return crossings % 2 == 1

    assert inside(44.4, 33.3)
    assert not inside(18.0, 35.0)
    assert inside(30.0, 27.0)


def test_bases_that_are_not_on_the_map_stand_beside_it():
    """Each base is on the map or in the list of those that are not, and one that is only near its point says so."""
    page = page_of(html_samples.full())
    (listed,) = page.all("ul", class_="unlocated")
    assert "an unnamed base" in listed.text
    assert "The Hall" in listed.text
    labels = " ".join(element.text for element in page.all("text", class_="label"))
    assert "(near)" in labels
    assert "Far Post" in labels
    assert "Far Post (near)" not in labels
    assert "none of the lines takes a side" in page.one("figcaption").text


def test_marks_differ_in_more_than_colour():
    """Each holder has a shape of its own, and what is not certain has another outline."""
    page = page_of(html_samples.full(), on=dt.date(2030, 2, 1))
    shapes = page.data["shapes"]
    assert len(set(shapes)) == len(shapes)
    style = page.one("style").text
    assert "stroke-dasharray" in style.split(".base.unsure .shape", 1)[1].split("}", 1)[0]


def test_bars_are_as_long_as_what_was_said():
    """A month is drawn as a month, an open end has no bound, and only a day that is stated is one day long."""
    timeline = html_samples.full()
    report = Report(timeline, timeline.evidence_until, timeline.evidence_until)
    rows = {row.title: row for row in rows_of(report, {})}
    lanes = {lane.words: lane.bars for lane in rows["Phase two: the south: ends"].lanes}
    assert lanes["planned: September 2031"] == (
        (dt.date(2031, 9, 1).toordinal(), dt.date(2031, 9, 30).toordinal(), True),
    )
    handover = {lane.words: lane for lane in rows["Handover of North Field"].lanes}
    assert handover["reported: 12 April 2030"].bars[0][0] == handover["reported: 12 April 2030"].bars[0][1]
    assert not any("1 January 2030" in words for words in handover)
    (end,) = [lane for lane in rows["Phase 1: ends"].lanes if lane.kind == "actual"]
    assert end.bars == ((float("-inf"), dt.date(2030, 4, 20).toordinal(), True),)


def test_the_drawing_covers_its_dates_without_those_far_off():
    """One date decades away does not press all others into a corner; it is counted as left out."""
    old = ce.Milestone(id="old", kind="other", when=ce.Claim(date="1978", basis="planned"), title="Long ago")
    new = [
        ce.Milestone(
            id=f"n{n}", kind="other", when=ce.Claim(date=f"2030-0{n}", basis="planned"), title=f"N {n}"
        )
        for n in range(1, 8)
    ]
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-31", milestones=[old, *new])
    report = Report(timeline, timeline.revised, None)
    first, _ = first_and_last(report, rows_of(report, {}))
    assert first > dt.date(2029, 1, 1).toordinal()
    assert "Left out, since all their days lie outside: 1 event" in page_of(timeline).shown


@pytest.mark.parametrize("name", ce.datasets())
def test_widths_of_texts_are_not_underestimated_for_names_in_use(name):
    """The estimate for a name is at least half its size for each letter of it: fonts are rarely narrower."""
    for base in ce.bundled(name).bases:
        assert _placing.text_width(base.name, 12) >= 12 * 0.5 * len(base.name)
