"""The page around the sections: head, policy, contents, style and script; all of it in one file."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final

from . import _chart, _day, _events, _outline, _sections
from ._markup import EMPTY, Markup, el, join, link, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._words import Report

_FILES: Final = {
    key: resources.files(__package__ or "coalition_events_html").joinpath(key).read_text(encoding="utf-8")
    for key in ("page.css", "dark.css", "page.js")
}  # once, when the format is first used: an export itself reads no file
_DARK: Final = {
    "auto": "@media screen and (prefers-color-scheme: dark) {\n:root {\n%s}\n}\n",
    "dark": "@media screen {\n:root {\n%s}\n}\n",
}


def style(theme: str) -> str:
    """The style sheet; dark colours come by themselves, always or never."""
    dark = _DARK.get(theme)
    return _FILES["page.css"] + (dark % _FILES["dark.css"] if dark else "")


def page(report: Report, *, with_map: bool, theme: str) -> Iterator[Markup]:
    """The page, piece by piece."""
    days = _day.Days.of(report)
    css, script = style(theme), _FILES["page.js"]
    sections = list(_all_sections(report, days, with_map=with_map))
    yield Markup('<!DOCTYPE html>\n<html lang="en">\n')
    yield _head(report, css, script, theme)
    yield Markup("\n<body>\n")
    yield el("a", "Skip to the content", href="#content", class_="skip")
    yield _chart.patterns()
    yield el(
        "header", el("h1", name(report.timeline.title)), list(_events.lead(report)), _events.facts(report)
    )
    contents = [el("li", el("a", title, href=f"#{key}")) for key, title, content in sections if content]
    yield el("nav", el("ul", contents), aria_label="Contents")
    yield Markup('\n<main id="content">\n')
    for key, title, content in sections:
        yield join([_sections.section(key, title, content), Markup("\n")])
    yield Markup("</main>\n")
    yield el("script", _day.data(report, days), type="application/json", id="data")
    yield Markup(f"\n<script>{script}</script>\n</body>\n</html>\n")


def _all_sections(report: Report, days: _day.Days, *, with_map: bool) -> Iterator[tuple[str, str, Markup]]:
    yield "state", "The state on a day", _day.day_section(report, days, with_map=with_map)
    yield "timeline", "Phases, plans and outcomes", _chart.chart(report, days.views["phases"])
    yield "phases", "Phases", _sections.phases(report)
    yield "chronology", "Chronology", _events.chronology(report)
    yield "plans", "What was planned, and what slipped", _events.plans(report)
    yield "conflicts", "Where sources conflict", _events.conflicts(report)
    yield "agreements", "Agreements", _sections.agreements(report)
    yield "provisions", "Provisions", _sections.provisions(report)
    yield "bases", "Bases in full", _sections.bases(report)
    yield "counts", "Stated numbers", _sections.counts(report)
    yield "statements", "Statements", _sections.statements(report)
    yield "actors", "Who is who", _sections.actors(report)
    yield "sources", "Sources", _sections.sources(report)
    yield "about", "About this page", _sections.about(report, tuple(_notices(with_map=with_map)))


def _notices(*, with_map: bool) -> Iterator[Markup]:
    yield join(["The page is one file. It asks nothing of the network; only the links to sources leave it."])
    if with_map:
        earth = link("https://www.naturalearthdata.com/", "Natural Earth")
        yield join(["The outline of the map is cut from ", earth, f" ({_outline.MADE_FROM})."])


def _head(report: Report, css: str, script: str, theme: str) -> Markup:
    policy = "; ".join(
        (
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "img-src data:",
            f"style-src {_hash(css)}",
            f"script-src {_hash(script)}",
        )
    )
    scheme = {"light": "light", "dark": "dark"}.get(theme, "light dark")
    return el(
        "head",
        el("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="color-scheme", content=scheme),
        el("meta", name="description", content=report.timeline.summary) if report.timeline.summary else EMPTY,
        el("title", report.timeline.title),
        el("link", rel="icon", href="data:,"),
        Markup(f"<style>{css}</style>"),
    )


def _hash(content: str) -> str:
    """What the policy calls a piece of style or script: browsers hash the text between the tags."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
