"""iCalendar (RFC 5545, RFC 7986): an all-day entry for each dated event, moved in place by later editions.

What it promises:

- No entry stands on a day that nobody stated without words in its title that say so. A month fills its days;
  whatever is wider than 31 days or open on one side is one marker, and each marker is reported.
- The same event keeps its UID in every edition; SEQUENCE, DTSTAMP and LAST-MODIFIED come from the day on
  which its record was revised. There is no clock and no METHOD.
- Entries take no time in anybody's day (TRANSP:TRANSPARENT) and ring no bell, unless ``alarms`` asks for it.
- The two ends of a phase, and the end of one phase and the start of the next, are each other's siblings.
  RFC 9253 has FINISHTOSTART for "can't start before that is finished", but no source says so, and nothing
  here infers one from the other.

Nearly all is held in part only: for every record that has an entry and for what entries name. A record that
has none (an undated provision, a base where nothing happens) is reported with all that it holds.

Without any entry the calendar is written all the same, empty. RFC 5545, 3.6, asks for one component; but a
subscribed address that stops being a calendar leaves the old entries standing in the subscriber's.

The values and lines that every entry has are made by ``_ics_values`` and ``_ics_lines``, because the ``icalendar``
package leaves NAME and X- properties unescaped, forgets ``VALUE=DURATION``, folds within escapes, and takes ten times
as long; a test holds them to its bytes. What an option asks for is made with the package itself.
"""

from __future__ import annotations

import datetime as dt
import functools
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import attrs

from coalition_events import (
    Basis,
    Event,
    Exporter,
    ExportRequest,
    Feature,
    LossAction,
    OptionError,
    Parts,
    Status,
    Timeline,
    describe,
    hookimpl,
    option,
    parse_date,
    textsafe,
    whole,
)

from ._ics_claims import Told, position
from ._ics_days import place
from ._ics_entry import Entry
from ._ics_lines import content_line
from ._ics_losses import report_losses
from ._ics_text import Description
from ._ics_title import date_words, title
from ._ics_values import day, escaped, midnight, sequence, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Base

PRODID: Final = "-//coalition-events//coalition-events//EN"
"""Without a version: a release must not change every calendar (RFC 5545, 3.7.3)."""

_EACH_DAY: Final = b"P1D"
_IMPRECISE: Final = ("span", "edge", "skip")
_CANCELLED: Final = ("keep", "drop")
_CARRIES: Final = (Feature.DATE_MARKS, Feature.ALTERNATIVES)
_NOWHERE: Final = frozenset(
    {
        *(Feature.ALIASES, Feature.IDENTIFIERS, Feature.PARTS),
        *(Feature.COUNTS, Feature.STATEMENTS, Feature.EXTRA),
    }
)
_PARTLY: Final = tuple(feature for feature in Feature if feature not in {*_CARRIES, *_NOWHERE})


@attrs.frozen
class IcsOptions:
    """How imprecise dates are placed, and what else is written. Other values raise :class:`OptionError`."""

    imprecise: str = option(
        "span",
        help="what is not known to the day: fills its days, takes one day at the edge, or is left out",
        choices=_IMPRECISE,
    )
    alarms: int = option(0, help="remind so many days before what is planned or expected; 0: never")
    cancelled: str = option("keep", help="events that were called off", choices=_CANCELLED)

    def __attrs_post_init__(self) -> None:
        """Hold what a type can't."""
        faults = [
            f"{name}: {value!r} is none of {', '.join(choices)}"
            for name, value, choices in (
                ("imprecise", self.imprecise, _IMPRECISE),
                ("cancelled", self.cancelled, _CANCELLED),
            )
            if value not in choices
        ]
        if self.alarms < 0:
            faults.append(f"alarms: {self.alarms} is less than 0")
        if faults:
            raise OptionError(faults)


def export(request: ExportRequest) -> Iterator[bytes]:
    """The calendar, component by component."""
    return whole(parts(request), request)


