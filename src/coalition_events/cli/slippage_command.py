"""``slippage``: every plan against what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import coalition_events as ce
from coalition_events.cli.tables import table
from coalition_events.cli.text import load, plural, print_json

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Print the rows; returns the exit code."""
    slips = ce.slippage(load(options.source))
    if options.json:
        print_json([_as_data(slip) for slip in slips])
        return 0
    if not slips:
        print("nothing was planned")
        return 0
    rows = [[slip.event.id, _plan(slip), _actual(slip), late_in_words(slip)] for slip in slips]
    print(table(rows, ("event", "planned", "happened", "late")))
    return 0


def _as_data(slip: ce.Slip) -> dict[str, Any]:
    return {
        "event": slip.event.id,
        "plan": ce.to_value(slip.plan),
        "actual": [ce.to_value(claim) for claim in slip.reading.claims] if slip.reading else None,
        "shift": list(slip.shift),
        "late": list(slip.late) if slip.late else None,
        "outside": list(slip.outside),
        "first": slip.first,
        "newest": slip.newest,
    }


def _plan(slip: ce.Slip) -> str:
    """The plan, marked if it is the first or the newest of several."""
    words = ce.describe(slip.plan.date) if slip.plan.date else ""
    if slip.first is slip.newest:  # the only one, or one between
        return words
    return f"{words} ({'first' if slip.first else 'newest'} plan)"


def _actual(slip: ce.Slip) -> str:
    if slip.reading is None:
        return "not known to have happened"
    words = (ce.describe(claim.date) if claim.date else "never" for claim in slip.reading.claims)
    return "; ".join(dict.fromkeys(words))


def late_in_words(slip: ce.Slip) -> str:
    """How late, without more than is known: "late by at most 110 days, no lower bound"."""
    if slip.reading and not any(claim.date for claim in slip.reading.claims):
        return "it did not happen"
    if slip.late is None:
        return "no last day to miss"
    least, most = slip.late
    if slip.reading is None:
        return _outstanding(least)
    if least is not None and least == most:
        return _exactly(least)
    if most is None:
        return f"late by at least {plural(least, 'day')}" if least is not None and least > 0 else "not known"
    return "on time" if most <= 0 else f"late by at most {plural(most, 'day')}, {_lower(least)}"


def _outstanding(least: int | None) -> str:
    """Of what had not happened when the evidence ended; without that day nothing can be said."""
    if least is None:
        return "not known"
    return f"late by at least {plural(least, 'day')}, if at all" if least > 0 else "still open"


def _exactly(days: int) -> str:
    if days == 0:
        return "on the last day"
    return f"late by {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} before the last day"


def _lower(days: int | None) -> str:
    if days is None:
        return "no lower bound"
    return f"at least {plural(days, 'day')}" if days > 0 else "perhaps on time"
