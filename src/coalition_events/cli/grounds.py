"""On what an answer rests: its claims in short, each behind the milestone or the field that it stands in."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

import coalition_events as ce

if TYPE_CHECKING:
    from collections.abc import Iterable

AnyClaim: TypeAlias = "ce.Claim | ce.Value[Any]"
Place: TypeAlias = tuple[str, str]

_HEADS: Final = {"holder": "first holder", "in_force": "in force"}
_LEADS: Final = {"from": "from ", "to": "to ", "cancelled": "called off "}


class Places:
    """Where each claim of a timeline stands: the record's id and the key of the field.

    Claims of different fields may be equal, so they are told apart by what they are. A replay hides some sources of a
    claim, which makes another one of it: that one is found by all else that it says, if one place alone says so, or
    one in the record of the claim before it. An answer has the claims of a record side by side.
    """

    def __init__(self, timeline: ce.Timeline) -> None:
        self._rows = [row for row in ce.claim_rows(timeline) if row.claim is not None]
        self._exactly = {id(row.claim): (row.record.id, row.field) for row in self._rows}
        self._milestones = {milestone.id for milestone in timeline.milestones}

    @functools.cached_property
    def _alike(self) -> dict[AnyClaim, set[Place]]:
        found: dict[AnyClaim, set[Place]] = {}
        for row in self._rows:
            if row.claim is not None:
                found.setdefault(_bare(row.claim), set()).add((row.record.id, row.field))
        return found

    def _of(self, claim: AnyClaim, record: str) -> Place:
        """The place of a claim that follows one of ``record``; empty where it can't be told."""
        if id(claim) in self._exactly:
            return self._exactly[id(claim)]
        alike = self._alike.get(_bare(claim), set())
        found = [place for place in alike if place[0] == record] or [*alike]
        return found[0] if len(found) == 1 else ("", "")

    def in_words(self, key: str, claims: Iterable[AnyClaim]) -> str:
        """The claims beneath the row ``key``, those of one milestone or field together."""
        groups: dict[str, dict[str, None]] = {}
        owner = ""
        for claim in claims:
            owner, field = self._of(claim, owner)
            happening = owner in self._milestones
            head = owner if happening else _HEADS.get(field, field)
            groups.setdefault(head, {})[_words(claim, field, happening=happening)] = None
        told = [
            f"{head}: {', '.join(words)}" if head not in {"", key} else ", ".join(words)
            for head, words in groups.items()
        ]
        return f"rests on {'; '.join(told)}" if told else "rests on no claim"


def _bare(claim: AnyClaim) -> AnyClaim:
    return attrs.evolve(claim, cites=())


def _words(claim: AnyClaim, field: str, *, happening: bool) -> str:
    """A claim in short: the date in words or the value, with the sources' ids."""
    if not isinstance(claim, ce.Claim):
        what = str(ce.to_value(claim.value))
    elif claim.date:
        what = ce.describe(claim.date)
    elif claim.date is ce.Absence.UNKNOWN:
        what = "on a day that nobody knows"
    else:
        what = "did not happen" if happening else "never"
    basis = f"{claim.basis} " if isinstance(claim, ce.Claim) and claim.basis is not ce.Basis.ACTUAL else ""
    sources = f" [{', '.join(source.id for source in claim.cites)}]" if claim.cites else ""
    return f"{basis}{_LEADS.get(field, '')}{what}{sources}"
