"""The page of formats by features, and the other tables that are made from a run of the kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import coalition_events as ce

from . import builtin
from .features import Extent, Seen, declared, observed, seen_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .subject import Subject

_SIGNS: Final = {Extent.FULL: "full", Extent.PART: "part", Extent.NONE: "no"}
_PAGE: Final = """\
# Formats by features

What each format holds of a timeline, as the [conformance kit](../how-to/test-an-exporter.md) saw it: it exports pairs
of timelines that differ in one feature only and compares the bytes. Each format runs with the defaults of its options.
This page is made by `python -m coalition_events.testing --table FORMAT...`, and a test fails when it is out of date.

- **full**: the feature came through wherever it can stand; the exporter names it in `carries`
- **part**: it came through in some fields or for some records, and was reported as lost in the others; the exporter
  names it in `partly`
- **no**: it came through nowhere, and was reported as lost

The features are explained in the [exporter contract](exporter-contract.md#features), the formats in
[formats](formats.md). Nothing is lost in silence: a format that does so fails the kit.

"""


def extents(subject: Subject) -> dict[ce.Feature, Extent]:
    """How much of each feature a format holds."""
    return {feature: observed(subject, feature) for feature in ce.Feature}


def feature_lines(subject: Subject) -> Iterable[str]:
    """What was seen of each feature, with the number of pairs for each way in which a difference may end."""
    for feature in ce.Feature:
        results = seen_of(subject, feature)
        counts = [(result, sum(found is result for _, found in results)) for result in Seen]
        told = ", ".join(f"{count} {result.value}" for result, count in counts if count)
        yield f"{feature:18} {observed(subject, feature):5} {declared(subject, feature):8} {told}"


def feature_data(subject: Subject) -> dict[str, dict[str, object]]:
    """The same for programs: by feature, the extent, the field in which it is declared, and every pair."""
    return {
        str(feature): {
            "extent": str(observed(subject, feature)),
            "declared": declared(subject, feature),
            "pairs": {pair.name: result.value for pair, result in results},
        }
        for feature in ce.Feature
        for results in [seen_of(subject, feature)]
    }


def page(formats: Iterable[str] = ()) -> str:
    """The page, for these formats or for all built-in ones."""
    names = list(formats) or [info.name for info in ce.formats() if info.builtin]
    return page_of(list(map(builtin.subject, names)))


def page_of(subjects: Sequence[Subject]) -> str:
    """The page of what was, or is now, seen of these formats."""
    found = [extents(subject) for subject in subjects]
    names = [f"`{subject.info.name}`" for subject in subjects]
    rows = [["feature", *names], ["---"] * (len(names) + 1)]
    rows += [[f"`{feature}`", *(_SIGNS[columns[feature]] for columns in found)] for feature in ce.Feature]
    return _PAGE + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def differences(kept: str, made: str) -> Iterator[str]:
    """What is out of date on the page that is ``kept``; it may have columns of formats that were not ``made`` now."""
    if _words(kept) != _words(made):
        yield "the text or the list of features"
    columns = _columns(kept)
    for name, signs in _columns(made).items():
        if name not in columns:
            yield f"there is no column {name}"
        yield from (
            f"{name}: {feature} is {sign}, the page has {there}"
            for (feature, sign), there in zip(signs.items(), columns.get(name, {}).values(), strict=False)
            if sign != there
        )


def _words(page: str) -> list[str]:
    """All but the columns of formats."""
    return [line.split(" | ")[0] for line in page.splitlines()]


def _columns(page: str) -> dict[str, dict[str, str]]:
    """By format, what stands beside each feature."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    head, _, *rows = [line.strip("| ").split(" | ") for line in lines]
    return {name: {row[0]: row[place] for row in rows} for place, name in enumerate(head) if place}
