"""The catalogue of probes: for every feature, pairs of timelines that differ in that feature only.

Read a row of the two parts as: in the record ``field``, the field ``name`` is "The First Name" in the one timeline and
"Another Name" in the other. A format that carries ``names`` gives other bytes for the two, or reports the name as lost.

Nearly all pairs swap one value for another of the same shape, so that a format that only counts or marks what is there
is found out. Records come twice, one that others need and one that stands alone, and so do claims: as the best one, and
as the one beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .probes_of_claims import OF_CLAIMS
from .probes_of_records import OF_RECORDS

if TYPE_CHECKING:
    from .pairs import Pair


def pairs() -> tuple[Pair, ...]:
    """Every pair of the catalogue, each made anew."""
    return tuple(pair for make in (*OF_CLAIMS, *OF_RECORDS) for pair in make())
