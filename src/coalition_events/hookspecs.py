"""The exporter contract: all that a plugin author must know is on this page.

A plugin is a distribution with two entry points and one hook::

    [project.entry-points."coalition_events.exporters"]
    kml = "coalition_events_kml"           # name = format, value = the module with the hook
    [project.entry-points."coalition_events.suffixes"]
    ".kml" = "coalition_events_kml"        # so that -o x.kml finds it without importing anything

    @hookimpl
    def coalition_events_exporter() -> Exporter:
        return Exporter(name="kml", suffixes=(".kml",), media_type="...", description="...", export=export)

``export`` takes one frozen :class:`ExportRequest` and yields bytes. It is pure: no clock, no environment, no file, no
network; the same request gives the same bytes. What the format cannot hold it reports with :meth:`ExportRequest.lost`.
Fields may be added to the records below within one ``api`` number; none goes away.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import attrs
import pluggy

from coalition_events.model import Event, Record, Timeline

API: Final = 1
"""The number of the contract on this page. An exporter written for another one is refused, with both numbers."""

PROJECT: Final = "coalition_events"
hookimpl = pluggy.HookimplMarker(PROJECT)
hookspec = pluggy.HookspecMarker(PROJECT)


class Feature(enum.StrEnum):
    """What a format may carry. Closed: the loss ledger and the page of formats speak in these words only."""

    DATES = "dates"
    """Some date for every dated event."""
    DATE_PRECISION = "date-precision"
    """A month stays a month."""
    DATE_MARKS = "date-marks"
    """Uncertain ``?``, about ``~``, both ``%``."""
    DATE_BOUNDS = "date-bounds"
    """One day between two, or open on one side: ``[A..B]``, ``[..B]``, ``[A..]``."""
    DATE_SPANS = "date-spans"
    """Stretches of days, and whether an end is open or unknown."""
    CLOCK_TIMES = "clock-times"
    """The stated time of day, with its offset."""
    ABSENCE = "absence"
    """Left out, unknown and none, told apart."""
    BASIS = "basis"
    """Actual, planned and expected, told apart."""
    ALTERNATIVES = "alternatives"
    """Every claim about a field, side by side."""
    WORDING = "wording"
    """The source's own words for a date or a value."""
    SPEAKERS = "speakers"
    """Who says so, and on which day."""
    SOURCES = "sources"
    """Which sources a claim or a record cites."""
    SOURCE_DETAILS = "source-details"
    """Publisher, publication day, archive, language, reliability of a source."""
    ROOTS = "roots"
    """Which sources repeat one statement."""
    CREDIBILITY = "credibility"
    """The Admiralty number of a claim."""
    RANK = "rank"
    """Preferred and rejected claims."""
    STATUS = "status"
    """Done, planned, overdue, expected, undated, cancelled."""
    NAMES = "names"
    """Titles and names."""
    ALIASES = "aliases"
    """Other names, with their language."""
    KINDS = "kinds"
    """What a record is: air base, handover, joint statement."""
    IDENTIFIERS = "identifiers"
    """ICAO codes, Wikidata ids and their like; country and region codes."""
    LOCATIONS = "locations"
    """Coordinates."""
    LOCATION_ACCURACY = "location-accuracy"
    """How far off a point may be and what it marks."""
    CANDIDATES = "candidates"
    """The sites that an unidentified one may be."""
    HOLDERS = "holders"
    """Who held a base first, who gave it and who received it, and what passed."""
    PARTS = "parts"
    """What is part of, or led by, what."""
    PARTICIPANTS = "participants"
    """Actors, parties, bases that take part."""
    PHASES = "phases"
    """Order, finality, area and place of coordination of phases, and what belongs to which."""
    AGREEMENTS = "agreements"
    """Which agreement a phase, a provision or a milestone rests on."""
    PROVISIONS = "provisions"
    """What is permitted, obliged, planned or intended, and on what condition."""
    COUNTS = "counts"
    """Stated numbers."""
    STATEMENTS = "statements"
    """Judgements, threats, interests, and which of them contradict."""
    NOTES = "notes"
    """Summaries and editors' notes."""
    REVISIONS = "revisions"
    """When an entry last changed."""
    EXTRA = "extra"
    """Keys that begin with ``x-``."""


class LossAction(enum.StrEnum):
    """What happened to a value that the format does not hold as it is."""

    DROPPED = "dropped"
    """It is not in the output."""
    COARSENED = "coarsened"
    """Something less exact or less complete stands for it."""
    MOVED = "moved"
    """It is shown at a place or day of its own range, because the format needs one; the words beside it say so."""


@attrs.frozen(kw_only=True, order=True)
class Loss:
    """One value that did not come through: of which record, which field, which feature, and what became of it.

    ``record`` is the record's id, or empty for the head of the file (its title, its time zone …).
    """

    record: str
    field: str
    feature: Feature
    action: LossAction


@attrs.frozen
class NoOptions:
    """The options of an exporter that has none."""


