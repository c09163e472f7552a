"""The format ``md``: a briefing in GitHub Markdown, for a desk editor to send on.

Dates stand in words, as exact as their sources; sources are footnotes; every text is shown letter for letter. What the
lead says is put together from the data, and nothing in it is prose of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from coalition_events import (
    Exporter,
    ExportRequest,
    Feature,
    Source,
    hookimpl,
    option,
    report_altered,
    report_uncarried,
    textsafe,
    whole_claims,
)

from . import _md_events as events, _md_plans, _md_records as records, _md_state
from ._md_chart import chart_lines
from ._md_text import DISPUTES, Briefing, day_words, esc, label, labels, listed, plural, remark_lines, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_REMARKS: Final = ("summary", "note", "revised")
CARRIED: Final[Mapping[str, tuple[str, ...]]] = {
    "timeline": ("title", "summary", "timezone", "licence", "revised", "evidence_until"),
    "sources": (
        *(
            "title",
            "publisher",
            "url",
            "archive_url",
            "published",
            "accessed",
            "language",
            "reliability",
            "repeats",
        ),
        *_REMARKS,
    ),
    "actors": ("name", "aliases", "kind", "country", "part_of", "led_by", "identifiers", "cite", *_REMARKS),
    "bases": (
        *("name", "aliases", "kind", "country", "region", "part_of", "identifiers", "cite", *_REMARKS),
        *whole_claims("location", "candidates", "holder"),
    ),
    "agreements": (
        *("title", "kind", "parties", "cite", *_REMARKS),
        *whole_claims("signed", "in_force", "ends", "cancelled"),
    ),
    "phases": (
        *("title", "ordinal", "final", "area", "coordinated_from", "under", "cite", *_REMARKS),
        *whole_claims("start", "end", "cancelled"),
    ),
    "provisions": (
        *("text", "modality", "actors", "bases", "phases", "under", "condition", "cite", *_REMARKS),
        *whole_claims("in_force", "ends", "cancelled"),
    ),
    "milestones": (
        *("title", "kind", "bases", "passes", "actors", "phases", "agreements", "cite", *_REMARKS),
        *whole_claims("when", "from", "to", "cancelled"),
    ),
    "counts": (
        "title",
        "counted",
        "from",
        "to",
        "area",
        "members",
        "cite",
        *_REMARKS,
        *whole_claims("values"),
    ),
    "statements": ("text", "by", "about", "said", "contradicts", "cite", *_REMARKS),
}
"""What the briefing holds, by section; the rest is reported as lost."""


@attrs.frozen(kw_only=True)
class Options:
    """The options of the format."""

    chart: bool = option(True, help="draw the events as a Mermaid chart")  # noqa: FBT003 - an option's default


SECTIONS: Final[tuple[tuple[str, records.Section], ...]] = (
    ("Phases", records.phases),
    ("Bases", records.bases),
    ("Agreements", records.agreements),
    ("Provisions", records.provisions),
    ("Chronology", events.chronology),
    ("What is planned, and what slipped", _md_plans.plans),
    (DISPUTES, events.disputes),
    ("Stated numbers", records.counts),
    ("Statements", records.statements),
    ("Who is who", records.actors),
)


def export(request: ExportRequest) -> Iterator[bytes]:
    """The briefing, section by section; a section without content is left out."""
    briefing = Briefing(request.timeline, request.status_day)
    report_uncarried(request, CARRIED)
    report_altered(request, CARRIED)
    yield _encoded([f"# {esc(request.timeline.title)}", "", *events.lead(briefing)])
    if request.on is not None:
        yield _encoded(_md_state.section(briefing, request.on))
    for title, section in SECTIONS:
        if section is events.chronology and request.options.chart:
            yield _encoded(chart_lines(briefing))
        if any(lines := list(section(briefing))):
            yield _encoded([f"## {title}", "", *lines])
    yield _encoded(_sources(briefing))
    yield _encoded(_about(briefing))
    yield _encoded(_footnotes(briefing.timeline.sources))


def _encoded(lines: Iterable[str]) -> bytes:
    return "\n".join([*lines, ""]).encode()  # each line ends with a break


# ---------------------------------------------------------------------------------------------------- sources


def _sources(briefing: Briefing) -> Iterator[str]:
    """Which sources repeat one statement, and which nothing above cites: so every footnote is marked somewhere."""
    sources = briefing.timeline.sources
    if not sources:
        return
    roots = {source.root.id for source in sources}
    yield "## Sources"
    yield ""
    counted = f"{plural(len(sources), 'source')}, of which {len(roots)} independent"
    yield f"{counted}: a copy of a statement is no second witness."
    yield ""
    copies: dict[str, list[Source]] = {}
    for source in sources:
        if source.repeats is not None:
            copies.setdefault(source.root.id, []).append(source)
    for root in sources:
        if root.id in copies:
            found = [f"{label(copy)}{briefing.marks([copy])}" for copy in copies[root.id]]
            yield f"- {label(root)}{briefing.marks([root])} is repeated by {listed(found)}"
    unused = [source for source in sources if source.id not in briefing.marked]
    if unused:
        yield f"- Cited nowhere above: {listed([f'{label(source)}{briefing.marks([source])}' for source in unused])}"
    yield ""


def _about(briefing: Briefing) -> Iterator[str]:
    timeline = briefing.timeline
    parts = [f"Last revised on {day_words(timeline.revised)}"]
    if timeline.timezone:
        parts.append(f"days are civil days in {esc(timeline.timezone)}")
    if timeline.licence:
        parts.append(f"licence of the data: {esc(timeline.licence)}")
    yield "---"
    yield ""
    yield f"{'; '.join(parts)}."


def _footnotes(sources: Iterable[Source]) -> Iterator[str]:
    for source in sources:
        yield ""
        yield f"[^{source.id}]: {'; '.join(_footnote(source))}"


def _footnote(source: Source) -> Iterator[str]:
    yield f"{label(source)}{f', {esc(source.publisher)}' if source.publisher else ''}"
    if source.published is not None:
        yield f"published: {words(source.published, 'never')}"
    if source.reliability:
        yield f"reliability {source.reliability}"
    if source.language:
        yield f"language: {esc(source.language)}"
    if source.repeats:
        yield f"repeats: {labels([source.repeats])}"
    if source.url:
        yield textsafe.markdown_link(source.url)
    if source.archive_url:
        yield f"archived: {textsafe.markdown_link(source.archive_url)}"
    if source.accessed is not None:
        yield f"read: {words(source.accessed)}"
    yield from (line.removeprefix("- ") for line in remark_lines(source))


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The format ``md``."""
    return Exporter(
        name="md",
        suffixes=(".md", ".markdown"),
        media_type="text/markdown",
        description="Briefing in GitHub Markdown, with footnotes and a Mermaid chart",
        export=export,
        options=Options,
        carries=tuple(feature for feature in Feature if feature is not Feature.EXTRA),
    )
