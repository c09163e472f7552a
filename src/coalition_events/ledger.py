"""The loss ledger's walk: everything filled in a timeline that an exporter does not say it carries.

An exporter names what it carries once, as keys of the file by section, and this reports the rest record by record. So a
field that is added to the model is reported as lost by every format until the format carries it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from coalition_events.hookspecs import ExportRequest, Feature, LossAction
from coalition_events.model import Absence, Claim, Claims, Figure, Record, Value, Values
from coalition_events.model.fields import Form, described

_FEATURES: Final[Mapping[str, Feature]] = {
    **dict.fromkeys(("title", "name"), Feature.NAMES),
    "aliases": Feature.ALIASES,
    "kind": Feature.KINDS,
    **dict.fromkeys(("country", "region", "identifiers"), Feature.IDENTIFIERS),
    "location": Feature.LOCATIONS,
    "candidates": Feature.CANDIDATES,
    **dict.fromkeys(("holder", "from", "to", "passes"), Feature.HOLDERS),
    **dict.fromkeys(("part_of", "led_by"), Feature.PARTS),
    **dict.fromkeys(("parties", "actors", "bases"), Feature.PARTICIPANTS),
    **dict.fromkeys(("phases", "ordinal", "final", "area", "coordinated_from"), Feature.PHASES),
    **dict.fromkeys(("under", "agreements"), Feature.AGREEMENTS),
    **dict.fromkeys(("modality", "condition"), Feature.PROVISIONS),
    **dict.fromkeys(("when", "start", "end", "signed", "in_force", "ends", "date"), Feature.DATES),
    "cancelled": Feature.STATUS,
    **dict.fromkeys(("summary", "note"), Feature.NOTES),
    "revised": Feature.REVISIONS,
    **dict.fromkeys(("cite", "url"), Feature.SOURCES),
    **dict.fromkeys(
        ("publisher", "archive_url", "published", "accessed", "language", "reliability"), Feature.SOURCE_DETAILS
    ),
    "repeats": Feature.ROOTS,
    "as_written": Feature.WORDING,
    **dict.fromkeys(("by", "said"), Feature.SPEAKERS),
    "credibility": Feature.CREDIBILITY,
    "rank": Feature.RANK,
    "time": Feature.CLOCK_TIMES,
    "basis": Feature.BASIS,
    "number": Feature.COUNTS,
    "x-": Feature.EXTRA,
}
_OF_SECTION: Final = {"counts": Feature.COUNTS, "statements": Feature.STATEMENTS, "provisions": Feature.PROVISIONS}


def feature_of(section: str, key: str) -> Feature:
    """The feature to which a key of the file belongs: ``when.note`` of a milestone is ``notes``."""
    name = key.rpartition(".")[2]
    if section in _OF_SECTION and name in {"title", "text", "area", "values", "from", "to", "about", "members", "counted", "contradicts"}:
        return _OF_SECTION[section]
    return _FEATURES[name]


def report_uncarried(request: ExportRequest, carried: Mapping[str, Collection[str]]) -> None:
    """Report as dropped every filled value whose key is not among those carried.

    ``carried`` maps a section to the keys that the output holds. For a field with claims, ``when`` says that the best
    claim is shown, ``when[]`` that every claim is, and ``when.note`` that its claims' notes are.
    """
    for record in request.timeline.records():
        keys = carried.get(record.section, ())
        for key, feature in _lost_of(record, keys):
            request.lost(record, key, feature, LossAction.DROPPED)


def _lost_of(record: Record, carried: Collection[str]) -> Iterator[tuple[str, Feature]]:
    section = record.section
    for name, description in described(type(record)):
        value, key = getattr(record, name), description.key
        if isinstance(value, Claims | Values) or description.form is Form.FIGURES:
            yield from _lost_of_claims(value, section, key, carried)
        elif _filled(record, name, value) and key not in carried:
            yield key, feature_of(section, key)
    if record.extra and "x-" not in carried:
        for key, _ in record.extra:
            yield key, Feature.EXTRA


def _filled(record: Record, name: str, value: object) -> bool:
    if name == "passes":
        return value != getattr(record, "usual_passes", ())
    return value is not None and value != "" and value != () and value is not False


def _lost_of_claims(
    claims: Claims | Values[Any] | tuple[Figure, ...], section: str, key: str, carried: Collection[str]
) -> Iterator[tuple[str, Feature]]:
    if not claims:
        return
    if key not in carried and f"{key}[]" not in carried:
        yield key, feature_of(section, key)
    elif f"{key}[]" not in carried and len(claims) > 1:
        yield key, Feature.ALTERNATIVES
    if isinstance(claims, Claims | Values) and claims.stated_absence is not Absence.LEFT_OUT and key not in carried:
        yield key, Feature.ABSENCE
    for claim in claims:
        for attribute in _filled_attributes(claim):
            path = f"{key}.{attribute}"
            if path not in carried:
                yield path, feature_of("", attribute)


def _filled_attributes(claim: Claim | Value[Any]) -> Iterator[str]:
    for name, description in described(type(claim)):
        if name == "number":
            continue
        value = getattr(claim, name)
        if value not in {"", None, (), "normal", "actual"}:
            yield description.key