OPTION_TYPES: Final = (str, int, float, bool)
"""The types that an option may have: those that ``-O key=value`` can be read as."""


def option(default: Any, *, help: str, choices: Iterable[Any] = ()) -> Any:  # noqa: A002, ANN401 - argparse's word
    """A field of an options class. The type comes from the annotation and is one of :data:`OPTION_TYPES`.

    What a class refuses beyond types and choices it refuses with a :class:`ValueError`, which is the user's to read.
    """
    return attrs.field(default=default, metadata={"help": help, "choices": tuple(choices)})


@attrs.frozen(kw_only=True)
class ExportRequest:
    """What an exporter gets.

    ``timeline`` is validated and resolved; ``options`` an instance of the exporter's options class; ``on`` the day for
    which the output shows the state, or ``None``.
    """

    timeline: Timeline
    options: Any = attrs.field(factory=NoOptions)
    on: dt.date | None = None
    # of all events, which the timeline may not hold: see Parts
    _days: tuple[dt.date, dt.date] | None = attrs.field(default=None, repr=False, eq=False)
    # what a copy (attrs.evolve) reports is reported here too: an exporter may hand a changed request to another one
    _losses: set[Loss] = attrs.field(factory=set, repr=False, eq=False)

    @property
    def status_day(self) -> dt.date | None:
        """The day against which a plan is overdue: ``on``, else the end of the evidence."""
        return self.on or self.timeline.evidence_until

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of all that happens and of the evidence, for formats that need a range of days."""
        return self._days or self.timeline.days()

    def lost(
        self, record: Record | Event | Timeline | str, field: str, feature: Feature, action: LossAction
    ) -> None:
        """Report a value of ``record`` that the output does not hold as it is. ``field`` is its key in the file.

        An event stands for its record, the timeline for the head of the file, whose losses have no record's id.
        ``when.note`` is the key ``note`` of the claims in ``when``.
        """
        owner = record.record if isinstance(record, Event) else record
        record_id = owner if isinstance(owner, str) else "" if isinstance(owner, Timeline) else owner.id
        if type(feature) is not Feature or type(action) is not LossAction:  # the words do as well
            feature, action = Feature(feature), LossAction(action)
        self._losses.add(Loss(record=record_id, field=field, feature=feature, action=action))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """All that was reported so far, sorted."""
        # a key of texts: comparing the records themselves, field by field and by name, takes ten times as long
        return tuple(sorted(self._losses, key=operator.attrgetter("record", "field", "feature", "action")))


@attrs.frozen(kw_only=True)
class Parts:
    """An export cut between its events, so that a timeline of millions can be written while few are held.

    It is made for one request, whose timeline may be no more than the head: all but the milestones. ``head`` is what
    stands before the events, ``before`` are pieces like theirs that come first, such as bases. ``events`` gets a
    request whose timeline holds some of the milestones, and events of that timeline in their order; it yields a piece
    for each, empty for one that is not shown, and then reports what is lost of that timeline. Between any two pieces
    that are not empty stands the ``separator``. What belongs to the head is dropped only if every request says so.
    """

    head: bytes = b""
    before: Iterable[bytes] = ()
    events: Callable[[ExportRequest, Iterable[Event]], Iterator[bytes]]
    separator: bytes = b""
    tail: bytes = b""


def whole(parts: Parts, request: ExportRequest) -> Iterator[bytes]:
    """The export of a timeline that is there as a whole, from its parts."""
    yield parts.head
    events = parts.events(request, request.timeline.events())
    yield from separated(itertools.chain(parts.before, events), parts.separator)
    yield parts.tail


def separated(pieces: Iterable[bytes], separator: bytes) -> Iterator[bytes]:
    """The pieces that are not empty, with the separator before all but the first."""
    begun = False
    for piece in pieces:
        if piece:
            if begun and separator:
                yield separator
            yield piece
            begun = True


@attrs.frozen(kw_only=True)
class Exporter:
    """An exporter. ``name`` equals the entry point's name; ``suffixes`` begin with a dot; ``description`` is one line.

    ``carries`` names the features that the output holds without loss, for programs or for people: for every record and
    every claim. ``partly`` names those of which it holds some and reports the rest as lost. What neither names is not
    in the output. ``options`` is an attrs class whose fields are made with :func:`option`.

    ``parts`` is the record-wise form, for files of millions of events: it gives the :class:`Parts` of a request, or
    ``None`` where the options ask for what has none; their bytes are those of ``export``. With ``needs_days`` the host
    goes through all events beforehand to know :attr:`ExportRequest.days`.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    description: str
    export: Callable[[ExportRequest], Iterable[bytes]]
    options: type = NoOptions
    carries: tuple[Feature, ...] = ()
    partly: tuple[Feature, ...] = ()
    parts: Callable[[ExportRequest], Parts | None] | None = None
    needs_days: bool = False
    api: int = API


@hookspec
def coalition_events_exporter() -> Exporter:
    """Return this plugin's exporter. Called once, when its format is first used; it takes no arguments."""
    raise NotImplementedError  # a specification: pluggy never calls it
