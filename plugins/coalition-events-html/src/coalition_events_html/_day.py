"""The section that shows the state of one day: controls, map and tables, as the page's script then changes them."""

from __future__ import annotations

from typing import Any, Final

import attrs

from coalition_events import Base, OverTime, Ranges, States, describe_kind, textsafe

from . import _legend, _map, _marks, _stateview as stateview
from ._markup import EMPTY, Attributes, Markup, el, join, name, table
from ._records import whole_marks
from ._words import NONE_WORDS, Report, day_words, plain_value, record_link, record_links

_MARGIN: Final = 31
"""Days by which the slider goes beyond the first and the last day on which anything changes."""
_TITLES: Final = (("phases", "Phase"), ("agreements", "Agreement"), ("provisions", "Provision"))


@attrs.frozen
class Days:
    """Everything that the page shows of any day."""

    course: OverTime
    groups: stateview.Groups
    views: dict[str, dict[str, Ranges[Any]]]

    @classmethod
    def of(cls, report: Report) -> Days:
        """Ask for all days."""
        course = States(report.timeline).over_time()
        groups = stateview.groups_of(report.timeline, course)
        return cls(course, groups, stateview.views_of(report.timeline, course, groups))

    @property
    def changes(self) -> list[int]:
        """The days on which any answer becomes another one."""
        return [day.toordinal() for day in self.course.days]

    def first_and_last(self, report: Report) -> tuple[int, int]:
        """The days between which the slider goes."""
        until = report.timeline.evidence_until
        days = [*self.changes, report.day.toordinal(), *([until.toordinal()] if until else [])]
        return max(min(days) - _MARGIN, 1), min(max(days) + _MARGIN, 3_652_059)


def data(report: Report, days: Days) -> Markup:
    """What the script looks up: it works nothing out by itself."""
    until = report.timeline.evidence_until
    first, last = days.first_and_last(report)
    return stateview.as_json(
        {
            "first": first,
            "last": last,
            "start": report.day.toordinal(),
            "until": until.toordinal() if until else None,
            "untilWords": day_words(until) if until else "",
            "changes": days.changes,
            "groups": [textsafe.plain(actor.name) for actor in days.groups.tops[: stateview.SHAPES]],
            "shapes": [*_marks.SHAPE_PATHS],
            "shapeUnknown": _marks.UNKNOWN_PATH,
            "shapeNobody": _marks.NOBODY_PATH,
            "sites": [base.id for base in report.timeline.bases if base.part_of is None],
            "phases": [[phase.id, textsafe.plain(phase.label)] for phase in report.timeline.phases],
            **stateview.pooled(days.views),
        }
    )


def day_section(report: Report, days: Days, *, with_map: bool) -> Markup:
    """The whole section."""
    numbers = {base.id: place for place, base in enumerate(report.timeline.bases, 1)}
    return join(
        [
            el(
                "p",
                "The state at the end of the day that is chosen, worked out from what sources report as done. "
                "Plans change nothing, and after the end of the evidence nothing is certain.",
                class_="intro",
            ),
            _controls(report),
            el("p", _today(report, days), id="summary", role="status", aria_live="polite"),
            _map_part(report, days, numbers) if with_map else EMPTY,
            _bases_table(report, days, numbers),
            _other_tables(report, days),
        ]
    )


def _today(report: Report, days: Days) -> Markup:
    words = stateview.summary(report, days.views, days.groups)
    return join([el("b", f"On {day_words(report.day)}: "), words])


def _controls(report: Report) -> Markup:
    """Hidden until a script can make them work."""
    day = report.day.isoformat()
    buttons = [
        el("button", words, type="button", data_step=step)
        for words, step in (
            ("Previous change", "-change"),
            ("Day before", "-1"),
            ("Day after", "1"),
            ("Next change", "change"),
        )
    ]
    return el(
        "form",
        el("label", "Day", for_="day"),
        el("input", id="day", type="date", value=day, required=True),
        el("label", "Slide through the days", for_="slider"),
        el("input", id="slider", type="range", min="0", max="1", step="1", value="0"),
        el("div", buttons, class_="buttons"),
        id="controls",
        hidden=True,
    )


# ---------------------------------------------------------------------------------------------------- map


def _map_part(report: Report, days: Days, numbers: dict[str, int]) -> Markup:
    bases = report.timeline.bases
    points = _map.located(bases)
    beside = [_legend.legend(days.groups, bases), _legend.unlocated(bases, numbers)]
    if not points:
        return el("div", beside, class_="beside") if bases else EMPTY
    places = list(
        zip(
            _map.unrolled([point.longitude for _, point in points]),
            [p.latitude for _, p in points],
            strict=True,
        )
    )
    view = _map.view_of(places)
    small = view.narrowed(_map.NARROW)
    today = {key: ranges.on(report.day) for key, ranges in days.views["bases"].items()}
    names = [f"{base.name}{' (near)' if point.near else ''}" for base, point in points]
    wide, unnamed = _map.drawing(bases, view, today, names, 1.0)
    figures = [str(numbers[base.id]) for base, _ in points]
    narrow, _ = _map.drawing(bases, small, today, figures, _map.NARROW / _map.WIDE)
    keys = [
        el("li", _legend.figure(numbers[base.id]), name(title))
        for (base, _), title in zip(points, names, strict=True)
    ]
    missing = f" No room for the names of {len(unnamed)} of them; the table has all." if unnamed else ""
    figure = el(
        "figure",
        _map.outline_defs(view),
        el("div", wide, class_="wide"),
        el("div", narrow, el("ul", keys, class_="keys"), class_="narrow"),
        el("figcaption", f"{_legend.NOTICE}{missing}"),
        class_="map",
    )
    return el("div", figure, el("div", _map.locator(view), beside, class_="beside"), class_="map-and-legend")


