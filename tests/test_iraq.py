"""The bundled timeline of Iraq: it holds what the article and the reports say, and nothing beyond."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml

import coalition_events as ce

_MAP = Path(__file__).parent / "data" / "article_facts.yaml"
# BaseLoader keeps every scalar a text, so that no day becomes a date, and makes no objects at all
FACTS = yaml.load(_MAP.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - safer than safe_load
PLACES = [(entry["fact"], place) for entry in FACTS for place in (entry, *entry.get("also", ()))]
SECTIONS = (
    "sources",
    "actors",
    "bases",
    "agreements",
    "phases",
    "provisions",
    "milestones",
    "counts",
    "statements",
)
CLAIM_KEYS = {"date", "value", "number"}

# Conflict -> fields whose claims differ, or statements that contradict another ("contradicts").
CONFLICTS = {
    "X1": [("bases.joc-headquarters", "holder"), ("statements.joc-is-iraqs", "contradicts")],
    "X2": [("milestones.ain-al-asad-handover", "when")],
    "X3": [("milestones.us-leave-ain-al-asad", "when")],
    "X4": [("statements.empty-joc", "contradicts"), ("statements.last-few-leave-joc", "contradicts")],
    "X5": [("phases.phase-2", "end")],
    "X6": [("phases.phase-1", "start"), ("phases.phase-1", "end")],
    "X7": [("agreements.joint-statement", "signed"), ("statements.issued-by-iraq", "contradicts")],
    "X8": [("bases.irbil-platform", "candidates"), ("statements.platform-undetermined", "contradicts")],
    "X9": [("statements.committee-as-commission", "contradicts")],
    "X10": [
        ("statements.spillover-by-committee", "contradicts"),
        ("statements.purpose-in-text", "contradicts"),
    ],
    "X11": [("milestones.combat-role-ends", "when"), ("statements.no-combat-role-since-2021", "contradicts")],
    "X12": [("statements.announced-by-afternoon", "contradicts")],
    "X14": [("statements.taqaddum-habbaniyah-two", "contradicts")],
    "X15": [("counts.bases-transferred-2020", "values")],
    "X16": [
        ("statements.bases-transferred", "contradicts"),
        ("statements.victory-base-occupied", "contradicts"),
        ("milestones.victory-handover-2011", "when"),
    ],
    "X17": [
        ("counts.taji-distance", "values"),
        ("statements.ain-al-asad-in-anbar", "contradicts"),
        ("statements.qayyarah-in-nineveh", "contradicts"),
    ],
    "X18": [("milestones.al-tanf-departure", "when")],
    "X20": [("milestones.qasrak-departure", "when")],
}

# Spellings of one name that all lead to one record (X13).
SPELLINGS = {
    "ain-al-asad": "Ain al-Asad|Ain al-Assad|Ayn al-Asad|Al Asad|Al-Asad|Qadisiyah|عين الأسد",
    "harir": "Harir Airfield|Hareer|Al-Harir|Bashur",
    "daesh": "Daesh|ISIS|ISIL|IS|Islamic State",
    "qayyarah-west": "Q-West|Qayyarah|FOB Endurance",
    "al-taqaddum": "Al-Taqaddum|Taqaddum|TQ",
    "besmaya": "Besmaya|Besmayah",
    "victory-base-complex": "Victory Base|Victoria Base",
    "alawi": "Alawi, adviser to the prime minister|Allawi|Hussein Alawi|Farhad Alawi",
}


@pytest.fixture(scope="module")
def timeline():
    """Read the file once."""
    return ce.bundled("iraq")


@pytest.fixture(scope="module")
def plain(timeline):
    """Give the timeline as mappings and lists of the file's shape."""
    return ce.to_plain(timeline)


@pytest.fixture(scope="module")
def text():
    """Read the file as it was written."""
    return (Path(ce.__file__).parent / "data" / "iraq.yaml").read_text(encoding="utf-8")


def record_at(plain, path):
    """Give the record at ``section.id``, empty if there is none."""
    section, _, record_id = path.partition(".")
    return plain.get(section, {}).get(record_id, {})


