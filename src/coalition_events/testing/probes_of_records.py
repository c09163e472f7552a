"""The catalogue of probes, second part: what records say of themselves and of one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import Feature

from .making import Alias, Figure, Location
from .pairs import Pair, added, swapped, the, these
from .probes_of_claims import CITED

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLED: Final = (
    *("wire", "alone-source", "pact", "alone-agreement"),
    *("phase-1", "alone-phase", "handover", "alone-milestone"),
)
_NAMED: Final = ("west", "alone-actor", "field", "alone-base")
_ALL: Final = ("wire", *CITED, "alone-actor", "alone-milestone")


def _names() -> Iterator[Pair]:
    for record in _TITLED:
        yield swapped(Feature.NAMES, record, "title", "The First Name", "Another Name")
    for record in _NAMED:
        yield swapped(Feature.NAMES, record, "name", "The First Name", "Another Name")
    yield swapped(Feature.NAMES, "scene", "title", "A Small Mission", "A Great Mission")


def _aliases() -> Iterator[Pair]:
    for record in _NAMED:
        yield swapped(Feature.ALIASES, record, "aliases", "Nordfeld", "Nordheim")
        yield swapped(
            Feature.ALIASES, record, "aliases", ["Nordfeld", "Feld"], ["Nordfeld", "Farm"], what="the second"
        )
        languages = (Alias("Nordfeld", language) for language in ("de", "da"))
        yield swapped(Feature.ALIASES, record, "aliases", *languages, what="its language")


def _kinds() -> Iterator[Pair]:
    for records, one, other in (
        (("west", "alone-actor"), "state", "force"),
        (("field", "alone-base"), "air-base", "camp"),
        (("pact", "alone-agreement"), "treaty", "protocol"),
        (("handover",), "handover", "takeover"),
        (("alone-milestone",), "meeting", "ceremony"),
    ):
        for record in records:
            yield swapped(Feature.KINDS, record, "kind", one, other)


def _identifiers() -> Iterator[Pair]:
    for record in _NAMED:
        yield swapped(Feature.IDENTIFIERS, record, "identifiers", {"wikidata": "Q1"}, {"wikidata": "Q2"})
        yield swapped(
            Feature.IDENTIFIERS, record, "identifiers", {"icao": "XX"}, {"iata": "XX"}, what="its scheme"
        )
        yield swapped(Feature.IDENTIFIERS, record, "country", "IQ", "NO")
    for record in ("field", "alone-base"):
        yield swapped(Feature.IDENTIFIERS, record, "region", "IQ-AN", "IQ-AR")


def _locations() -> Iterator[Pair]:
    for record in ("field", "alone-base"):
        place = Location(latitude=33.5, longitude=42.5)
        for what, latitude, longitude in (("its latitude", 33.75, 42.5), ("its longitude", 33.5, 42.75)):
            other = Location(latitude=latitude, longitude=longitude)
            yield swapped(Feature.LOCATIONS, record, "location", place, other, what=what)


def _location_accuracy() -> Iterator[Pair]:
    for record in ("field", "alone-base"):
        for attribute, one, other in (
            ("accuracy_m", 500, 900),
            ("point", "airfield", "town"),
            ("point", "site", None),
        ):
            places = (Location(latitude=33.5, longitude=42.5, **{attribute: value}) for value in (one, other))
            yield swapped(
                Feature.LOCATION_ACCURACY, record, "location", *places, what=f"{attribute} {one} or {other}"
            )


def _candidates() -> Iterator[Pair]:
    for record in ("field", "alone-base"):
        bases = map(the, ("south", "hill"))
        yield swapped(Feature.CANDIDATES, record, "candidates", *bases)


def _holders() -> Iterator[Pair]:
    for record, field in (
        ("field", "holder"),
        ("alone-base", "holder"),
        ("handover", "from_"),
        ("handover", "to"),
        ("alone-milestone", "to"),
    ):
        actors = map(the, ("east", "army"))
        yield swapped(Feature.HOLDERS, record, field, *actors)
    for record in ("handover", "alone-milestone"):
        yield swapped(Feature.HOLDERS, record, "passes", ["ownership"], ["control", "ownership"])


def _parts() -> Iterator[Pair]:
    for record, field, whole in (
        ("west", "part_of", "army"),
        ("west", "led_by", "army"),
        ("alone-actor", "part_of", "army"),
        ("alone-actor", "led_by", "army"),
        ("field", "part_of", "south"),
        ("alone-base", "part_of", "south"),
    ):
        yield added(Feature.PARTS, record, field, the(whole))


def _participants() -> Iterator[Pair]:
    for record, field, one, other in (
        ("pact", "parties", "east", "west"),
        ("alone-agreement", "parties", "east", "west"),
        ("guests", "actors", "east", "west"),
        ("guests", "bases", "field", "south"),
        ("alone-provision", "actors", "east", "west"),
        ("alone-provision", "bases", "field", "south"),
        ("handover", "actors", "east", "army"),
        ("handover", "bases", "field", "south"),
        ("alone-milestone", "bases", "field", "south"),
    ):
        for beside in ((), ("army" if field in {"actors", "parties"} and other != "army" else "hill",)):
            if beside == ("hill",) and field != "bases":
                continue
            records = (these(name, *beside) for name in (one, other))
            what = "the first of two" if beside else ""
            yield swapped(Feature.PARTICIPANTS, record, field, *records, what=what)


def _phases() -> Iterator[Pair]:
    for record in ("phase-1", "alone-phase"):
        yield swapped(Feature.PHASES, record, "ordinal", 3, 4)
        yield swapped(Feature.PHASES, record, "final", True, False)  # noqa: FBT003 - the values of the field
        yield swapped(Feature.PHASES, record, "area", "North", "South")
        yield swapped(Feature.PHASES, record, "coordinated_from", "The Hall", "The Port")
    for record in ("guests", "handover", "alone-provision", "alone-milestone"):
        yield swapped(Feature.PHASES, record, "phases", the("phase-1"), ())


def _agreements() -> Iterator[Pair]:
    for record, field in (
        ("phase-1", "under"),
        ("alone-phase", "under"),
        ("guests", "under"),
        ("alone-provision", "under"),
        ("handover", "agreements"),
        ("alone-milestone", "agreements"),
    ):
        agreements = map(the, ("pact", "alone-agreement"))
        yield swapped(Feature.AGREEMENTS, record, field, *agreements)


def _provisions() -> Iterator[Pair]:
    for record in ("guests", "alone-provision"):
        yield swapped(Feature.PROVISIONS, record, "text", "East may use the field", "West may use the field")
        yield swapped(Feature.PROVISIONS, record, "modality", "permitted", "obliged")
        yield swapped(Feature.PROVISIONS, record, "condition", "when necessary", "when agreed")


def _counts() -> Iterator[Pair]:
    yield swapped(Feature.COUNTS, "several", "title", "Sites handed over", "Sites closed")
    yield swapped(Feature.COUNTS, "several", "counted", "bases", "camps")
    yield swapped(Feature.COUNTS, "several", "area", "the north", "the south")
    for field in ("from_", "to"):
        actors = map(the, ("east", "army"))
        yield swapped(Feature.COUNTS, "several", field, *actors)
    members = map(the, ("field", "south"))
    yield swapped(Feature.COUNTS, "several", "members", *members)
    yield swapped(Feature.COUNTS, "several", "members", *_milestones(), what="a milestone")
    for one, other in (("4", "5"), ("4..5", "4..6"), ("4..", "4"), ("..5", "5"), ("all", "4")):
        figures = (Figure(number=number, date="2030-05-01") for number in (one, other))
        yield swapped(Feature.COUNTS, "several", "values", *figures, what=f"{one} or {other}")
    figures = (Figure(number="4", date=date) for date in ("2030-05-01", "2031-06-02"))
    yield swapped(Feature.COUNTS, "several", "values", *figures, what="its date")


def _statements() -> Iterator[Pair]:
    yield swapped(Feature.STATEMENTS, "threat", "text", "A threat persists", "A threat is growing")
    about = map(the, ("phase-1", "field"))
    yield swapped(Feature.STATEMENTS, "threat", "about", *about)
    yield swapped(Feature.STATEMENTS, "threat", "about", *_milestones(), what="a milestone")
    yield swapped(Feature.STATEMENTS, "calm", "contradicts", the("threat"), ())


def _milestones() -> Iterator[Any]:
    """Two of what a format may write apart from all other records."""
    yield from map(the, ("handover", "alone-milestone"))


def _statement_speakers() -> Iterator[Pair]:
    actors = map(the, ("west", "army"))
    yield swapped(Feature.SPEAKERS, "threat", "by", *actors)
    yield swapped(Feature.SPEAKERS, "threat", "said", "2030-05-02", "2030-06-03")


def _notes() -> Iterator[Pair]:
    for record in _ALL:
        yield swapped(Feature.NOTES, record, "summary", "What it is.", "What it was.")
        yield swapped(Feature.NOTES, record, "note", "A remark.", "A doubt.")
    for field, one, other in (
        ("summary", "What it is.", "What it was."),
        ("timezone", "Asia/Baghdad", "Asia/Beirut"),
        ("licence", "CC0-1.0", "CC-BY-4.0"),
        ("evidence_until", "2031-06-28", "2031-06-27"),
    ):
        yield swapped(Feature.NOTES, "scene", field, one, other)


def _revisions() -> Iterator[Pair]:
    for record in (*_ALL, "scene"):
        yield swapped(Feature.REVISIONS, record, "revised", "2031-07-02", "2031-07-03")


def _extra() -> Iterator[Pair]:
    for record in (*_ALL, "scene"):
        extras = ([("x-desk", text)] for text in ('"north"', '"south"'))
        yield swapped(Feature.EXTRA, record, "extra", *extras, key="x-desk")


OF_RECORDS: Final = (
    *(_names, _aliases, _kinds, _identifiers, _locations, _location_accuracy, _candidates),
    *(_holders, _parts, _participants, _phases, _agreements, _provisions, _counts),
    *(_statements, _statement_speakers, _notes, _revisions, _extra),
)
"""What makes the pairs, feature by feature."""