def parts(request: ExportRequest) -> Parts:
    """The calendar, cut between its entries."""
    of_head = [event for event in request.timeline.events() if event.field != "when"]
    placed = frozenset(event.id for event in of_head if _placed(event, request))
    related = _related(request.timeline, placed)

    def events(held: ExportRequest, given: Iterable[Event]) -> Iterator[bytes]:
        shown: set[str] = set()
        told, places = Told(), _Places()
        for event in given:
            entry = _entry(event, held)
            if entry is None:
                yield b""
                continue
            description = Description(entry, placed, told)
            shown.update(description.shows, description.sources)
            place, beside = places.of(event.bases), related.get(event.id, ())
            yield _component(held, entry, description, place, beside)
        for event in of_head:  # wherever they come
            if event.id not in placed:
                held.lost(event, event.field, Feature.DATES, LossAction.DROPPED)
        report_losses(held, shown)

    head = b"".join(_head(request.timeline))
    return Parts(head=head, events=events, tail=content_line("END", b"VCALENDAR"))


def _entry(event: Event, request: ExportRequest) -> Entry | None:
    """The entry of an event, if it gets one; reports what gets none and what stands on an edge."""
    entry = _placed(event, request)
    if entry is None:
        request.lost(event, event.field, Feature.DATES, LossAction.DROPPED)
    elif entry.days.moved is not None:
        request.lost(event, event.field, entry.days.moved, LossAction.MOVED)
    return entry


def _placed(event: Event, request: ExportRequest) -> Entry | None:
    options: IcsOptions = request.options
    status = event.status(request.status_day)
    if status is Status.CANCELLED and options.cancelled == "drop":
        return None
    best = event.best
    date = best.date if best is not None else None
    if not date or (options.imprecise == "skip" and not date.known_to_the_day):
        return None
    days = place(date, edge=options.imprecise == "edge", deadline=event.kind == "deadline")
    if days is None:
        return None
    return Entry(event, date, date_words(date), days, status, event.when.disputed)


def _related(timeline: Timeline, placed: frozenset[str]) -> dict[str, list[str]]:
    """For each entry of a phase, the entries beside it: its other end, and the phase before or after.

    Only entries that the calendar has: a RELATED-TO must not point outside it (RFC 5545, 3.8.4.5).
    """
    phases = sorted(timeline.phases, key=lambda phase: phase.ordinal)
    ends = [event_id for phase in phases for event_id in (f"{phase.id}.start", f"{phase.id}.end")]
    related: dict[str, list[str]] = {}
    for one, other in pairwise(ends):
        if one in placed and other in placed:
            related.setdefault(one, []).append(timeline.uid(other))
            related.setdefault(other, []).append(timeline.uid(one))
    return related


# ------------------------------------------------------------------------------------------ components


def _head(timeline: Timeline) -> Iterator[bytes]:
    """The properties of the calendar (RFC 5545, 3.7; RFC 7986, 5)."""
    name, about = text(timeline.title), text(_about(timeline))
    yield content_line("BEGIN", b"VCALENDAR")
    yield content_line("VERSION", b"2.0")
    yield content_line("PRODID", text(PRODID))
    yield content_line("CALSCALE", b"GREGORIAN")
    yield content_line("NAME", name)
    yield content_line("X-WR-CALNAME", name)  # what clients older than RFC 7986 read
    if about:
        yield content_line("DESCRIPTION", about)
        yield content_line("X-WR-CALDESC", about)
    yield content_line("LAST-MODIFIED", midnight(timeline.revised))
    yield content_line("REFRESH-INTERVAL;VALUE=DURATION", _EACH_DAY)
    yield content_line("X-PUBLISHED-TTL", _EACH_DAY)  # the same for Outlook


def _about(timeline: Timeline) -> str:
    lines = [textsafe.plain(timeline.summary)] if timeline.summary else []
    if timeline.evidence_until is not None:
        lines.append(f"The evidence ends with {describe(parse_date(timeline.evidence_until.isoformat()))}.")
    if timeline.timezone:
        lines.append(f"Days are civil days in {timeline.timezone}.")
    if timeline.licence:
        lines.append(f"Licence of the data: {textsafe.plain(timeline.licence)}.")
    return "\n".join(lines)


