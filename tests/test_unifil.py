"""The bundled timeline of the UN force in Lebanon: sourced, ahead of its deadlines, and no plan taken for a fact."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import coalition_events as ce

SECTIONS = ("actors", "bases", "agreements", "phases", "provisions", "milestones", "counts", "statements")
CLAIM_KEYS = {"date", "value", "number"}
PATH = Path(ce.__file__).parent / "data" / "unifil.yaml"
LAST_DAY_OF_OPERATIONS = "2026-12-31"
MOST_WORDS_QUOTED = 12
ONE_YEAR = 365

# Fields of which the sources disagree, and statements that contradict another.
CONFLICTS = [
    ("agreements.resolution-2790", "signed"),
    ("agreements.truce-2024", "signed"),
    ("agreements.truce-2024", "in_force"),
    ("agreements.framework-2026", "signed"),
    ("phases.withdrawal", "start"),
    ("phases.withdrawal", "end"),
    ("provisions.last-mandate", "ends"),
    ("milestones.reduction-begins", "when"),
    ("milestones.coalition-announced", "when"),
    ("milestones.aoun-welcomes-coalition", "when"),
    ("counts.all-personnel", "values"),
    ("counts.uniformed-personnel", "values"),
    ("counts.peacekeepers-still-to-go", "values"),
    ("counts.yearly-cost", "values"),
    ("counts.option-one-size", "values"),
    ("statements.force-failed", "contradicts"),
    ("statements.withdrawal-from-year-end", "contradicts"),
    ("statements.cut-is-money-only", "contradicts"),
    ("statements.cut-spares-coordination", "contradicts"),
    ("statements.wider-tasks", "contradicts"),
    ("statements.israel-rejects-successor", "contradicts"),
    ("statements.letter-means-more", "contradicts"),
]


@pytest.fixture(scope="module")
def timeline():
    """Read the file once."""
    return ce.read(PATH)


@pytest.fixture(scope="module")
def plain(timeline):
    """Give the timeline as mappings and lists of the file's shape."""
    return ce.to_plain(timeline)


def record_at(plain, path):
    """Give the record at ``section.id``."""
    section, _, record_id = path.partition(".")
    return plain[section][record_id]


def claims_of(plain):
    """Yield every claim with its record's id, its record and its field."""
    for section in SECTIONS:
        for record_id, record in plain[section].items():
            for field, value in record.items():
                for claim in value if isinstance(value, list) else ():
                    if isinstance(claim, dict) and CLAIM_KEYS & claim.keys():
                        yield record_id, record, field, claim


def cited_for(record, field):
    """Give the sources of a field: those cited for it, else those cited for the record."""
    cite = record.get("cite", [])
    return cite.get(field, []) if isinstance(cite, dict) else cite


def names_of(base):
    """Give the name and the aliases of a base, in one case."""
    texts = [base["name"], *base.get("aliases", ())]
    return {(text["text"] if isinstance(text, dict) else text).casefold() for text in texts}


def test_reads_without_problem(timeline):
    """The file is read without a problem, under its own id, with something in each of the nine sections."""
    assert "unifil" == timeline.id
    assert all(getattr(timeline, section) for section in ("sources", *SECTIONS))


def test_has_no_error_among_the_findings(timeline):
    """No finding is an error: nothing in the file is surely inconsistent."""
    assert not [finding for finding in ce.findings(timeline) if "error" == finding.level]


def test_every_record_is_sourced(plain):
    """Each record other than a source says on which sources it rests."""
    assert not [
        record_id
        for section in SECTIONS
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
        for section in SECTIONS
        for record_id, record in plain[section].items()
        for field, value in record.items()
        if field not in {"cite", "note", "summary"} and "unknown" != value
        if (record_id, field) not in claimed and not cited_for(record, field)
    ]


def test_every_source_is_used(plain):
    """No source stands in the file without being cited."""
    cited = {source for *_, claim in claims_of(plain) for source in claim.get("cite", ())}
    for section in SECTIONS:
        for record in plain[section].values():
            cite = record["cite"]
            cited.update(*cite.values() if isinstance(cite, dict) else [cite])
    assert not plain["sources"].keys() - cited


def test_resolution_2790_is_adopted_in_august_2025(timeline):
    """Resolution 2790 was adopted on 28 August 2025, which the best claim says."""
    resolution = timeline["resolution-2790"]
    assert "resolution" == resolution.kind
    assert "2025-08-28" == str(resolution.signed.best.date)


