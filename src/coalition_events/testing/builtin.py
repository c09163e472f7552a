"""What the authors of the built-in formats say of them to the kit, so that ``-m`` knows it too."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from .subject import Subject, find

if TYPE_CHECKING:
    from collections.abc import Mapping

_BOUNDS = ("earliest", "latest")


def stated_in_csv(data: bytes) -> bytes:
    """A table without its columns of bounds: ``earliest``, ``since_latest`` and their like."""
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    kept = [place for place, name in enumerate(header) if name.rpartition("_")[2] not in _BOUNDS]
    shown = io.StringIO()
    csv.writer(shown).writerows([row[place] for place in kept] for row in (header, *rows))
    return shown.getvalue().encode()


_SAID: Mapping[str, dict[str, Any]] = {
    # the words that RFC 5545 has no place for stand in SUMMARY, X-COALITION-EVENTS-EDTF has the date
    "ics": {"bounds": (r"DTSTART;VALUE=DATE:", r"DTEND;VALUE=DATE:")},
    "geojson": {
        "bounds": (
            r'"(?:start|end|earliest|latest)": "',
            r'"interval": \["',
            r'"interval": \["[^"]*", "',
            r'"interval": \[\s+"',
            r'"interval": \[\s+"[^"]*",\s+"',
        )
    },
    "csv": {"stated": stated_in_csv},
}


def subject(name: str, **given: Any) -> Subject:  # noqa: ANN401 - the arguments of a subject
    """The subject for a format; what is not ``given`` of a built-in one is taken from here."""
    info = find(name)
    return Subject(info, **{**(_SAID.get(info.name, {}) if info.builtin else {}), **given})
