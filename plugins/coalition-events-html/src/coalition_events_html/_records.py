"""All that is recorded of a record, field by field in the order of the file: nothing is chosen, nothing missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Absence,
    Alias,
    CitedRecord,
    Claims,
    Form,
    Milestone,
    Record,
    Timeline,
    Value,
    Values,
    describe_kind,
    described,
    every_key,
    whole_claims,
)

from ._markup import EMPTY, Markup, el, items, join, link, listed, name
from ._words import (
    NONE_WORDS,
    Report,
    claim_words,
    date_words,
    day_element,
    record_link,
    record_links,
    value_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KEY_WORDS: Final = {
    "when": "date",
    "under": "rests on",
    "part_of": "part of",
    "led_by": "led by",
    "coordinated_from": "coordinated from",
    "in_force": "in force",
    "final": "final phase",
    "ordinal": "number",
    "by": "said by",
    "said": "said on",
    "passes": "what passes",
    "holder": "first holder",
    "candidates": "it may be",
    "actors": "with",
    "bases": "where",
    "members": "known to be among them",
    "cancelled": "called off",
    "cite": "sources",
    "archive_url": "archived copy",
    "url": "address",
    "revised": "entry revised",
    "contradicts": "cannot stand with",
    "values": "stated",
    "accessed": "read on",
    "repeats": "repeats",
}


def carried(timeline: Timeline) -> dict[str, frozenset[str]]:
    """What the page holds, by section, as the loss ledger spells it: every field whose form this module can show."""
    found = every_key()
    kinds: dict[str, type] = {record.section: type(record) for record in timeline.records()}
    kinds["timeline"] = Timeline
    for section, cls in kinds.items():
        unshown = (description.key for _, description in described(cls) if description.form not in _SHOWN)
        found[section] -= whole_claims(*unshown)
    return found


def key_words(key: str) -> str:
    """What a field is called on the page."""
    return _KEY_WORDS.get(key, key.replace("_", " "))


def details(report: Report, record: Record, *, without: frozenset[str] = frozenset()) -> Markup:
    """Every filled field of a record as a list of terms."""
    rows = [
        el("div", el("dt", words), el("dd", shown))
        for words, shown in _rows(report, record, without)
        if shown
    ]
    return el("dl", rows) if rows else EMPTY


def entry(report: Report, record: Record, title: Markup | None = None) -> Markup:
    """A record that can be opened, under the address to which all links to it lead."""
    inner = details(report, record) or el("p", "Nothing more is recorded.")
    return el(
        "details", el("summary", title or name(record.label)), inner, id=f"r-{record.id}", class_="record"
    )


def entries(report: Report, title: str, records: tuple[Record, ...]) -> Markup:
    """All records of a kind, each to be opened."""
    if not records:
        return EMPTY
    return join([el("h3", title), [entry(report, record) for record in records]])


def _rows(report: Report, record: Record, without: frozenset[str]) -> Iterator[tuple[str, Markup]]:
    for attribute, description in described(type(record)):
        value = getattr(record, attribute)
        if description.key not in without and _filled(record, attribute, value):
            show = _SHOWN.get(description.form)
            yield key_words(description.key), show(report, description.key, value) if show else EMPTY
    yield from extra_rows(record.extra)


def extra_rows(extra: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, Markup]]:
    """The keys that begin with ``x-``, each with its value as JSON."""
    for key, value in extra:
        yield key, el("code", value)


def _filled(record: Record, attribute: str, value: object) -> bool:
    if attribute == "passes" and isinstance(record, Milestone):
        return value != record.usual_passes or bool(value)
    if isinstance(value, Absence):
        return True
    return value is not None and value is not False and value not in ("", ()) and (bool(value) or value == 0)


# ---------------------------------------------------------------------------------------------------- forms


def _text(_report: Report, key: str, value: str) -> Markup:
    if key in {"url", "archive_url"}:
        return link(value, value)
    return name(value)


def _number(_report: Report, _key: str, value: float) -> Markup:
    return join([repr(value)])


def _switch(_report: Report, _key: str, value: bool) -> Markup:  # noqa: FBT001 - a field's value
    return join(["yes" if value else "no"])


def _word(_report: Report, _key: str, value: str) -> Markup:
    return join([describe_kind(value)])


def _words(_report: Report, _key: str, value: tuple[str, ...]) -> Markup:
    return listed(map(describe_kind, value)) or join(["nothing"])


def _reference(_report: Report, _key: str, value: Record) -> Markup:
    return record_link(value)


def _references(_report: Report, _key: str, value: tuple[Record, ...]) -> Markup:
    return record_links(value)


def _aliases(_report: Report, _key: str, value: tuple[Alias, ...]) -> Markup:
    return join(
        (
            join([name(alias.text, alias.language), f" ({alias.language})" if alias.language else ""])
            for alias in value
        ),
        "; ",
    )


def _identifiers(_report: Report, _key: str, value: tuple[tuple[str, str | Absence], ...]) -> Markup:
    shown = (
        join([name(scheme), " ", date_words(held, "has none") if isinstance(held, Absence) else name(held)])
        for scheme, held in value
    )
    return join(shown, "; ")


def _claims(report: Report, key: str, value: Claims) -> Markup:
    none = NONE_WORDS.get(key, "none")
    if not value.items:
        return date_words(value.stated_absence, none)
    return items((claim_words(report, claim, none) for claim in value), class_="claims")


def _values(report: Report, key: str, value: Values[Any]) -> Markup:
    none = NONE_WORDS.get(key, "none")
    if not value.items:
        return date_words(value.stated_absence, none)
    return items((value_words(report, claim, none) for claim in value), class_="claims")


def _figures(report: Report, _key: str, value: tuple[Any, ...]) -> Markup:
    return items((claim_words(report, figure) for figure in value), class_="claims")


def _cites(report: Report, _key: str, value: tuple[Any, ...]) -> Markup:
    shown = (
        join([f"{key_words(item.field)}:" if item.field else "", report.marks(item.sources)])
        for item in value
    )
    return join(shown, "; ")


_SHOWN: Final[dict[Form, Callable[[Report, str, Any], Markup]]] = {
    Form.TEXT: _text,
    Form.NUMBER: _number,
    Form.INTEGER: _number,
    Form.BOOLEAN: _switch,
    Form.WORD: _word,
    Form.WORDS: _words,
    Form.DAY: lambda _report, _key, value: day_element(value),
    Form.DATE: lambda _report, key, value: date_words(value, "never" if key == "published" else "none"),
    Form.REFERENCE: _reference,
    Form.REFERENCES: _references,
    Form.ALIASES: _aliases,
    Form.IDENTIFIERS: _identifiers,
    Form.DATED: _claims,
    Form.VALUED: _values,
    Form.FIGURES: _figures,
    Form.CITES: _cites,
}


def claim_or_value(report: Report, claim: Any, key: str) -> Markup:  # noqa: ANN401 - a claim or a value
    """One claim of a field, whichever sort it is."""
    none = NONE_WORDS.get(key, "none")
    if isinstance(claim, Value):
        return value_words(report, claim, none)
    return claim_words(report, claim, none)


def whole_marks(report: Report, record: Record) -> Markup:
    """The marks of the sources for all that a record says."""
    if not isinstance(record, CitedRecord):
        return EMPTY
    return join(report.marks(citation.sources) for citation in record.cites if not citation.field)
