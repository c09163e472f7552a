"""How the state of a day looks: what each answer says in words, for the first view and for the page's script alike."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events import (
    Actor,
    Answer,
    BaseState,
    Certainty,
    Due,
    OverTime,
    Ranges,
    Timeline,
    describe,
    describe_because,
    textsafe,
)

from ._markup import Markup, join, name
from ._words import Report, day_words, plural

if TYPE_CHECKING:
    import datetime as dt

SURE: Final = "certain"
_PRESENT: Final = {
    Certainty.CERTAINLY: "there",
    Certainty.POSSIBLY: "perhaps there",
    Certainty.NOT: "not there",
}
SHAPES: Final = 7
"""Holders that have a colour and a shape of their own; all others share one."""
_STRETCH: Final = {
    "phases": ("running", "not running", {"before": "not begun", "over": "over"}),
    "agreements": ("in force", "not in force", {"before": "not yet in force", "over": "no longer in force"}),
    "provisions": ("in force", "not in force", {"before": "not yet in force", "over": "no longer in force"}),
}


@attrs.frozen
class Groups:
    """The holders that the map tells apart: topmost actors, each with all that is part of it."""

    tops: tuple[Actor, ...]
    joined: frozenset[str]
    """Those of them for which a part of theirs may stand."""

    def mark(self, timeline: Timeline, state: BaseState) -> str:
        """The class of a base's mark: whose it is, and whether that is certain."""
        sure = "sure" if state.certainty is Certainty.CERTAINLY else "unsure"
        if state.best == "none":
            return f"nobody {sure}"
        if state.best not in timeline:
            return "unknown unsure"
        top = _actor(timeline, state.best).lineage[-1].id
        place = next((place for place, actor in enumerate(self.tops) if actor.id == top), SHAPES)
        return f"h{min(place, SHAPES)} {sure}"


def _actor(timeline: Timeline, actor_id: str) -> Actor:
    actor = timeline[actor_id]
    assert isinstance(actor, Actor)  # noqa: S101 - the library answers with ids of actors here
    return actor


def groups_of(timeline: Timeline, course: OverTime) -> Groups:
    """Every topmost holder that is the best answer for some base on some day, in the order of the file."""
    best = {state.best for ranges in course.bases.values() for state in ranges.answers}
    held = [actor for actor in timeline.actors if actor.id in best]
    tops = {actor.lineage[-1].id: actor.lineage[-1] for actor in held}
    return Groups(
        tuple(actor for actor in timeline.actors if actor.id in tops),
        frozenset(actor.lineage[-1].id for actor in held if actor.part_of is not None),
    )


# ---------------------------------------------------------------------------------------------------- answers


def sure_words(answer: Answer) -> str:
    """How certain an answer is, and why no more."""
    if answer.certainty is not Certainty.POSSIBLY:
        return SURE
    return f"not certain: {describe_because(answer)}" if answer.because else "not certain"


def base_view(timeline: Timeline, groups: Groups, state: BaseState) -> dict[str, Any]:
    """A base's state as the page's script needs it: ids for programs, names and words for people."""
    possible = [held.actor for held in state.holders if held.answer.certainty is not Certainty.NOT]
    certain = state.certainty is Certainty.CERTAINLY
    others = [] if certain else [textsafe.plain(actor.name) for actor in possible if actor.id != state.best]
    best = _actor(timeline, state.best) if state.best in timeline else None
    word = textsafe.plain(best.name) if best else "nobody" if state.best == "none" else "not known"
    lead = "" if certain or not best else "perhaps "
    return {
        "certainty": state.certainty.value,
        "because": state.because.value if state.because else "",
        "best": state.best,
        "holders": {held.actor.id: held.answer.certainty.value for held in state.holders},
        "present": {one.actor.id: one.answer.certainty.value for one in state.present},
        "mark": groups.mark(timeline, state),
        "held": [
            [lead, word],
            *[["; or " if not place else ", ", other] for place, other in enumerate(others)],
        ],
        "sure": sure_words(state),
        "there": [
            ["" if not place else "; ", textsafe.plain(one.actor.name), f": {_PRESENT[one.answer.certainty]}"]
            for place, one in enumerate(state.present)
        ],
    }


def stretch_view(part: str, answer: Answer) -> dict[str, Any]:
    """Whether something with a first and a last day ran on the day."""
    running, not_running, where = _STRETCH[part]
    words = {
        Certainty.CERTAINLY: running,
        Certainty.POSSIBLY: f"perhaps {running}",
        Certainty.NOT: where.get(answer.best, not_running),
    }[answer.certainty]
    return {**_plain(answer), "words": words, "sure": sure_words(answer)}