def test_older_instruments_have_their_days(timeline):
    """The founding resolutions and 1701 have the day of their adoption, the status agreement its year only."""
    days = {
        "resolution-425": "1978-03-19",
        "resolution-426": "1978-03-19",
        "resolution-1701": "2006-08-11",
        "status-of-forces-agreement": "1995",
    }
    assert days == {name: str(timeline[name].signed.best.date) for name in days}


def test_operations_end_is_a_plan_only(timeline):
    """Operations are planned to end on 31 December 2026, and no claim says that they did."""
    end = timeline["operations"].end
    assert LAST_DAY_OF_OPERATIONS == str(end.best.date)
    assert end.planned
    assert not end.actual


def test_later_phases_are_plans_only(timeline):
    """No claim says that the withdrawal or the liquidation has begun or ended."""
    for phase in (timeline["withdrawal"], timeline["liquidation"]):
        assert phase.start.planned
        assert not phase.start.actual
        assert not phase.end.actual


def test_deadlines_are_plans_only(timeline):
    """Of what is due at a deadline only the options were delivered; the rest is planned and nothing more."""
    deadlines = [milestone for milestone in timeline.milestones if "deadline" == milestone.kind]
    assert all(milestone.when.planned for milestone in deadlines)
    assert ["options-report"] == [milestone.id for milestone in deadlines if milestone.when.actual]


def test_withdrawal_window_is_one_year_at_most(timeline):
    """The withdrawal has a planned window that begins when operations end and is no longer than a year."""
    best = timeline["withdrawal"].end.best
    assert "planned" == best.basis
    assert LAST_DAY_OF_OPERATIONS == best.date.earliest.isoformat()
    assert ONE_YEAR >= (best.date.latest - best.date.earliest).days


def test_liquidation_has_no_stated_end(timeline):
    """The liquidation begins after the withdrawal, on no stated day, and no day is made up for its end."""
    start = timeline["liquidation"].start.best.date
    assert LAST_DAY_OF_OPERATIONS == start.earliest.isoformat()
    assert start.latest is None
    assert not [claim.date for claim in timeline["liquidation"].end if claim.date]


def test_options_are_due_by_first_june(timeline):
    """The Secretary-General's options are due by 1 June 2026 and came on that day."""
    when = timeline["options-report"].when
    assert {"[..2026-06-01]"} == {str(claim.date) for claim in when.planned}
    assert {"2026-06-01"} == {str(claim.date) for claim in when.actual}


def test_plans_say_who_set_them(timeline):
    """Each plan of resolution 2790 names the Council and the day on which it was set."""
    places = [timeline["operations"].end, timeline["withdrawal"].start, timeline["withdrawal"].end]
    for claims in (*places, timeline["liquidation"].start):
        plan = next(claim for claim in claims.planned if claim.by and "security-council" == claim.by.id)
        assert "2025-08-28" == str(plan.said)


def test_provisions_of_the_resolution_are_under_it(timeline):
    """What the resolution provides stands under it: each modality, and some with a condition."""
    provisions = [
        provision for provision in timeline.provisions if timeline["resolution-2790"] is provision.under
    ]
    assert {"permitted", "obliged", "planned", "intended", "other"} == {item.modality for item in provisions}
    assert [item.id for item in provisions if item.condition]


def test_phases_are_three_and_in_order(timeline):
    """Operations, withdrawal and liquidation are the phases, in this order, and only the last is final."""
    assert [("operations", 1, False), ("withdrawal", 2, False), ("liquidation", 3, True)] == [
        (phase.id, phase.ordinal, bool(phase.final)) for phase in timeline.phases
    ]


def test_nothing_is_done_after_the_evidence(plain):
    """Nothing is said to have happened, and nothing was published, after the day on which the evidence ends."""
    horizon = plain["evidence_until"]
    published = [
        ce.parse_date(source["published"]) for source in plain["sources"].values() if "published" in source
    ]
    actual = [
        ce.parse_date(claim["date"])
        for *_, claim in claims_of(plain)
        if "basis" not in claim
        and "rejected" != claim.get("rank")
        and claim.get("date", "none") not in {"unknown", "none"}
    ]
    days = [date.earliest.isoformat() for date in published + actual if date.earliest is not None]
    assert max(days) <= horizon


