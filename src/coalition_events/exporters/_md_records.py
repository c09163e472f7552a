"""The briefing's sections on what there is: phases, bases, agreements, provisions, numbers, statements, names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from coalition_events import (
    Absence,
    Actor,
    Agreement,
    Alias,
    Base,
    CitedRecord,
    Claims,
    Count,
    Event,
    Figure,
    Milestone,
    Phase,
    Provision,
    Statement,
    Status,
    Timeline,
    Values,
    describe_kind,
    describe_number,
)

from ._md_text import (
    DISPUTES,
    Briefing,
    best_words,
    capital,
    claim_text,
    dated_lines,
    differing,
    esc,
    field_lines,
    label,
    labels,
    labels_lines,
    listed,
    plain_value,
    remark_lines,
    table,
    value_text,
    valued_lines,
    words,
)

NOBODY = "nobody"
NO_END = "no end"
NO_PLACE = "no one place"
NO_SITE = "none that is known"


def _entry(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading of the third level and its list."""
    yield f"### {title}"
    yield ""
    found = list(lines)
    yield from found
    if found:
        yield ""


def _cited(briefing: Briefing, record: CitedRecord) -> Iterator[str]:
    found = [briefing.whole_marks(record), briefing.field_marks(record)]
    yield from field_lines("Sources", "; ".join(part for part in found if part))


# ---------------------------------------------------------------------------------------------------- phases


def phases(briefing: Briefing) -> Iterator[str]:
    """Each phase: plan and outcome, area, and the agreements on which it rests."""
    for phase in sorted(briefing.timeline.phases, key=lambda phase: phase.ordinal):
        final = " (final phase)" if phase.final else ""
        yield from _entry(f"{phase.ordinal}\\. {label(phase)}{final}", _phase_lines(briefing, phase))


def _phase_lines(briefing: Briefing, phase: Phase) -> Iterator[str]:
    yield from field_lines("Area", esc(phase.area))
    yield from field_lines("Coordinated from", esc(phase.coordinated_from))
    yield from labels_lines("Under", phase.under)
    if phase.start:
        yield from dated_lines(briefing, "Start", phase.start)
    else:
        yield "- Start: not stated"
    if phase.end:
        yield from dated_lines(briefing, "End", phase.end, NO_END)
    else:
        yield "- End: not stated"
    yield from field_lines("Planned end", _plans_beside_an_outcome(phase.end))
    yield from dated_lines(briefing, "Called off", phase.cancelled, "no")
    yield from remark_lines(phase)
    yield from _cited(briefing, phase)


def _plans_beside_an_outcome(claims: Claims) -> str:
    """The different plans, where the one date that is shown is an outcome and the plans stand elsewhere."""
    if not claims.actual or not differing(claims):
        return ""
    return listed(list(dict.fromkeys(words(claim.date) for claim in claims.planned)), "or")


# ---------------------------------------------------------------------------------------------------- bases


def bases(briefing: Briefing) -> Iterator[str]:
    """A table of the bases, then what more is known of each."""
    happened: dict[str, list[Event]] = {}
    for event in briefing.timeline.events():
        for base in event.bases if isinstance(event.record, Milestone) else ():
            happened.setdefault(base.id, []).append(event)
    header = ("Base", "Where", "First holder", "What happened")
    yield from table(header, (_base_row(briefing, base, happened) for base in briefing.timeline.bases))
    for base in briefing.timeline.bases:
        if lines := list(_base_lines(briefing, base)):
            yield f"- **{label(base)}**"
            yield from (f"  {line}" for line in lines)
    yield ""


def _base_row(briefing: Briefing, base: Base, happened: dict[str, list[Event]]) -> tuple[str, ...]:
    about = [
        text
        for text in (describe_kind(base.kind), f"part of {label(base.part_of)}" if base.part_of else "")
        if text
    ]
    what = f" ({', '.join(about)})" if about else ""
    name = f"**{label(base)}**{what}{briefing.whole_marks(base)}"
    events = "; ".join(_happened(briefing, event) for event in happened.get(base.id, ()))
    return name, _where(briefing, base), _valued_cell(briefing, base.holder, NOBODY), events