def due_view(due: Due | None) -> dict[str, Any] | None:
    """A plan that had come due; nothing on days on which it had not."""
    if due is None:
        return None
    when = describe(due.planned.date) if due.planned.date else "on an unknown day"
    words = "its last planned day had passed" if due.overdue else "its planned days had come"
    return {
        **_plain(due),
        "overdue": due.overdue,
        "words": f"planned {when}; {words}",
        "sure": sure_words(due),
    }


def elsewhere_view(answer: Answer) -> dict[str, Any]:
    """Presence at no named base."""
    return {**_plain(answer), "words": _PRESENT[answer.certainty], "sure": sure_words(answer)}


def _plain(answer: Answer) -> dict[str, Any]:
    because = answer.because.value if answer.because else ""
    return {"certainty": answer.certainty.value, "because": because, "best": answer.best}


def views_of(timeline: Timeline, course: OverTime, groups: Groups) -> dict[str, dict[str, Ranges[Any]]]:
    """Everything that the page shows of any day, by kind of answer and id."""
    return {
        "bases": {
            key: ranges.map(lambda state: base_view(timeline, groups, state))
            for key, ranges in course.bases.items()
        },
        **{
            part: {
                key: ranges.map(partial(stretch_view, part)) for key, ranges in getattr(course, part).items()
            }
            for part in _STRETCH
        },
        "due": {key: ranges.map(due_view) for key, ranges in course.due.items()},
        "elsewhere": {key: ranges.map(elsewhere_view) for key, ranges in course.elsewhere.items()},
    }


# ---------------------------------------------------------------------------------------------------- JSON


def as_json(data: object) -> Markup:
    """Data for a script element: nothing in it can end the element, begin a comment or break a line of script."""
    shown = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        shown = shown.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(shown)


def pooled(views: dict[str, dict[str, Ranges[Any]]]) -> dict[str, Any]:
    """The views with each different one written once: ``course`` holds days and places in ``pool``."""
    pool: dict[str, int] = {}
    course = {
        part: {
            key: [
                [day.toordinal(), pool.setdefault(json.dumps(view, sort_keys=True), len(pool))]
                for day, view in ranges
            ]
            for key, ranges in found.items()
        }
        for part, found in views.items()
    }
    return {"pool": [json.loads(shown) for shown in pool], "course": course}


# ---------------------------------------------------------------------------------------------------- first view


def held_markup(view: dict[str, Any]) -> Markup:
    """Who held a base, as the script writes it too."""
    return join(join([lead, name(word)]) for lead, word in view["held"])


def there_markup(view: dict[str, Any]) -> Markup:
    """Who was at a base."""
    return join(join([lead, name(word), how]) for lead, word, how in view["there"])


def summary(report: Report, views: dict[str, dict[str, Ranges[Any]]], groups: Groups) -> Markup:
    """The day in a sentence or two: bases by holder, parts of bases aside, then phases and overdue plans.

    The page's script writes the same.
    """
    sites = [base for base in report.timeline.bases if base.part_of is None]
    found = [views["bases"][base.id].on(report.day)["mark"] for base in sites]
    counts = [(actor.name, found.count(f"h{place} sure")) for place, actor in enumerate(groups.tops[:SHAPES])]
    held = [join([name(holder), f" {count}"]) for holder, count in counts if count]
    sure = sum(1 for mark in found if mark.endswith(" sure"))
    sites_words = join(
        [
            f"Of {plural(len(sites), 'site')}, {sure} had a certain holder",
            join([" (", join(held, ", "), ")"]) if held else "",
            f"; for {len(sites) - sure} that was not certain. ",
        ]
    )
    phases = [
        join([name(phase.label), f": {views['phases'][phase.id].on(report.day)['words']}. "])
        for phase in report.timeline.phases
    ]
    due = [ranges.on(report.day) for ranges in views["due"].values()]
    overdue = sum(1 for view in due if view and view["overdue"])
    late = f"{plural(overdue, 'plan')} overdue." if overdue else "No plan overdue."
    beyond = report.timeline.evidence_until is not None and report.day > report.timeline.evidence_until
    horizon = f"This is after the end of the evidence ({_until(report.timeline)}): nothing is certain. "
    return join([horizon if beyond else "", sites_words if sites else "", phases, late])


def _until(timeline: Timeline) -> str:
    return day_words(timeline.evidence_until) if timeline.evidence_until else ""


def start_day(timeline: Timeline, on: dt.date | None) -> dt.date:
    """The day that is shown first: the one asked for, else the end of the evidence, else the last revision."""
    return on or timeline.evidence_until or timeline.revised