def as_text(value):
    """Write a plain scalar as the file does."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def holds(value, wanted):
    """Tell whether a value is the wanted text, or a list that has it."""
    return wanted in map(as_text, value) if isinstance(value, list) else as_text(value) == wanted


def matching(plain, place):
    """Give what holds the fact at a place: indexes of claims or of list members, or the field itself."""
    value = record_at(plain, place["at"]).get(place["field"])
    if value is None:
        return []
    if "claim" not in place:
        if isinstance(value, list):
            return [i for i, member in enumerate(value) if holds(member, place["value"])]
        return [None] if holds(value, place["value"]) else []
    claims = value if isinstance(value, list) else []
    return [
        i
        for i, claim in enumerate(claims)
        if all(holds({"basis": "actual", **claim}.get(key), wanted) for key, wanted in place["claim"].items())
    ]


def without(plain, place):
    """Give a copy of the timeline from which that which holds the fact was taken."""
    smaller = copy.deepcopy(plain)
    record = record_at(smaller, place["at"])
    for index in reversed(matching(plain, place)):
        if index is None:
            del record[place["field"]]
        else:
            del record[place["field"]][index]
    return smaller


def claims_of(plain):
    """Yield every claim with its record and its field."""
    for section in SECTIONS[1:]:
        for record_id, record in plain[section].items():
            for field, value in record.items():
                for claim in value if isinstance(value, list) else ():
                    if isinstance(claim, dict) and CLAIM_KEYS & claim.keys():
                        yield record_id, record, field, claim


def cited_for(record, field):
    """Give the sources of a field: those cited for it, else those cited for the record."""
    cite = record.get("cite", [])
    return cite.get(field, []) if isinstance(cite, dict) else cite


def what_it_says(claim):
    """Give the part of a claim in which claims can differ."""
    return tuple(str(claim.get(key)) for key in ("date", "value", "number", "basis", "as_written"))


def test_every_fact_is_mapped_once():
    """The map of the article names each of its facts, 1 to 78, exactly once."""
    assert [str(number) for number in range(1, 79)] == [entry["fact"] for entry in FACTS]


@pytest.mark.parametrize(("fact", "place"), PLACES, ids=[f"{fact}-{place['at']}" for fact, place in PLACES])
def test_fact_is_held(plain, fact, place):
    """Each fact is found at each place that the map gives for it, and by one claim or member there."""
    found = matching(plain, place)
    assert 1 == len(found), f"fact {fact} is held {len(found)} times in {place['at']}.{place['field']}"


@pytest.mark.parametrize(("fact", "place"), PLACES, ids=[f"{fact}-{place['at']}" for fact, place in PLACES])
def test_loss_of_a_fact_is_noticed(plain, fact, place):
    """A fact that is taken out of the timeline is no longer found, so the test above can fail for each of them."""
    smaller = without(plain, place)
    assert smaller != plain
    assert not matching(smaller, place), f"fact {fact} is found though it was taken out"


def test_no_fact_rests_on_a_remark():
    """No fact is held by a summary, an editor's note or an extra key alone."""
    keys = [key for _, place in PLACES for key in (place["field"], *place.get("claim", ()))]
    assert not [key for key in keys if key in {"summary", "note"} or key.startswith("x-")]


def test_newspaper_voice_has_no_speaker(plain):
    """What the newspaper says in its own voice is not put into the mouth of the government or the committee."""
    places = [place for fact, place in PLACES if fact in {"13", "17", "61", "65", "71", "75"}]
    assert not [place["at"] for place in places if record_at(plain, place["at"]).get("by")]


@pytest.mark.parametrize(("conflict", "places"), CONFLICTS.items(), ids=CONFLICTS)
def test_conflict_stands_side_by_side(plain, conflict, places):
    """Where sources disagree, both sides are in the file: differing claims of one field, or a contradiction."""
    for path, field in places:
        value = record_at(plain, path).get(field, [])
        if field == "contradicts":
            assert value, f"{conflict}: {path} contradicts nothing"
        else:
            assert len(set(map(what_it_says, value))) > 1, f"{conflict}: {path}.{field} has one side only"


@pytest.mark.parametrize(("record_id", "names"), SPELLINGS.items(), ids=SPELLINGS)
def test_every_spelling_finds_the_record(timeline, record_id, names):
    """Each spelling that the reports use leads to the same record (X13)."""
    assert {record_id} == {timeline.find(name).id for name in names.split("|")}


def test_handover_is_not_departure(plain):
    """A base that was handed over while troops were still to leave has two milestones that differ (X19)."""
    for base in ("qayyarah-west", "besmaya"):
        handover, departure = (
            record_at(plain, f"milestones.{base}-{word}") for word in ("handover", "departure")
        )
        assert ["handover", "departure"] == [handover["kind"], departure["kind"]]
        assert "basis" not in handover["when"][0]
        assert "planned" == departure["when"][0]["basis"]