def test_evidence_ends_with_the_newest_day(plain):
    """The evidence ends on the newest day of which a source speaks, not on a later one."""
    claimed = [claim["date"] for *_, claim in claims_of(plain) if "basis" not in claim and "date" in claim]
    assert plain["evidence_until"] in claimed


def test_nothing_is_certain_at_the_deadline(timeline):
    """Two weeks after the day on which operations are to end, no base, phase, agreement or provision is certain."""
    state = ce.state(timeline, dt.date(2027, 1, 15))
    answers = [
        *state.bases.values(),
        *state.phases.values(),
        *state.agreements.values(),
        *state.provisions.values(),
    ]
    assert answers
    assert not [answer for answer in answers if ce.Certainty.CERTAINLY is answer.certainty]


@pytest.mark.parametrize(("path", "field"), CONFLICTS, ids=[f"{path}.{field}" for path, field in CONFLICTS])
def test_conflict_stands_side_by_side(plain, path, field):
    """Where sources disagree, both sides are in the file: differing claims of one field, or a contradiction."""
    value = record_at(plain, path).get(field, [])
    if "contradicts" == field:
        assert value
    else:
        assert len({str(claim.get("date")) + str(claim.get("number")) for claim in value}) > 1


def test_bases_do_not_share_a_name(plain):
    """No name or alias of one base is also that of another, however it is spelt in upper and lower case."""
    owners = Counter(name for base in plain["bases"].values() for name in names_of(base))
    assert not [name for name, count in owners.items() if count > 1]


def test_points_are_towns_with_their_error(plain):
    """Every point is the centre of a town with an error of kilometres; a base without a point says so."""
    places = [base["location"] for base in plain["bases"].values()]
    assert all("unknown" == place or place for place in places)
    points = [claim["value"] for place in places if "unknown" != place for claim in place]
    assert points
    assert {"town"} == {point["point"] for point in points}
    assert min(float(point["accuracy_m"]) for point in points) >= 1000


def test_addresses_are_web_addresses(plain):
    """Every address of a source is an http or https address with a host."""
    urls = [urlsplit(source["url"]) for source in plain["sources"].values() if "url" in source]
    assert urls
    assert not [url for url in urls if url.scheme not in {"http", "https"} or not url.hostname]


def test_sources_without_address_are_roots_or_data(plain):
    """A source without an address is one that others carry, or a package of place names."""
    carried = {source["repeats"] for source in plain["sources"].values() if "repeats" in source}
    assert {"geonames"} == {
        source_id for source_id, source in plain["sources"].items() if "url" not in source
    } - carried


def test_quotations_are_short(plain):
    """No quotation of a source is longer than a few words."""
    quoted = [claim["as_written"] for *_, claim in claims_of(plain) if "as_written" in claim]
    assert quoted
    assert not [text for text in quoted if len(text.split()) > MOST_WORDS_QUOTED]


def test_sources_and_roots_are_counted(plain):
    """There are more than a hundred sources, and copies make the roots clearly fewer."""
    sources = plain["sources"]
    roots = [source_id for source_id, source in sources.items() if "repeats" not in source]
    assert len(sources) > 100
    assert 30 < len(sources) - len(roots)


def test_reports_of_the_resolution_are_one_witness(timeline):
    """The resolution and all reports that carry its text count as one witness of the end of operations."""
    best = timeline["operations"].end.best
    assert len(best.cites) > 1
    assert ["res-2790"] == [root.id for root in best.roots]


def test_copies_of_the_spokeswoman_are_one_witness(timeline):
    """The agency's copies of one interview count as one witness, other interviews as others."""
    plan = max(timeline["uniformed-personnel-out"].when.planned, key=lambda claim: len(claim.cites))
    assert {"afp-2026-02", "dpa-2026-02", "europapress-2026-02"} == {root.id for root in plan.roots}


def test_army_positions_are_not_handovers(timeline):
    """The army's own positions are a count; one handover of a position is known, and it is older than the drawdown."""
    done = [item for item in timeline.milestones if "handover" == item.kind and item.when.actual]
    assert ["position-2-45a-handover"] == [item.id for item in done]
    assert done[0].when.best.date.latest < timeline["resolution-2790"].signed.best.date.earliest


def test_text_survives_a_round_trip(timeline):
    """Written as YAML and read again, the timeline says the same."""
    assert ce.to_plain(timeline) == ce.to_plain(ce.parse(ce.to_yaml(timeline)))