def _where(briefing: Briefing, base: Base) -> str:
    parts = [base.region, _country(briefing.timeline, base.country)]
    if base.location.stated_absence is Absence.UNKNOWN:
        parts.append("place not known")
    else:
        parts.append(_valued_cell(briefing, base.location, NO_PLACE))
    if base.candidates:
        parts.append(f"not identified; it may be {_valued_cell(briefing, base.candidates, NO_SITE)}")
    return ", ".join(part for part in parts if part)


def _valued_cell(briefing: Briefing, values: Values[Any], none: str) -> str:
    """The one claim in full; of several, the values that they name."""
    if len(values) == 1:
        return value_text(briefing, next(iter(values)), none)
    if not values:
        return ""
    named = listed([plain_value(value, none) for value in values.distinct], "or")
    return f"{named} (sources differ)" if values.disputed else named


def _country(timeline: Timeline, code: str) -> str:
    """The name of a state in this timeline that has the code, and the code; else the code alone."""
    names = [
        label(actor) for actor in timeline.actors if code and actor.country == code and actor.kind == "state"
    ]
    return f"{names[0]} ({code})" if names else code


def _happened(briefing: Briefing, event: Event) -> str:
    status = briefing.status(event)
    parts = [str(status)] if status in _WORTH_SAYING else []
    if differing(event.when):
        parts.append("sources differ")
    state = f" ({', '.join(parts)})" if parts else ""
    return f"{briefing.title(event)}: {best_words(event.when, 'did not happen')}{state}"


_WORTH_SAYING = (Status.OVERDUE, Status.CANCELLED)  # the others show in the date and its basis


def _base_lines(briefing: Briefing, base: Base) -> Iterator[str]:
    """What the table doesn't say: other names, identifiers, and claims with more to them than a value."""
    yield from field_lines("Also called", _aliases(base.aliases))
    yield from field_lines("Identifiers", _identifiers(base))
    for name, values, none in (
        ("Place", base.location, NO_PLACE),
        ("It may be", base.candidates, NO_SITE),
        ("First holder", base.holder, NOBODY),
    ):
        if len(values) > 1 and not values.disputed:
            yield from valued_lines(briefing, name, values, none)
    yield from remark_lines(base)
    yield from field_lines("Sources", briefing.field_marks(base))


def _aliases(aliases: Iterable[Alias]) -> str:
    return "; ".join((f"{alias.language}: " if alias.language else "") + esc(alias.text) for alias in aliases)


def _identifiers(record: Base | Actor) -> str:
    return "; ".join(
        f"{esc(scheme)} {words(text, 'has none') if isinstance(text, Absence) else esc(text)}"
        for scheme, text in record.identifiers
    )


# ---------------------------------------------------------------------------------------------------- agreements


def agreements(briefing: Briefing) -> Iterator[str]:
    """Each agreement: parties, and from when to when."""
    for agreement in briefing.timeline.agreements:
        yield from _entry(label(agreement), _agreement_lines(briefing, agreement))


def _agreement_lines(briefing: Briefing, agreement: Agreement) -> Iterator[str]:
    yield from field_lines("Kind", describe_kind(agreement.kind))
    yield from labels_lines("Parties", agreement.parties)
    yield from dated_lines(briefing, "Signed or issued", agreement.signed)
    yield from dated_lines(briefing, "In force", agreement.in_force)
    yield from dated_lines(briefing, "Ends", agreement.ends, NO_END)
    yield from dated_lines(briefing, "Called off", agreement.cancelled, "no")
    yield from remark_lines(agreement)
    yield from _cited(briefing, agreement)


def provisions(briefing: Briefing) -> Iterator[str]:
    """Each provision: what it permits, obliges, plans or intends, for whom, where and on what condition."""
    for provision in briefing.timeline.provisions:
        modality = f"**{capital(describe_kind(provision.modality))}**: " if provision.modality else ""
        yield f"- {modality}{label(provision)}{briefing.whole_marks(provision)}"
        yield from (f"  {line}" for line in _provision_lines(briefing, provision))
    yield ""


