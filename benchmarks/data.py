"""Timelines of any size, the same on every machine and in every year.

Everything is invented. One seeded stream makes the events one after another, so that the first thousand are the same at
every size. What makes real files slow is in it: several claims for an event, dates that are not known to the day, plans
that slipped, sources, and texts in four scripts.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import TYPE_CHECKING, Any, Final

import yaml

import coalition_events as ce

if TYPE_CHECKING:
    from pathlib import Path

SIZES: Final = (1_000, 10_000, 100_000)
LIMITS: Final = ce.Limits(size=10**10, nodes=10**10, records=10**8)
"""The default ones end at some 20,000 events: more than that nobody reads from a stranger."""
SEED: Final = 20_260_118
_EVENTS_A_BASE: Final = 20
_FIRST_DAY: Final = dt.date(2003, 4, 9)
_SHARED_SOURCES: Final = 50
_BASES_OF_LINES: Final = 50
_YEARS: Final = 25
_PLACES: Final = (
    "Camp Şırnak",
    "Aïn el-Béïda airfield",
    "База Западная",
    "قاعدة الشرق الجوية",
    "西部兵站",
    "Headquarters North",
    "Outpost Ødegård",
    "Station Žilina",
)
_SUBJECTS: Final = (
    "The ministry says that the last vehicles left before noon",
    "Две газеты называют разные дни, и ни одна не ссылается на документ",
    "وقال متحدث باسم القيادة إن التسليم تم في موعده المحدد",
    "Le général a remis les clés, puis l’état-major a confirmé la date",
    "当地报纸只写了月份，没有写具体日期",
    "A spokesperson would not name the day; a later report places it in the same week",
)
_KINDS: Final = (
    "arrival",
    "handover",
    "ceremony",
    "announcement",
    "meeting",
    "handover",
    "departure",
    "other",
)
_WRITTEN: Final = (
    "late Sunday",
    "in the first half of the year",
    "منتصف الشهر",
    "в начале недели",
    "ces jours-ci",
)


def document(events: int) -> dict[str, Any]:
    """A timeline with so many milestones, in the form of the file (docs/reference/file-format.md)."""
    draw = random.Random(SEED)  # noqa: S311 - the same numbers each time is what is asked of it
    sources = {f"archive-{number}": _archive(number) for number in range(_SHARED_SOURCES)}
    milestones = {}
    for number in range(events):
        milestones[f"event-{number}"] = _milestone(draw, number, sources)
    return {
        "schema": "coalition-events/1",
        "id": "benchmark",
        "title": "An invented mission — مهمة مختلقة",
        "timezone": "Asia/Baghdad",
        "revised": "2031-01-01",
        "evidence_until": "2031-01-01",
        "sources": sources,
        "actors": {
            "mission": {"name": "The mission", "kind": "coalition"},
            "lead": {"name": "Lead nation", "kind": "state", "part_of": "mission"},
            "host": {"name": "Host nation", "kind": "state", "country": "IQ"},
            "host-army": {"name": "جيش البلد المضيف", "kind": "force", "part_of": "host"},
        },
        "bases": {f"base-{number}": _base(number) for number in range(-(-events // _EVENTS_A_BASE))},
        "milestones": milestones,
    }


def _archive(number: int) -> dict[str, Any]:
    return {
        "title": f"Annual review, volume {number}",
        "publisher": "Institut für Missionsgeschichte",
        "url": f"https://example.org/archive/{number}?lang=en&page={number}",
        "published": "2030-12-01",
        "reliability": "B",
    }


def _base(number: int) -> dict[str, Any]:
    name = _PLACES[number % len(_PLACES)]
    return {
        "name": f"{name} {number}",
        "kind": ("air-base", "camp", "outpost", "headquarters")[number % 4],
        "country": "IQ",
        "location": {
            "latitude": round(30 + number * 7 % 6_000 / 1_000, 4),
            "longitude": round(40 + number * 13 % 7_000 / 1_000, 4),
            "accuracy_m": 500,
        },
        "holder": "lead",
    }


def _milestone(draw: random.Random, number: int, sources: dict[str, Any]) -> dict[str, Any]:
    step = number % _EVENTS_A_BASE
    day = _FIRST_DAY + dt.timedelta(days=step * 450 + draw.randrange(400))
    kind = _KINDS[draw.randrange(len(_KINDS))]
    source = f"archive-{draw.randrange(_SHARED_SOURCES)}"
    if draw.random() < 0.4:  # noqa: PLR2004 - four in ten have a report of their own
        source = f"report-{number}"
        sources[source] = _report(draw, number, day)
    return _told(draw, number, kind=kind, day=day, source=source, base=f"base-{number // _EVENTS_A_BASE}")


def _told(  # noqa: PLR0913 - all that tells one milestone from another
    draw: random.Random, number: int, *, kind: str, day: dt.date, source: str, base: str
) -> dict[str, Any]:
    milestone: dict[str, Any] = {
        "title": f"{kind.capitalize()} {number}: {_PLACES[draw.randrange(len(_PLACES))]}, “{draw.randrange(10_000)}”",
        "kind": kind,
        "base": base,
    }
    if kind == "handover":
        there_and_back = ("lead", "host-army") if draw.random() < 0.5 else ("host-army", "lead")  # noqa: PLR2004 - one in two
        milestone["from"], milestone["to"] = there_and_back
    elif kind == "departure":
        milestone["from"] = "lead"
    else:
        milestone["actors"] = ["lead", "host"]
    milestone["when"] = _claims(draw, day, source)
    milestone["cite"] = source
    milestone["summary"] = ". ".join(draw.sample(_SUBJECTS, 2))
    if draw.random() < 0.3:  # noqa: PLR2004 - three in ten
        milestone["note"] = f"Told in two ways; page {draw.randrange(900)}, “{draw.choice(_WRITTEN)}”."
    return milestone


def _report(draw: random.Random, number: int, day: dt.date) -> dict[str, Any]:
    return {
        "title": f"Report {number} — تقرير عن {_PLACES[number % len(_PLACES)]}",
        "publisher": ("Agence Générale", "وكالة الأنباء", "Вестник", "The Daily Record")[number % 4],
        "url": f"https://example.org/{day.year}/{number}/story.html",
        "published": (day + dt.timedelta(days=400 + draw.randrange(9))).isoformat(),
        "language": ("fr", "ar", "ru", "en")[number % 4],
    }


def _claims(draw: random.Random, day: dt.date, source: str) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = []
    if draw.random() < 0.3:  # noqa: PLR2004 - three in ten were planned for a month
        plan = day - dt.timedelta(days=draw.randrange(200))
        claims.append({"planned": f"{plan:%Y-%m}", "by": "mission", "cite": "archive-0"})
    claims.append({"date": _date(draw, day), "as_written": draw.choice(_WRITTEN), "cite": source})
    if draw.random() < 0.2:  # noqa: PLR2004 - for two in ten a second source disagrees
        other = day + dt.timedelta(days=draw.randrange(-20, 20))
        claims.append({"date": _date(draw, other), "cite": f"archive-{draw.randrange(_SHARED_SOURCES)}"})
    return claims


def _date(draw: random.Random, day: dt.date) -> str:
    """The day as a source might tell it: known to the day in six of ten."""
    later = day + dt.timedelta(days=draw.randrange(1, 40))
    forms = (
        *[day.isoformat()] * 12,
        f"{day:%Y-%m}",
        f"{day:%Y-%m}",
        f"{day:%Y}",
        f"{day.isoformat()}~",
        f"{day:%Y-%m}?",
        f"[{day.isoformat()}..{later.isoformat()}]",
        f"[{day.isoformat()}..{later.isoformat()}]",
        f"[..{later.isoformat()}]",
    )
    return forms[draw.randrange(len(forms))]


def write_json(events: int, path: Path) -> None:
    """The timeline as JSON, indented as the json format writes it."""
    path.write_text(json.dumps(document(events), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_yaml(events: int, path: Path) -> None:
    """The same as block-style YAML, with quotes only where YAML needs them."""
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(
            document(events), file, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120
        )


def write_lines(events: int, path: Path) -> None:
    """So many milestones as a file of lines (docs/how-to/export-millions-of-events.md), year by year.

    The head is the same for any number: the sources are the archive's, the bases those of the first thousand events.
    """
    head = document(0)
    del head["milestones"]
    head["bases"] = {f"base-{number}": _base(number) for number in range(_BASES_OF_LINES)}
    with path.open("w", encoding="utf-8") as file:
        print(json.dumps(head, ensure_ascii=False), file=file)
        for year in range(_YEARS):
            numbers = range(events * year // _YEARS, events * (year + 1) // _YEARS)
            for _, line in sorted(_line(number, _FIRST_DAY.year + year) for number in numbers):
                print(line, file=file)


def _line(number: int, year: int) -> tuple[tuple[Any, ...], str]:
    """A milestone of a year with what sorts it; so early in the year that its last bound is in the same one."""
    draw = random.Random(SEED + number)  # noqa: S311 - as above
    day = dt.date(year, 1, 1) + dt.timedelta(days=draw.randrange(320))
    kind = _KINDS[draw.randrange(len(_KINDS))]
    source, base = f"archive-{draw.randrange(_SHARED_SOURCES)}", f"base-{draw.randrange(_BASES_OF_LINES)}"
    milestone = {"id": f"event-{number}", **_told(draw, number, kind=kind, day=day, source=source, base=base)}
    first = next(claim for claim in milestone["when"] if "date" in claim)
    first["rank"] = "preferred"  # so that it is the best one, by which a file of lines is sorted
    key = (*ce.parse_date(first["date"]).sort_key[:2], milestone["id"])
    return key, json.dumps(milestone, ensure_ascii=False)
