"""The catalogue of probes, first part: dates, and what claims and sources say beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import Absence, Feature

from .making import Claim, Figure, Location, Value
from .pairs import Pair, added, of_date, of_evidence, swapped, the

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .scene import Cast

CITED: Final = (
    *("west", "field", "alone-base", "pact", "phase-1", "alone-phase"),
    *("guests", "handover", "several", "threat"),
)
"""Records of every kind that cites."""

# ------------------------------------------------------------------------------------------------------ dates


def _dates() -> Iterator[Pair]:
    for record, field, one, other in (
        ("handover", "when", "2030-04-12", "2031-05-23"),
        ("phase-1", "start", "2029-08-09", "2028-09-17"),
        ("phase-1", "end", "2030-04-20", "2031-05-23"),
        ("pact", "signed", "2029-05-06", "2028-03-04"),
        ("pact", "in_force", "2029-07-08", "2030-09-17"),
        ("pact", "ends", "2031-03-04", "2030-09-17"),
        ("guests", "in_force", "2030-02-11", "2029-09-17"),
        ("guests", "ends", "2031-04-05", "2030-09-17"),
        ("alone-milestone", "when", "2030-04-12", "2031-05-23"),
    ):
        yield of_date(Feature.DATES, record, field, one, other)


def _date_forms() -> Iterator[Pair]:
    forms = {
        Feature.DATE_PRECISION: (
            ("2030-09", "2030-09-01"),
            ("2030-09", "2030-09-30"),
            ("2030", "2030-01"),
            ("2030", "2030-01-01"),
            ("203X", "2030"),
            ("2030-33", "2030-01"),
        ),
        Feature.DATE_MARKS: (
            ("2030-04-12?", "2030-04-12"),
            ("2030-04-12~", "2030-04-12"),
            ("2030-04-12%", "2030-04-12~"),
            ("2030-04?", "2030-04~"),
        ),
        Feature.DATE_BOUNDS: (
            ("[2030-04-03..2030-04-09]", "2030-04-03"),
            ("[2030-04-03..2030-04-09]", "[2030-04-03..2030-04-10]"),
            ("[..2030-04-12]", "2030-04-12"),
            ("[2030-04-12..]", "2030-04-12"),
            ("[2030-04..2030-06]", "2030-04"),
        ),
        Feature.DATE_SPANS: (
            ("2030-04-03/2030-04-09", "2030-04-03"),
            ("2030-04-03/2030-04-09", "2030-04-03/2030-04-10"),
            ("2030-04-03/..", "2030-04-03/"),
            ("../2030-04-12", "/2030-04-12"),
            ("2030-04-03/..", "2030-04-03"),
        ),
    }
    places = (("handover", "when"), ("phase-1", "end"), ("pact", "signed"), ("guests", "in_force"))
    for feature, dates in forms.items():
        for record, field in places if feature is not Feature.DATE_SPANS else places[:1]:
            for one, other in dates:
                yield of_date(feature, record, field, one, other)


def _clock_times() -> Iterator[Pair]:
    for one, other in (("21:30+03:00", "20:15+03:00"), ("21:30+03:00", "21:30Z"), ("21:30", "")):
        for record, field in (("handover", "when"), ("phase-1", "end"), ("pact", "signed")):
            claims = (Claim(date="2030-04-12", time=time) for time in (one, other))
            yield swapped(
                Feature.CLOCK_TIMES, record, field, *claims, what=f"the time {one} or {other or 'none'}"
            )
    figures = (Figure(number="4", date="2030-05-01", time=time) for time in ("21:30", "20:15"))
    yield swapped(Feature.CLOCK_TIMES, "several", "values", *figures)
    for other in ("2030-04-12T08:45:00Z", "2030-04-12"):
        yield of_date(Feature.CLOCK_TIMES, "handover", "when", "2030-04-12T21:30:00Z", other)


def _absence() -> Iterator[Pair]:
    for record, field in (
        ("handover", "when"),
        ("phase-1", "start"),
        ("phase-1", "end"),
        ("pact", "ends"),
        ("guests", "ends"),
        ("field", "location"),
        ("alone-base", "location"),
        ("field", "holder"),
        ("alone-base", "holder"),
        ("handover", "from_"),
        ("handover", "to"),
    ):
        yield swapped(Feature.ABSENCE, record, field, Absence.UNKNOWN, None, what="unknown or left out")
        yield swapped(Feature.ABSENCE, record, field, Absence.UNKNOWN, Absence.NONE, what="unknown or none")
    yield swapped(Feature.ABSENCE, "wire", "published", Absence.UNKNOWN, None, what="unknown or left out")
    for record in ("west", "alone-base"):
        one, other = {"wikidata": "unknown"}, {"wikidata": "none"}
        yield swapped(
            Feature.ABSENCE, record, "identifiers", one, other, what="unknown or none", key="identifiers"
        )
    claims = (lambda cast, date=date: Claim(date=date, cites=cast["wire"]) for date in ("unknown", "none"))
    yield swapped(Feature.ABSENCE, "handover", "when", *claims, what="unknown or none, as a source says")


# ------------------------------------------------------------------------------------------------------ claims


def _basis() -> Iterator[Pair]:
    for record, field in (
        ("handover", "when"),
        ("phase-1", "end"),
        ("pact", "signed"),
        ("guests", "in_force"),
    ):
        for one, other in (("actual", "planned"), ("planned", "expected")):
            claims = (Claim(date="2030-04-12", basis=basis) for basis in (one, other))
            yield swapped(Feature.BASIS, record, field, *claims, what=f"{one} or {other}")
        beside = (
            [Claim(date="2030-04-12"), Claim(date="2029-12-07", basis=basis)]
            for basis in ("planned", "expected")
        )
        needs = f"alternatives: {record}.{field}: the claim beside"
        yield swapped(Feature.BASIS, record, field, *beside, what="planned or expected, beside", needs=needs)
    figures = (Figure(number="4", date="2030-05-01", basis=basis) for basis in ("planned", "expected"))
    yield swapped(Feature.BASIS, "several", "values", *figures)


def _alternatives() -> Iterator[Pair]:
    for record, field in (
        ("handover", "when"),
        ("phase-1", "end"),
        ("pact", "signed"),
        ("guests", "in_force"),
    ):
        one, other, none = (
            [Claim(date="2030-04-12", rank="preferred"), *(Claim(date=day, basis="planned") for day in days)]
            for days in (["2029-12-07"], ["2028-11-03"], [])
        )
        yield swapped(Feature.ALTERNATIVES, record, field, one, other, what="the claim beside")
        yield swapped(Feature.ALTERNATIVES, record, field, one, none, what="one beside or none")
    for record, field, first, second, third in _DISPUTED:
        one, other, none = (_side_by_side(first, *beside) for beside in ((second,), (third,), ()))
        yield swapped(Feature.ALTERNATIVES, record, field, one, other, what="the claim beside")
        yield swapped(Feature.ALTERNATIVES, record, field, one, none, what="one beside or none")
    figures = ([Figure(number="4..5"), Figure(number=number)] for number in ("7", "9"))
    yield swapped(Feature.ALTERNATIVES, "several", "values", *figures, what="the claim beside")


PLACES: Final = (
    Location(latitude=33.5, longitude=42.5),
    Location(latitude=33.75, longitude=42.75),
    Location(latitude=33.25, longitude=42.25),
)
_DISPUTED: Final = (
    ("field", "location", *PLACES),
    ("alone-base", "location", *PLACES),
    ("field", "candidates", "south", "hill", "alone-base"),
    ("field", "holder", "east", "west", "army"),
    ("handover", "from_", "east", "west", "army"),
    ("handover", "to", "west", "east", "army"),
)


def _side_by_side(*values: Any) -> Any:  # noqa: ANN401 - the values of any field, and a function of the cast
    def make(cast: Cast) -> list[Value[Any]]:
        found = [cast[value] if isinstance(value, str) else value for value in values]
        return [
            Value(value=value, rank="normal" if place else "preferred") for place, value in enumerate(found)
        ]

    return make


def _evidence() -> Iterator[Pair]:
    for feature, attribute, one, other in (
        (Feature.WORDING, "as_written", "late Sunday", "early Monday"),
        (Feature.SPEAKERS, "by", the("west"), the("army")),
        (Feature.SPEAKERS, "said", "2030-05-02", "2030-06-03"),
        (Feature.SOURCES, "cites", the("wire"), the("book")),
        (Feature.CREDIBILITY, "credibility", 3, 4),
        (Feature.NOTES, "note", "As the desk reads it.", "As the wire has it."),
        (Feature.RANK, "rank", "normal", "preferred"),
    ):
        yield from of_evidence(feature, attribute, one, other)
    for record, field in (
        ("handover", "when"),
        ("phase-1", "end"),
        ("pact", "signed"),
        ("guests", "in_force"),
    ):
        beside = (
            [
                Claim(date="2030-04-12"),
                Claim(date="2029-12-07", basis="planned", note="A misprint.", rank=rank),
            ]
            for rank in ("rejected", "normal")
        )
        needs = f"alternatives: {record}.{field}: the claim beside"
        yield swapped(Feature.RANK, record, field, *beside, what="rejected or not", needs=needs)


def _cited_for(field: str, name: str) -> Any:  # noqa: ANN401 - a function of the cast
    return lambda cast: {field: cast[name]}


def _sources() -> Iterator[Pair]:
    for record in CITED:
        yield swapped(Feature.SOURCES, record, "cites", the("wire"), the("book"), what="wire or book")
    for record, field in (("field", "name"), ("handover", "from"), ("phase-1", "under"), ("west", "name")):
        cites = (_cited_for(field, name) for name in ("wire", "book"))
        yield swapped(Feature.SOURCES, record, "cites", *cites, what=f"for its {field}")
    for record in ("wire", "alone-source"):
        addresses = ("https://example.org/1", "https://example.org/2")
        yield swapped(Feature.SOURCES, record, "url", *addresses)


def _source_details() -> Iterator[Pair]:
    for record in ("wire", "alone-source"):
        for field, one, other in (
            ("publisher", "Agency", "Bureau"),
            ("archive_url", "https://example.org/old/1", "https://example.org/old/2"),
            ("published", "2031-06-27", "2031-06-22"),
            ("accessed", "2031-06-27", "2031-06-28"),
            ("language", "en", "ar"),
            ("reliability", "A", "B"),
        ):
            yield swapped(Feature.SOURCE_DETAILS, record, field, one, other)


def _roots() -> Iterator[Pair]:
    for record in ("wire", "alone-source"):
        yield added(Feature.ROOTS, record, "repeats", the("book"))


def _status() -> Iterator[Pair]:
    off = Claim(date="2030-03-02")
    for record in ("handover", "phase-1", "pact", "guests", "alone-milestone"):
        yield added(Feature.STATUS, record, "cancelled", off)
        yield added(Feature.STATUS, record, "cancelled", Absence.UNKNOWN, what="called off on an unknown day")


OF_CLAIMS: Final = (
    *(_dates, _date_forms, _clock_times, _absence),
    *(_basis, _alternatives, _evidence, _sources, _source_details, _roots, _status),
)
"""What makes the pairs, feature by feature."""