def _component(
    request: ExportRequest, entry: Entry, description: Description, place: bytes, related: Iterable[str]
) -> bytes:
    """One VEVENT (RFC 5545, 3.6.1)."""
    event, days, status = entry.event, entry.days, entry.status
    summary = text(title(entry))
    lines = [
        b"BEGIN:VEVENT\r\n",
        content_line("UID", request.timeline.uid(event).encode()),  # ids have nothing to escape
        _edition(event.revised),
        b"DTSTART;VALUE=DATE:%b\r\nDTEND;VALUE=DATE:%b\r\n" % (day(days.first), day(days.after)),
        content_line("SUMMARY", summary),
        b"STATUS:%b\r\nTRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n" % _status_word(entry),
        f"CATEGORIES:{event.kind},{status!s}\r\n".encode(),
        place,
    ]
    if link := description.link:
        lines.append(content_line("URL", link.encode()))
    lines += [content_line("RELATED-TO;RELTYPE=SIBLING", text(uid)) for uid in related]
    lines.append(content_line("X-COALITION-EVENTS-EDTF", text(entry.date.text)))
    lines.append(content_line("DESCRIPTION", escaped(description.text)))
    if request.options.alarms and status in {Status.PLANNED, Status.EXPECTED}:
        lines += _alarm(summary, request.options.alarms)
    lines.append(b"END:VEVENT\r\n")
    return b"".join(lines)


@functools.lru_cache(maxsize=256)  # most entries were last changed on one of a few days
def _edition(revised: dt.date) -> bytes:
    """The lines that say which edition of an entry this is."""
    moment = midnight(revised)
    return b"".join(
        [
            content_line("DTSTAMP", moment),  # without METHOD it is LAST-MODIFIED: RFC 5545, 3.8.7.2
            content_line("LAST-MODIFIED", moment),
            content_line("SEQUENCE", sequence(revised)),
        ]
    )


def _status_word(entry: Entry) -> bytes:
    """STATUS (RFC 5545, 3.8.1.11): confirmed only if said to have happened on that very day, undisputed."""
    if entry.status is Status.CANCELLED:
        return b"CANCELLED"
    best = entry.event.best
    happened = entry.status is Status.DONE and best is not None and best.basis is Basis.ACTUAL
    sure = happened and entry.date.known_to_the_day and not entry.disputed
    return b"CONFIRMED" if sure else b"TENTATIVE"


class _Places:
    """The lines that say where, worked out once for all entries of the same bases."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, ...], bytes] = {}

    def of(self, bases: tuple[Base, ...]) -> bytes:
        """LOCATION, and GEO (RFC 5545, 3.8.1.6) if one base has coordinates: it holds no more than one point."""
        ids = tuple([base.id for base in bases])
        if ids not in self._lines:
            self._lines[ids] = b"".join(_place_lines(bases))
        return self._lines[ids]


def _place_lines(bases: tuple[Base, ...]) -> Iterator[bytes]:
    if bases:
        yield content_line("LOCATION", text("; ".join([base.name for base in bases])))
    points = [point for base in bases if (point := base.point) is not None]
    if len(points) == 1:
        yield content_line("GEO", ";".join(position(points[0])).encode())


def _alarm(summary: bytes, days: int) -> Iterator[bytes]:
    """A reminder that only shows itself (RFC 5545, 3.6.6)."""
    from icalendar import vDuration  # no light import, for which only those wait who ask for reminders

    yield content_line("BEGIN", b"VALARM")
    yield content_line("ACTION", b"DISPLAY")
    yield content_line("DESCRIPTION", summary)
    before: bytes = vDuration(dt.timedelta(-days)).to_ical()  # type: ignore[no-untyped-call] # the package's lack
    yield content_line("TRIGGER", before)
    yield content_line("END", b"VALARM")


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The exporter of ``.ics`` files."""
    return Exporter(
        name="ics",
        suffixes=(".ics",),
        media_type="text/calendar",
        description="iCalendar: all-day entries that a subscribed calendar updates in place",
        export=export,
        options=IcsOptions,
        carries=_CARRIES,
        partly=_PARTLY,
        parts=parts,
    )
