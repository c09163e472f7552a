"""What a format was seen to hold, pair by pair, and whether that is what it says in ``carries`` and ``partly``."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final

import coalition_events as ce

from .scene import SCENE
from .subject import Skipped, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .pairs import Pair

_SHOWN: Final = 5  # pairs that a message names


class Seen(enum.Enum):
    """What became of the difference between the two timelines of a pair."""

    CARRIED = "carried"
    """The bytes differ, and nothing is said to be lost."""
    REPORTED = "reported"
    """The format says that it lost this feature, be it that the bytes differ."""
    WITH_FIELD = "with its field"
    """The bytes are equal; the format says that it dropped the whole field, whatever stood in it."""
    SILENT = "silent"
    """The bytes are equal, and nothing is said."""
    OPEN = "open"
    """The pair that this one needs has equal bytes itself, so nothing is proved."""


class Extent(enum.StrEnum):
    """How much of a feature a format holds."""

    FULL = "full"
    PART = "part"
    NONE = "none"


_FIELDS: Final = ("carries", "partly")
_SAYING: Final = {Extent.FULL: "carries", Extent.PART: "partly", Extent.NONE: ""}
"""Where an exporter names what is held to that extent."""


def seen(subject: Subject, pair: Pair, options: Mapping[str, Any]) -> Seen:
    """Export both sides of a pair and compare."""
    one, other = subject.sides(pair, options)
    owner = "" if pair.record == SCENE else pair.record
    losses = [
        loss for loss in (*one.losses, *other.losses) if loss.record == owner and _key(loss) == pair.key
    ]
    if any(loss.feature is pair.feature for loss in losses):
        return Seen.REPORTED
    if one.data != other.data:
        return Seen.CARRIED
    whole = {ce.feature_of(pair.section, pair.key), ce.Feature.ABSENCE}
    if any(loss.field == pair.key and loss.feature in whole and loss.action == "dropped" for loss in losses):
        return Seen.WITH_FIELD
    return Seen.SILENT


def _key(loss: ce.Loss) -> str:
    return loss.field.partition(".")[0].removesuffix("[]")


def seen_of(
    subject: Subject, feature: ce.Feature, options: Mapping[str, Any] | None = None
) -> list[tuple[Pair, Seen]]:
    """Every pair of a feature with what was seen of it."""
    return list(_seen_of(subject, feature, options or {}))


def _seen_of(
    subject: Subject, feature: ce.Feature, options: Mapping[str, Any]
) -> Iterator[tuple[Pair, Seen]]:
    named = {pair.name: pair for pair in subject.pairs}
    for pair in subject.pairs:
        if pair.feature is not feature:
            continue
        if pair.needs:
            one, other = subject.sides(named[pair.needs], options)
            if one.data == other.data:
                yield pair, Seen.OPEN
                continue
        yield pair, seen(subject, pair, options)


def extent(results: list[tuple[Pair, Seen]]) -> Extent:
    """How much of a feature is held: in full if no pair of it was lost, and one at least came through."""
    found = {result for _, result in results}
    if Seen.CARRIED not in found:
        return Extent.NONE
    return Extent.PART if found & {Seen.REPORTED, Seen.SILENT} else Extent.FULL


def check_feature(subject: Subject, feature: ce.Feature) -> None:
    """Whatever differs between two timelines differs in the output or is reported, and the exporter says the same."""
    if (reason := subject.exclusions.get(feature)) is not None:
        _check_exclusion(subject, feature, reason)
        raise Skipped(reason)
    results = seen_of(subject, feature)
    faults = _silences(results, "")
    for options in subject.variants():
        words = ", ".join(f"{name}={value}" for name, value in options.items())
        faults += _silences(seen_of(subject, feature, options), f" with {words}")
    if faults:
        raise AssertionError(
            f"lost in silence: two timelines that differ in {'; in '.join(faults)} give the same bytes, and no loss "
            "was reported for that record, field and feature. Show it, or call request.lost()"
        )
    if not subject.options:  # what is held is said of the options' defaults
        _check_declared(subject, feature, results)


def _check_exclusion(subject: Subject, feature: ce.Feature, reason: str) -> None:
    if not reason.strip():
        raise AssertionError(f"{feature} is excluded without a reason")
    if said := declared(subject, feature):
        raise AssertionError(
            f"{feature} is excluded ({reason}), but {said!r} names it: take it out of one of them"
        )


def declared(subject: Subject, feature: ce.Feature) -> str:
    """In which field the exporter names a feature: ``carries``, ``partly``, or neither."""
    return next((name for name in _FIELDS if feature in getattr(subject.exporter, name)), "")


def _silences(results: list[tuple[Pair, Seen]], words: str) -> list[str]:
    silent = [pair.name for pair, result in results if result is Seen.SILENT]
    return [f"{_listed(silent)}{words}"] if silent else []


def observed(subject: Subject, feature: ce.Feature) -> Extent:
    """How much of a feature is held, by the pairs and by the full sample: in full if neither lost any of it."""
    found = extent(seen_of(subject, feature))
    return Extent.PART if found is Extent.FULL and subject.losses_of_sample(feature) else found


def _check_declared(subject: Subject, feature: ce.Feature, results: list[tuple[Pair, Seen]]) -> None:
    said, found = declared(subject, feature), observed(subject, feature)
    if said == _SAYING[found]:
        return
    lost = [pair.name for pair, result in results if result is Seen.REPORTED]
    lost += [f"{loss.record}.{loss.field} of the full sample" for loss in subject.losses_of_sample(feature)]
    if found is Extent.NONE:
        raise AssertionError(
            f"{said!r} names {feature}, but no field in which it could stand is in the output"
        )
    if found is Extent.FULL:
        raise AssertionError(
            f"{feature} came through in every probe and no loss was reported, but 'carries' does not name it. Name "
            "it there and nowhere else, or report the loss of which the probes don't know"
        )
    if said:
        raise AssertionError(
            f"'carries' names {feature}, but {_listed(lost)} is reported as lost. Name it in 'partly': 'carries' has "
            "what is held for every record and every claim"
        )
    raise AssertionError(
        f"some of {feature} came through, and {_listed(lost)} is reported as lost, but 'partly' does not name it"
    )


def _listed(names: list[str]) -> str:
    shown = [f"({name})" for name in names[:_SHOWN]]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return "; ".join(shown) + more