# ---------------------------------------------------------------------------------------------------- tables


def _cell(part: str, shown: Markup | str, title: str) -> Markup:
    return el("td", shown, data_part=part, data_label=title, role="cell")


def _bases_table(report: Report, days: Days, numbers: dict[str, int]) -> Markup:
    rows: list[tuple[Markup, ...]] = []
    attributes: list[Attributes] = []
    for base in report.timeline.bases:
        view = days.views["bases"][base.id].on(report.day)
        rows.append(
            (
                _base_name(report, base, numbers[base.id], view),
                _cell("held", stateview.held_markup(view), "Held by"),
                _cell("sure", view["sure"], "How certain"),
                _cell("there", stateview.there_markup(view), "Who was there"),
                _where(report, base),
            )
        )
        attributes.append({"data_slot": f"bases {base.id}", "class_": view["mark"], "data_part": "mark"})
    header = ("Base", "Held by", "How certain", "Who was there", "Where")
    caption = "Each base on that day. Holding, owning, using a base and being there are four questions."
    return table(caption, header, rows, attributes)


def _base_name(report: Report, base: Base, number: int, view: dict[str, Any]) -> Markup:
    about = [
        describe_kind(base.kind),
        join(["part of ", record_link(base.part_of)]) if base.part_of else "",
    ]
    said = join((part for part in about if part), ", ")
    local = next((alias for alias in base.aliases if alias.language), None)
    return join(
        [
            _marks.sample(view["mark"]),
            f"{number} ",
            record_link(base),
            join([" ", name(local.text, local.language)]) if local else EMPTY,
            el("span", " (", said, ")", class_="kind") if said else EMPTY,
            whole_marks(report, base),
        ]
    )


def _where(report: Report, base: Base) -> Markup:
    none = NONE_WORDS["location"]
    places = (
        join((plain_value(value, none) for value in base.location.distinct), " or ")
        if base.location
        else EMPTY
    )
    if base.location.stated_absence.value == "unknown":
        places = join(["place not known"])
    sites = record_links(value for value in base.candidates.distinct if isinstance(value, Base))
    codes = " ".join(part for part in (base.region or base.country,) if part)
    parts = [codes, places, join(["it may be ", sites]) if sites else ""]
    cited = report.marks(source for value in base.location.live for source in value.cites)
    return join([join((part for part in parts if part), "; "), cited])


def _other_tables(report: Report, days: Days) -> Markup:
    shown = []
    for part, title in _TITLES:
        found = days.views[part]
        records = [record for record in getattr(report.timeline, part) if record.id in found]
        rows = [(record_link(record), *_state_cells(found[record.id].on(report.day))) for record in records]
        attributes: list[Attributes] = [{"data_slot": f"{part} {record.id}"} for record in records]
        shown.append(table(f"{title}s on that day", (title, "State", "How certain"), rows, attributes))
    shown += [_due_table(report, days), _elsewhere_table(report, days)]
    return el(
        "details", el("summary", "Phases, agreements, provisions and plans on that day"), shown, open=True
    )


def _state_cells(view: dict[str, Any] | None) -> tuple[Markup, Markup]:
    return (
        _cell("words", view["words"] if view else "", "State"),
        _cell("sure", view["sure"] if view else "", "How certain"),
    )


def _due_table(report: Report, days: Days) -> Markup:
    found = days.views["due"]
    rows: list[tuple[Markup, ...]] = []
    attributes: list[Attributes] = []
    for event in report.timeline.events():
        if event.id in found:
            view = found[event.id].on(report.day)
            rows.append((el("a", name(event.title), href=f"#e-{event.id}"), *_state_cells(view)))
            attributes.append({"data_slot": f"due {event.id}", "hidden": view is None})
    caption = "Plans whose day had come, for what had not surely happened"
    return table(caption, ("Plan", "State", "How certain"), rows, attributes)


def _elsewhere_table(report: Report, days: Days) -> Markup:
    found = days.views["elsewhere"]
    actors = [actor for actor in report.timeline.actors if actor.id in found]
    rows = [(record_link(actor), *_state_cells(found[actor.id].on(report.day))) for actor in actors]
    attributes: list[Attributes] = [{"data_slot": f"elsewhere {actor.id}"} for actor in actors]
    caption = "Who was in the area, by movements that name no base"
    return table(caption, ("Who", "State", "How certain"), rows, attributes)
