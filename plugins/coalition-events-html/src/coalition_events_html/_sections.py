"""The sections on what there is: phases, agreements, provisions, numbers, statements, names and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import coalition_events as ce

from ._markup import EMPTY, Markup, el, join, link, listed, name, table
from ._records import details, entries, entry, extra_rows, whole_marks
from ._words import (
    NONE_WORDS,
    Report,
    best_words,
    capital,
    claim_words,
    date_words,
    day_words,
    differing,
    plural,
    record_link,
    record_links,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DISPUTES = "#conflicts"


def best_cell(claims: ce.Claims, key: str) -> Markup:
    """The one date to show in a table, and whether sources differ on it."""
    differs = differing(claims)
    more = (
        el("a", differs, href=DISPUTES if claims.disputed else "#plans", class_="differs")
        if differs
        else EMPTY
    )
    return join([best_words(claims, NONE_WORDS.get(key, "none")), " " if more else "", more])


def section(key: str, title: str, *content: Markup) -> Markup:
    """A section with its heading; nothing where it has no content."""
    inner = join(content)
    return el("section", el("h2", title), inner, id=key, class_="section") if inner else EMPTY


def phases(report: Report) -> Markup:
    """Each phase: plan and outcome, area, and the agreements on which it rests."""
    rows = [
        (
            join(
                [
                    f"{phase.ordinal}. ",
                    record_link(phase),
                    " (final)" if phase.final else "",
                    whole_marks(report, phase),
                ]
            ),
            best_cell(phase.start, "start"),
            best_cell(phase.end, "end"),
            listed(dict.fromkeys(f"{ce.describe(c.date)}" for c in phase.end.planned if c.date), "or"),
            name(phase.area) if phase.area else "",
            record_links(phase.under),
        )
        for phase in sorted(report.timeline.phases, key=lambda phase: phase.ordinal)
    ]
    header = ("Phase", "Begins", "Ends", "Planned end", "Area", "Under")
    shown = table("The phases, by their best dates", header, rows)
    return join([shown, entries(report, "Each phase in full", report.timeline.phases)])


def agreements(report: Report) -> Markup:
    """Each agreement: parties, and from when to when."""
    rows = [
        (
            join([record_link(one), whole_marks(report, one)]),
            ce.describe_kind(one.kind),
            record_links(one.parties),
            best_cell(one.signed, "signed"),
            best_cell(one.in_force, "in_force"),
            best_cell(one.ends, "ends"),
        )
        for one in report.timeline.agreements
    ]
    header = ("Agreement", "Kind", "Parties", "Signed or issued", "In force", "Ends")
    shown = table("The agreements, by their best dates", header, rows)
    return join([shown, entries(report, "Each agreement in full", report.timeline.agreements)])


def provisions(report: Report) -> Markup:
    """Each provision: what it permits, obliges, plans or intends, for whom, where and on what condition."""
    rows = [
        (
            join([record_link(one), whole_marks(report, one)]),
            ce.describe_kind(one.modality),
            record_links(one.actors),
            record_links(one.bases),
            name(one.condition) if one.condition else "",
            record_link(one.under) if one.under else "",
        )
        for one in report.timeline.provisions
    ]
    header = ("Provision", "It is", "For", "Where", "Condition", "Under")
    shown = table("The provisions", header, rows)
    return join([shown, entries(report, "Each provision in full", report.timeline.provisions)])


def bases(report: Report) -> Markup:
    """Every base in full; what the day's state says of them stands above."""
    return join(entry(report, base, _base_title(base)) for base in report.timeline.bases)


def _base_title(base: ce.Base) -> Markup:
    local = next((alias for alias in base.aliases if alias.language), None)
    beside = join([" ", name(local.text, local.language)]) if local else EMPTY
    return join([name(base.name), beside])


def counts(report: Report) -> Markup:
    """Each stated number as it was stated, never expanded to the records that are known."""
    rows = [
        (
            join([record_link(count), whole_marks(report, count)]),
            el("b", capital(ce.describe_number(figure.number))),
            claim_words(report, figure),
        )
        for count in report.timeline.counts
        for figure in count.values
    ]
    shown = table(
        "Numbers as they were stated", ("What is counted", "Number", "As of, and who says so"), rows
    )
    note = el("p", "A stated number is never spread over the bases that are known.") if rows else EMPTY
    return join([note, shown, entries(report, "Each count in full", report.timeline.counts)])


