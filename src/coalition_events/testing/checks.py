"""The table of all checks: each is a function of a subject that raises an AssertionError with the whole story."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import attrs

import coalition_events as ce

from . import metadata, parted, running, texts
from .features import check_feature
from .subject import Skipped, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen
class Check:
    """A check: its name, what it asks, and the function that asks it."""

    name: str
    about: str
    run: Callable[[Subject], None]


@attrs.frozen
class Result:
    """What came of a check. ``reason``: why it failed or was skipped, else empty."""

    check: Check
    outcome: str
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Whether it did not fail."""
        return self.outcome != FAILED


PASSED: Final = "ok"
FAILED: Final = "FAIL"
SKIPPED: Final = "skipped"

_FUNCTIONS: Final = (
    metadata.check_loads,
    metadata.check_metadata,
    metadata.check_media_type,
    metadata.check_description,
    metadata.check_imports,
    running.check_empty,
    running.check_minimal,
    running.check_full,
    running.check_many,
    running.check_losses,
    parted.check_parts,
    running.check_same_twice,
    running.check_same_elsewhere,
    running.check_input_unchanged,
    running.check_clock,
    running.check_environment,
    running.check_files,
    running.check_network,
    running.check_processes,
    running.check_options,
    running.check_bad_options,
    running.check_errors,
    texts.check_hostile_texts,
    texts.check_titles,
    texts.check_days,
)


def _check(function: Callable[[Subject], None]) -> Check:
    name = function.__name__.removeprefix("check_").replace("_", "-")
    about = (function.__doc__ or "").partition("\n")[0]
    return Check(name, about, function)


def _feature_check(feature: ce.Feature) -> Check:
    about = f"What differs in {feature} differs in the output or is reported, and the exporter says the same."
    return Check(f"feature:{feature}", about, functools.partial(check_feature, feature=feature))


CHECKS: Final = (*map(_check, _FUNCTIONS), *map(_feature_check, ce.Feature))
"""All of them; the first asks whether the exporter can be loaded, and without that the others can't be asked."""


def results(subject: Subject) -> Iterator[Result]:
    """Run every check, one after another; only the first if the exporter can't be loaded."""
    for check in CHECKS:
        result = run(check, subject)
        yield result
        if check is CHECKS[0] and not result.passed:
            return


def run(check: Check, subject: Subject) -> Result:
    """Run one check; an error of the host's about the exporter is a failure like any other."""
    try:
        check.run(subject)
    except Skipped as reason:
        return Result(check, SKIPPED, str(reason))
    except (AssertionError, ce.CoalitionEventsError) as error:
        return Result(check, FAILED, str(error))
    return Result(check, PASSED)