def _provision_lines(briefing: Briefing, provision: Provision) -> Iterator[str]:
    yield from field_lines("Condition", esc(provision.condition))
    yield from labels_lines("For", provision.actors)
    yield from labels_lines("Where", provision.bases)
    yield from labels_lines("In", provision.phases)
    yield from field_lines("Under", label(provision.under) if provision.under else "")
    yield from dated_lines(briefing, "In force", provision.in_force)
    yield from dated_lines(briefing, "Ends", provision.ends, NO_END)
    yield from dated_lines(briefing, "Called off", provision.cancelled, "no")
    yield from remark_lines(provision)
    yield from field_lines("Sources", briefing.field_marks(provision))


# ---------------------------------------------------------------------------------------------------- numbers


def counts(briefing: Briefing) -> Iterator[str]:
    """Each stated number as it was stated, never expanded to the records that are known."""
    for count in briefing.timeline.counts:
        yield from _entry(label(count), _count_lines(briefing, count))


def _count_lines(briefing: Briefing, count: Count) -> Iterator[str]:
    for figure in count.values:
        yield f"- **{capital(describe_number(figure.number))}**: {_figure(briefing, figure)}"
    yield from field_lines("Counted", esc(count.counted))
    yield from field_lines("From", label(count.from_) if count.from_ else "")
    yield from field_lines("To", label(count.to) if count.to else "")
    yield from field_lines("Area", esc(count.area))
    yield from labels_lines("Known to be among them", count.members)
    yield from remark_lines(count)
    yield from _cited(briefing, count)


def _figure(briefing: Briefing, figure: Figure) -> str:
    if figure.date is Absence.LEFT_OUT:
        return claim_text(briefing, figure).replace("not stated", "no date stated", 1)
    return claim_text(briefing, figure)


# ---------------------------------------------------------------------------------------------------- statements


def statements(briefing: Briefing) -> Iterator[str]:
    """Judgements, threats and interests, by those who state them."""
    found: dict[str, list[Statement]] = {}  # by id: two speakers may have one name
    for statement in briefing.timeline.statements:
        found.setdefault(statement.by.id if statement.by else "", []).append(statement)
    for said in found.values():
        speaker = label(said[0].by) if said[0].by else "In the publication's own voice"
        yield from _entry(
            speaker, (line for statement in said for line in _statement_lines(briefing, statement))
        )


def _statement_lines(briefing: Briefing, statement: Statement) -> Iterator[str]:
    said = f" ({words(statement.said)})" if statement.said is not None else ""
    yield f"- {esc(statement.text)}{said}{briefing.whole_marks(statement)}"
    details = labels_lines("About", statement.about)
    if statement.contradicts:
        details.append(f"- Cannot stand with: {labels(statement.contradicts)}; see “{DISPUTES}”")
    details += [*remark_lines(statement), *field_lines("Sources", briefing.field_marks(statement))]
    yield from (f"  {line}" for line in details)


# ---------------------------------------------------------------------------------------------------- names


def actors(briefing: Briefing) -> Iterator[str]:
    """Who is who: other names, belonging, leaders."""
    header = ("Who", "What", "Also called", "Belongs to", "Led by", "More")
    yield from table(header, (_actor_row(briefing, actor) for actor in briefing.timeline.actors))


def _actor_row(briefing: Briefing, actor: Actor) -> tuple[str, ...]:
    what = ", ".join(part for part in (describe_kind(actor.kind), esc(actor.country)) if part)
    more = [_identifiers(actor)] if actor.identifiers else []
    more += [line.removeprefix("- ") for line in remark_lines(actor)]
    more += [line.removeprefix("- ") for line in field_lines("Sources", briefing.field_marks(actor))]
    return (
        f"**{label(actor)}**{briefing.whole_marks(actor)}",
        what,
        _aliases(actor.aliases),
        label(actor.part_of) if actor.part_of else "",
        label(actor.led_by) if actor.led_by else "",
        "; ".join(more),
    )


Section = Callable[[Briefing], Iterator[str]]