def statements(report: Report) -> Markup:
    """Judgements, threats and interests, with who states them."""
    rows = [
        (
            join([record_link(one), whole_marks(report, one)]),
            record_link(one.by) if one.by else "the publication itself",
            date_words(one.said) if one.said is not None else "",
            record_links(one.about),
        )
        for one in report.timeline.statements
    ]
    shown = table("Statements", ("What is stated", "By", "On", "About"), rows)
    return join([shown, entries(report, "Each statement in full", report.timeline.statements)])


def actors(report: Report) -> Markup:
    """Who is who: other names, belonging, leaders."""
    rows = [
        (
            join([record_link(actor), whole_marks(report, actor)]),
            ", ".join(part for part in (ce.describe_kind(actor.kind), actor.country) if part),
            listed((name(alias.text, alias.language) for alias in actor.aliases), "and"),
            record_link(actor.part_of) if actor.part_of else "",
            record_link(actor.led_by) if actor.led_by else "",
        )
        for actor in report.timeline.actors
    ]
    shown = table("Who is who", ("Who", "What", "Also called", "Part of", "Led by"), rows)
    return join([shown, entries(report, "Each of them in full", report.timeline.actors)])


# ---------------------------------------------------------------------------------------------------- sources


def sources(report: Report) -> Markup:
    """Every source under its number, and which of them repeat one statement."""
    found = report.timeline.sources
    if not found:
        return EMPTY
    roots = {source.root.id for source in found}
    counted = f"{plural(len(found), 'source')}, of which {len(roots)} independent"
    copies: dict[str, list[ce.Source]] = {}
    for source in found:
        if source.repeats is not None:
            copies.setdefault(source.root.id, []).append(source)
    shown = [
        el("li", list(_source(report, source, copies.get(source.id, []))), id=f"r-{source.id}")
        for source in found
    ]
    return join(
        [
            el("p", f"{counted}: a copy of a statement is no second witness."),
            el("ol", shown, class_="sources"),
        ]
    )


def _source(report: Report, source: ce.Source, copies: list[ce.Source]) -> Iterator[Markup]:
    publisher = join([", ", name(source.publisher)]) if source.publisher else EMPTY
    title = link(source.url, name(source.title)) if source.url else name(source.title)
    yield el("span", f"[{report.numbers[source.id]}] ", class_="number")
    yield join([el("span", title, class_="title"), publisher])
    hidden = {"title", "publisher", "url", "summary", "note"}
    parts = [
        join(["archived copy: ", link(source.archive_url, "opens elsewhere")])
        if source.archive_url
        else EMPTY,
        join(["repeated by", report.marks(copies)]) if copies else EMPTY,
        join(["repeats", report.marks([source.repeats])]) if source.repeats else EMPTY,
        name(source.summary) if source.summary else EMPTY,
        join(["note: ", name(source.note)]) if source.note else EMPTY,
    ]
    remarks = join((part for part in parts if part), "; ")
    yield el("div", remarks, class_="remarks") if remarks else EMPTY
    yield details(report, source, without=frozenset(hidden | {"archive_url", "repeats"}))


# ---------------------------------------------------------------------------------------------------- about


def about(report: Report, notices: tuple[Markup, ...]) -> Markup:
    """What holds for the page as a whole."""
    timeline = report.timeline
    facts = [
        ("Last revised", el("time", day_words(timeline.revised), datetime=timeline.revised.isoformat())),
        ("Days are civil days in", name(timeline.timezone) if timeline.timezone else EMPTY),
        ("Licence of the data", name(timeline.licence) if timeline.licence else EMPTY),
        *extra_rows(timeline.extra),
    ]
    rows = [el("div", el("dt", words), el("dd", shown)) for words, shown in facts if shown]
    return join([el("dl", rows), *(el("p", notice) for notice in notices if notice)])