def test_transfers_can_be_undone(plain):
    """Forces that came back to a base after they had left it have an arrival after the handover or departure (X16)."""
    for left, back in (("k-1-handover", "k-1-return"), ("harir-left-2023", "harir-return")):
        (gone,), (again,) = (record_at(plain, f"milestones.{name}")["when"] for name in (left, back))
        assert "arrival" == record_at(plain, f"milestones.{back}")["kind"]
        assert ce.parse_date(gone["date"]).latest <= ce.parse_date(again["date"]).earliest


def test_planned_end_is_never_a_day(text):
    """The last day of September 2026, which no source states, stands nowhere in the file."""
    assert "2026-09-30" not in text


def test_phase_two_has_no_actual_end(timeline):
    """No claim says that phase two is over."""
    assert timeline["phase-2"].end.planned
    assert not timeline["phase-2"].end.actual


def test_phases_are_in_their_order(timeline):
    """Phase one is the first, phase two the second and the only final one."""
    assert [("phase-1", 1, False), ("phase-2", 2, True)] == [
        (phase.id, phase.ordinal, bool(phase.final)) for phase in timeline.phases
    ]


def test_platform_is_not_located(plain):
    """The base in Irbil has no coordinates and two candidates, because no source says which it is."""
    platform = plain["bases"]["irbil-platform"]
    assert "unknown" == platform["location"]
    assert ["erbil", "harir"] == [claim["value"] for claim in platform["candidates"]]


def test_nothing_is_dated_after_the_evidence(plain):
    """Nothing is said to have happened, and nothing was published, after the day on which the evidence ends."""
    horizon = plain["evidence_until"]
    published = [
        ce.parse_date(source["published"]) for source in plain["sources"].values() if "published" in source
    ]
    actual = [
        ce.parse_date(claim["date"])
        for *_, claim in claims_of(plain)
        if "basis" not in claim and claim.get("date", "none") not in {"unknown", "none"}
    ]
    days = [date.earliest.isoformat() for date in published + actual if date.earliest is not None]
    assert not [day for day in days if day > horizon]


def test_every_record_is_sourced(plain):
    """Each record other than a source says on which sources it rests."""
    assert not [
        record_id
        for section in SECTIONS[1:]
        for record_id, record in plain[section].items()
        if not record.get("cite")
    ]


def test_every_claim_is_sourced(plain):
    """Each claim has a source of its own or, where it is one plain value, the record's."""
    assert not [
        (record_id, field)
        for record_id, record, field, claim in claims_of(plain)
        if not claim.get("cite") and (claim.keys() > {"value"} or not cited_for(record, field))
    ]


def test_every_field_is_sourced(plain):
    """A record that cites field by field leaves no field without a source."""
    claimed = {(record_id, field) for record_id, _, field, claim in claims_of(plain) if claim.get("cite")}
    assert not [
        (record_id, field)
        for section in SECTIONS[1:]
        for record_id, record in plain[section].items()
        for field in record.keys() - {"cite", "note", "summary"}
        if (record_id, field) not in claimed and not cited_for(record, field)
    ]


def test_every_source_is_used(plain):
    """No source stands in the file without being cited."""
    cited = {source for *_, claim in claims_of(plain) for source in claim.get("cite", ())}
    for section in SECTIONS[1:]:
        for record in plain[section].values():
            cite = record["cite"]
            cited.update(*cite.values() if isinstance(cite, dict) else [cite])
    assert not plain["sources"].keys() - cited


def test_copies_of_the_statement_are_one_witness(timeline):
    """The statement and its thirteen copies count as one witness of the end of phase one."""
    (claim,) = timeline["phase-1"].end.actual
    assert 14 == len(claim.cites)
    assert ["committee-statement"] == [root.id for root in claim.roots]


def test_bases_do_not_share_a_name(plain):
    """No name or alias of one base is also that of another, however it is spelt in upper and lower case."""
    owners = {}
    for base_id, base in plain["bases"].items():
        for alias in (base["name"], *base.get("aliases", ())):
            name = alias["text"] if isinstance(alias, dict) else alias
            owners.setdefault(name.casefold(), set()).add(base_id)
    assert not [name for name, bases in owners.items() if len(bases) > 1]


def test_text_survives_a_round_trip(timeline):
    """Written as YAML and read again, the timeline says the same."""
    assert ce.to_plain(timeline) == ce.to_plain(ce.parse(ce.to_yaml(timeline)))
