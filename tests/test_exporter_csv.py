"""The CSV exporter: what its tables say, who can read them, and that they invent nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math

import pytest
from hypothesis import given, strategies

import changing
import coalition_events as ce
import exporting
import samples
from coalition_events.exporters import _csv_lines, csv as exporter_csv
from fresh import export_elsewhere
from goldens import check_golden
from optional import need

TABLES = (
    "events",
    "bases",
    "phases",
    "agreements",
    "actors",
    "sources",
    "claims",
    "statements",
    "provisions",
    "counts",
)
COMPUTED = ("state", "slippage", "control")
FULL = samples.full()
# what the reader and the model refuse: control characters but TAB and LF, halves of surrogate pairs
TEXTS = strategies.text(strategies.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n"))


def rows(timeline, on=None, **options):
    """The rows of a table as Python's reader sees them, each a mapping."""
    data, _ = exporting.run("csv", timeline, on, **options)
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def by_id(timeline, on=None, **options):
    """The rows by their id."""
    return {row["id"]: row for row in rows(timeline, on, **options)}


def titled(*titles):
    """A timeline with a milestone of each of these titles."""
    kind = {"kind": "other", "when": "2030-01-15"}
    milestones = [ce.Milestone(id=f"m-{number}", title=title, **kind) for number, title in enumerate(titles)]
    return ce.Timeline(id="t", title="T", revised="2030-01-20", milestones=milestones)


@pytest.mark.parametrize("table", ["events", "claims"])
def test_full_is_as_last_looked_at(table):
    """The tables of events and of claims of the whole sample are as in the golden files."""
    name = "full.csv" if table == "events" else f"full.{table}.csv"
    check_golden(name, exporting.run("csv", samples.full(), table=table)[0])


@pytest.mark.parametrize("table", [*TABLES, *COMPUTED])
@pytest.mark.parametrize("timeline", [samples.small(), samples.full(), samples.hostile()])
def test_every_table_is_rfc_4180(table, timeline):
    """Lines end in CRLF, every row is as long as the header, no name stands twice, and the first is not ID."""
    data, _ = exporting.run("csv", timeline, table=table)
    text = data.decode()
    header, *body = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert {len(header)} == {len(row) for row in [header, *body]}
    assert len(header) == len(set(header))
    assert "ID" != header[0]
    assert text.endswith("\r\n")
    assert text.count("\r\n") == len(body) + 1  # embedded line ends are LF
    assert text.count("\r\n") == text.count("\r")


@pytest.mark.parametrize("table", [*TABLES, *COMPUTED])
def test_an_empty_timeline_is_a_header(table):
    """No record gives a header and no row."""
    timeline = ce.Timeline(id="none-yet", title="T", revised="2030-02-02")
    assert 1 == exporting.run("csv", timeline, table=table)[0].count(b"\r\n")


def test_the_tables_are_the_choices():
    """What the option offers is what is tested here."""
    (choices,) = (f.metadata["choices"] for f in exporter_csv.CsvOptions.__attrs_attrs__ if f.name == "table")
    assert (*TABLES, *COMPUTED) == (*choices,)


def test_bom_only_by_option():
    """Excel gets its byte order mark when asked for; nobody else does."""
    plain, _ = exporting.run("csv", samples.small())
    assert b"\xef\xbb\xbf" + plain == exporting.run("csv", samples.small(), bom=True)[0]
    assert plain.startswith(b"id,")


@pytest.mark.parametrize("number", range(len(samples.HOSTILE)))
def test_raw_texts_come_back_letter_for_letter(number):
    """With formulas=raw, Python's reader gives back each hostile text as it was written."""
    row = by_id(samples.hostile(), formulas="raw")[f"milestone-{number}"]
    assert [samples.HOSTILE[number]] * 4 == [row[key] for key in ("title", "summary", "note", "as_written")]


def test_pandas_gives_back_hostile_texts(tmp_path):
    """pandas, reading texts as texts, gives back each hostile text letter for letter."""
    pandas = need("pandas")
    path = tmp_path / "hostile.csv"
    path.write_bytes(exporting.run("csv", samples.hostile(), formulas="raw")[0])
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False).set_index("id")
    assert list(samples.HOSTILE) == [
        frame.loc[f"milestone-{n}", "title"] for n in range(len(samples.HOSTILE))
    ]


def test_duckdb_gives_back_hostile_texts(tmp_path):
    """DuckDB gives back each hostile text letter for letter."""
    duckdb = need("duckdb")
    path = tmp_path / "hostile.csv"
    path.write_bytes(exporting.run("csv", samples.hostile(), formulas="raw")[0])
    query = (
        "select id, title from read_csv(?, all_varchar=true, header=true, delim=',', quote='\"', escape='\"')"
    )
    found = dict(duckdb.sql(query, params=[str(path)]).fetchall())
    assert list(samples.HOSTILE) == [found[f"milestone-{number}"] for number in range(len(samples.HOSTILE))]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-x", "@x", "\tx", " =1", "＝1", "=HYPERLINK(1)", "-", "'=1"]
)
def test_a_formula_gets_an_apostrophe(text):
    """What a spreadsheet would run is neutralised, and what already looks so stays told apart from it."""
    assert f"'{text}" == rows(titled(text))[0]["title"]
    assert text == rows(titled(text), formulas="raw")[0]["title"]


@pytest.mark.parametrize("text", ["-77.05", "+964", "1e5", "'quoted'", "plain", "1986. A great year", "a=b"])
def test_the_guard_spares_what_is_no_formula(text):
    """A number is no formula, nor is a text that begins otherwise."""
    assert text == rows(titled(text))[0]["title"]


@given(TEXTS)
def test_any_text_comes_back(text):
    """Every text that the model takes is given back by Python's reader, and the guard can be undone."""
    title = text if text.strip() else "x"
    assert title == rows(titled(title), formulas="raw")[0]["title"]
    assert title == ce.textsafe.spreadsheet_text(rows(titled(title))[0]["title"])


@given(TEXTS.filter(str.strip), TEXTS.filter(str.strip))
def test_two_texts_never_look_the_same(one, other):
    """The guard makes no two titles one."""
    first, second = (row["title"] for row in rows(titled(one, other)))
    assert (one == other) == (first == second)


def test_cells_that_others_would_cut_are_quoted():
    """A ";" or a TAB, at which spreadsheets of other countries cut, stands inside quotes only."""
    data, _ = exporting.run("csv", titled("x;=1+1", "tab\there"))
    assert b'"x;\'=1+1"' in data
    assert b'"tab\there"' in data


def test_a_longitude_is_a_number_to_pandas(tmp_path):
    """-77.05 is a number in the columns of degrees, with the guard on."""
    pandas = need("pandas")
    path = tmp_path / "bases.csv"
    path.write_bytes(exporting.run("csv", samples.full(), table="bases")[0])
    frame = pandas.read_csv(path).set_index("id")
    assert "f" == frame["longitude"].dtype.kind
    assert (-33.1, -77.05) == (frame.loc["south", "latitude"], frame.loc["south", "longitude"])


def test_pandas_types_the_events(tmp_path):
    """pandas reads the bounds as days, the count as a number and disputed as a truth value."""
    pandas = need("pandas")
    path = tmp_path / "full.csv"
    path.write_bytes(exporting.run("csv", samples.full())[0])
    frame = pandas.read_csv(path, parse_dates=["earliest", "latest", "revised"])
    assert ["M", "M", "M", "i", "b"] == [
        frame[name].dtype.kind for name in ("earliest", "latest", "revised", "claims", "disputed")
    ]


def test_duckdb_types_the_events(tmp_path):
    """DuckDB, sniffing, finds days in the bounds, numbers in the counts, and texts in the dates as written."""
    duckdb = need("duckdb")
    path = tmp_path / "full.csv"
    path.write_bytes(exporting.run("csv", samples.full())[0])
    query = "select distinct typeof(earliest), typeof(latest), typeof(date), typeof(claims) from read_csv(?)"
    assert [("DATE", "DATE", "VARCHAR", "BIGINT")] == duckdb.sql(query, params=[str(path)]).fetchall()


def test_degrees_are_in_fixed_point():
    """No exponent, no negative zero, 6 decimals at most, and what was finer is reported."""
    base = ce.Base(id="b", name="B", location=ce.Location(latitude=0.00001, longitude=-0.00000001))
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", bases=[base])
    (row,) = rows(timeline, table="bases")
    assert ("0.00001", "0") == (row["latitude"], row["longitude"])
    losses = exporting.run("csv", timeline, table="bases")[1]
    assert ("b", "location", ce.LossAction.COARSENED) in [
        (loss.record, loss.field, loss.action) for loss in losses
    ]


def test_an_event_at_two_places_has_no_single_point():
    """Degrees stand beside an event only where it has one located base."""
    found = by_id(samples.full())
    assert ("33.7856", "42.4412") == (found["handover"]["latitude"], found["handover"]["longitude"])
    assert ("", "field|south") == (found["parade"]["latitude"], found["parade"]["bases"])


def test_the_date_stands_as_written():
    """Every form of date that the profile has is in the column date, letter for letter."""
    found = by_id(samples.full())
    assert samples.DATES == [found[f"form-{number}"]["date"] for number in range(len(samples.DATES))]


@pytest.mark.parametrize("table", [*TABLES, *COMPUTED])
@pytest.mark.parametrize("name", ["full", "iraq"])
def test_no_day_that_nobody_stated(name, table):
    """Outside the columns named as bounds, every full day of every table is one that stands in the timeline."""
    timeline = FULL if name == "full" else ce.bundled(name)
    stated = changing.stated_days(timeline)
    for row in rows(timeline, table=table):
        told = " ".join(
            cell for name, cell in row.items() if name not in {"earliest", "latest", *BOUND_COLUMNS}
        )
        assert [] == [day for day in changing.days_in(told) if day not in stated]


def test_an_undated_event_says_why():
    """An unknown date is an empty cell beside the word; no date becomes a date."""
    found = by_id(samples.full())["undated"]
    assert ("", "unknown", "", "", "undated") == tuple(
        found[name] for name in ("date", "absence", "earliest", "latest", "status")
    )


def test_status_is_of_the_day():
    """A plan is overdue after its last day, seen from the day that was asked for."""
    plan = ce.Milestone(id="it", kind="other", when=ce.Claim(date="2030-05", basis="planned"))
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", milestones=[plan])
    days = [ce.parse_date(text).latest for text in ("2030-05-31", "2030-06-01")]
    assert ["planned", "overdue"] == [by_id(timeline, on)["it"]["status"] for on in days]


def test_claims_stand_side_by_side():
    """The row of an event holds all claims about it; the table of claims has a row for each."""
    found = by_id(samples.full())["handover"]
    assert ("true", "4", "21:30+03:00", "west") == tuple(
        found[name] for name in ("disputed", "claims", "time", "by")
    )
    assert 5 == len(found["claims_text"].split(" | "))
    claims = [
        row
        for row in rows(samples.full(), table="claims")
        if (row["record"], row["field"]) == ("handover", "when")
    ]
    assert ["1", "2", "3", "4", "5"] == [row["n"] for row in claims]
    assert ("rejected", "A misprint.", "book") == tuple(
        claims[-1][name] for name in ("rank", "note", "sources")
    )


def test_a_word_of_absence_is_a_row_of_claims():
    """That a place is unknown or a holder is none has its row, number 0, as it is no claim of a source."""
    found = {
        (row["record"], row["field"]): row for row in rows(samples.full(), table="claims") if row["n"] == "0"
    }
    assert {
        ("hall", "holder"): "none",
        ("somewhere", "location"): "unknown",
        ("pact", "ends"): "none",
        ("phase-1", "start"): "unknown",
        ("undated", "when"): "unknown",
    } == {place: row["absence"] for place, row in found.items()}


def test_a_figure_is_a_row_of_counts():
    """A stated number keeps its range and is never expanded."""
    first, second = rows(samples.full(), table="counts")
    assert ("4..5", "4", "5", "2030-05-01") == tuple(
        first[name] for name in ("number", "at_least", "at_most", "date")
    )
    assert ("all", "", "", "all bases") == tuple(
        second[name] for name in ("number", "at_least", "at_most", "as_written")
    )


def test_joined_texts_can_be_told_apart():
    """A bar inside an alias does not make it two."""
    names = (["a | b"], ["a", "b"])
    actors = [ce.Actor(id=f"a-{number}", name="A", aliases=aliases) for number, aliases in enumerate(names)]
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", actors=actors)
    assert [r"a \| b", "a | b"] == [row["aliases"] for row in rows(timeline, table="actors")]


def test_keys_of_others_are_kept_as_json():
    """Keys that begin with x- are one JSON object in the column extra."""
    assert {"x-band": {"size": 12}} == json.loads(by_id(samples.full())["parade"]["extra"])


@pytest.mark.parametrize("name", ["full", "iraq"])
def test_what_is_carried_is_not_lost(name):
    """No feature that the exporter says it carries is among the losses of the sample or of the real timeline."""
    timeline, carries = (
        FULL if name == "full" else ce.bundled(name),
        exporter_csv.coalition_events_exporter().carries,
    )
    assert set() == {loss.feature for loss in exporting.run("csv", timeline)[1]} & set(carries)


def test_a_record_without_a_row_is_a_loss():
    """A provision that no event stands for is named in full, as is a source that no event cites.

    Without a row, the day on which the file was last changed stands nowhere.
    """
    source = ce.Source(id="source", title="S", url="https://example.org")
    provision = ce.Provision(id="guests", text="Guests may stay")
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", sources=[source], provisions=[provision])
    losses = {(loss.record, loss.field) for loss in exporting.run("csv", timeline)[1]}
    of_the_file = {("", "title"), ("", "revised")}
    assert {("guests", "text"), ("source", "title"), ("source", "url"), *of_the_file} == losses


@pytest.mark.parametrize("table", [*TABLES, *COMPUTED])
def test_no_claim_is_lost_in_silence(table):
    """Whichever claim is taken out of the whole sample, the bytes change or it was named in the losses."""
    _check_silence(table, changing.without_one_claim)


@pytest.mark.parametrize("table", [*TABLES, *COMPUTED])
def test_nothing_is_lost_in_silence(table):
    """Whatever key is taken out of the whole sample, the bytes change or it was named in the losses."""
    _check_silence(table, changing.without_one_value)


def _check_silence(table, without_one):
    data, losses = exporting.run("csv", FULL, table=table)
    for record, names, timeline in without_one(FULL):
        without, _ = exporting.run("csv", timeline, table=table)
        assert not changing.silent(data, losses, (record, without), names), (record, names)


def test_all_tables_together_hold_nearly_all():
    """What no table holds is what the timeline says of itself; every record is whole in one table or another."""
    missing = [
        {(loss.record, loss.field) for loss in exporting.run("csv", samples.full(), table=t)[1]}
        for t in TABLES
    ]
    lost = set.intersection(*missing)
    assert {""} == {record for record, _ in lost}


def test_same_bytes_elsewhere():
    """Hash seed, time zone and locale change neither the bytes nor the losses."""
    data, losses = exporting.run("csv", samples.full())
    assert data + repr(losses).encode() == export_elsewhere("csv")


def test_streams_row_by_row():
    """A table comes row by row, so that it need not be held."""
    exporter = exporter_csv.coalition_events_exporter()
    request = ce.ExportRequest(timeline=titled(*map(str, range(600))), options=exporter.options())
    assert [1] * 601 + [0] == [piece.count(b"\r\n") for piece in exporter.export(request)]


# ---------------------------------------------------------------------------------------------------- worked out

BOUND_COLUMNS = {"since_earliest", "since_latest", "until_earliest", "until_latest"}
DAYS = [dt.date(2025, 12, 1), dt.date(2026, 1, 17), dt.date(2026, 1, 18), dt.date(2026, 9, 30), None]


CELLS = strategies.lists(
    strategies.text(
        strategies.characters(codec="utf-8") | strategies.sampled_from(" ,;=+-@'\"\t\r\n\0\u00a0\u2003＝a"),
        max_size=6,
    ),
    min_size=1,
    max_size=4,
)


@given(cells=CELLS, guard=strategies.booleans())
def test_a_line_is_its_cells(cells, guard):
    """What is asked of a whole line, whether any cell needs care, gives what each cell by itself would give."""
    one_by_one = ",".join([_csv_lines.cell(cell, guard=guard) for cell in cells])
    assert _csv_lines.line(cells, guard=guard).decode() == f"{one_by_one}\r\n"


@pytest.mark.parametrize("table", COMPUTED)
def test_worked_out_tables_are_as_last_looked_at(table):
    """The tables that are worked out of the whole sample, the state on a day, are as in the golden files."""
    on = dt.date(2030, 4, 14) if table == "state" else None
    check_golden(f"full.{table}.csv", exporting.run("csv", FULL, on, table=table)[0])


@pytest.mark.parametrize("on", DAYS)
def test_the_state_table_agrees_with_state(on):
    """There is a row for each answer of ``state``, with its certainty, reason, best and holders."""
    timeline = ce.bundled("iraq")
    state = ce.state(timeline, on or timeline.evidence_until)
    parts = ("bases", "phases", "agreements", "provisions", "due")
    expected = {
        (part.removesuffix("s"), key, ""): answer
        for part in parts
        for key, answer in getattr(state, part).items()
    }
    for key, base in state.bases.items():
        expected |= {("presence", key, present.actor.id): present.answer for present in base.present}
    expected |= {("presence", "", key): answer for key, answer in state.elsewhere.items()}
    found = {(row["kind"], row["id"], row["actor"]): row for row in rows(timeline, on, table="state")}
    assert expected.keys() == found.keys()
    for key, answer in expected.items():
        because = answer.because.value if answer.because else ""
        assert (answer.best, answer.certainty.value, because) == tuple(
            found[key][name] for name in ("best", "certainty", "because")
        )
    for key, base in state.bases.items():
        held = [h.actor.id for h in base.holders if h.answer.certainty is not ce.Certainty.NOT]
        assert "|".join(held) == found["base", key, ""]["holders"]


@pytest.mark.parametrize(
    ("evidence_until", "on", "day"),
    [
        ("2030-03-01", None, "2030-03-01"),
        ("2030-03-01", dt.date(2030, 1, 5), "2030-01-05"),
        (None, None, "2030-02-02"),
        (None, dt.date(2030, 1, 5), "2030-01-05"),
    ],
)
def test_the_state_table_says_of_which_day_it_is(evidence_until, on, day):
    """The day asked for, else the end of the evidence, else that of the last change, stands in every row."""
    plain = ce.to_plain(samples.small()) | ({"evidence_until": evidence_until} if evidence_until else {})
    found = rows(ce.parse(json.dumps(plain)), on, table="state")
    assert {day} == {row["on"] for row in found}


def test_no_state_is_certain_after_the_evidence():
    """The day after the evidence no row is certain, of the bundled timeline or of the whole sample."""
    for timeline in (FULL, ce.bundled("iraq")):
        found = rows(timeline, timeline.evidence_until + dt.timedelta(days=1), table="state")
        assert {("possibly", "horizon")} == {(row["certainty"], row["because"]) for row in found}


def test_slippage_of_phase_one_has_no_lower_bound():
    """Planned for September 2025, phase one was late by at most 110 days, and nothing says by how many at least."""
    found = [
        row
        for row in rows(ce.bundled("iraq"), table="slippage")
        if row["event"] == "phase-1.end" and row["plan"] in {"2025-09", "[..2025-09]"}
    ]
    assert found
    assert {("", "110", "true", "[..2026-01-18]")} == {
        tuple(row[name] for name in ("late_least", "late_most", "can_be_late", "actual")) for row in found
    }


@pytest.mark.parametrize("name", ["full", "iraq"])
def test_the_slippage_table_agrees_with_slippage(name):
    """Each row of ``slippage`` is a row of the table with the same bounds; no bound is an empty cell."""
    timeline = FULL if name == "full" else ce.bundled(name)
    slips, found = ce.slippage(timeline), rows(timeline, table="slippage")
    for slip, row in zip(slips, found, strict=True):
        assert (slip.event.id, str(slip.plan.date)) == (row["event"], row["plan"])
        for pair in ("late", "shift", "outside"):
            bounds = ["" if side is None else str(side) for side in getattr(slip, pair) or (None, None)]
            assert bounds == [row[f"{pair}_least"], row[f"{pair}_most"]]
        assert [slip.first, slip.newest] == [row["first"] == "true", row["newest"] == "true"]
        assert (row["reported"] == "false") == (slip.reading is None)


@pytest.mark.parametrize("name", ["full", "iraq"])
def test_the_control_table_agrees_with_control(name):
    """Each period of ``control`` of each base is a row with the same holders and the same bounds."""
    timeline = FULL if name == "full" else ce.bundled(name)
    periods = [(base.id, period) for base in timeline.bases for period in ce.control(timeline, base.id)]
    for (base, period), row in zip(periods, rows(timeline, table="control"), strict=True):
        assert (base, "|".join(holder.word for holder in period.holders)) == (row["base"], row["holders"])
        for edge, bounds in (("since", period.since), ("until", period.until)):
            for side, bound in zip(("earliest", "latest"), bounds, strict=True):
                day = dt.date.fromordinal(int(bound)).isoformat() if math.isfinite(bound) else ""
                assert day == row[f"{edge}_{side}"]
        sure = len(period.holders) == 1 and period.holders[0].word != "unknown"
        assert ("true" if sure else "false") == row["certain"]


def test_a_worked_out_row_has_the_sources_of_its_claims():
    """A claim that cites nothing rests on the sources of its record, and each claim says what it is about."""
    report = ce.Source(id="report", title="R")
    base, west = ce.Base(id="b", name="B"), ce.Actor(id="west", name="West")
    milestone = ce.Milestone(id="m", kind="takeover", bases=base, to=west, when="2030-01-15", cites=report)
    parts = {"sources": [report], "actors": [west], "bases": [base], "milestones": [milestone]}
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-20", **parts)
    (row,) = (row for row in rows(timeline, table="state") if row["kind"] == "base")
    assert ("report", "m.when: actual 2030-01-15 | m.to: west") == (row["sources"], row["claims"])


def test_pandas_types_the_worked_out_tables(tmp_path):
    """pandas reads the days of slippage as numbers, and the bounds of control and the day of the state as days."""
    pandas = need("pandas")
    frames = {}
    for table in COMPUTED:
        path = tmp_path / f"{table}.csv"
        path.write_bytes(exporting.run("csv", ce.bundled("iraq"), table=table)[0])
        frames[table] = pandas.read_csv(path)
    numbers = [f"{name}_{side}" for name in ("late", "shift", "outside") for side in ("least", "most")]
    assert {"f"} == {frames["slippage"][name].dtype.kind for name in numbers}
    flags = ("reported", "can_be_late", "first", "newest")
    assert {"b"} == {frames["slippage"][name].dtype.kind for name in flags}
    assert ("i", "b") == tuple(frames["control"][name].dtype.kind for name in ("n", "certain"))
    days = [*(frames["control"][name] for name in sorted(BOUND_COLUMNS)), frames["state"]["on"]]
    assert {"M"} == {pandas.to_datetime(column).dtype.kind for column in days}


@pytest.mark.parametrize("table", COMPUTED)
def test_worked_out_tables_name_what_they_leave_out(table):
    """A claim that stands in a row is no loss; another one of the same field is, as an alternative."""
    losses = {(loss.record, loss.field): loss.feature for loss in exporting.run("csv", FULL, table=table)[1]}
    assert ce.Feature.ALTERNATIVES == losses.get(("handover", "when"))  # the misprint is in none
    assert ("several", "values") in losses
    assert ("", "revised") in losses
    assert (("field", "holder") in losses) == (
        table != "control"
    )  # at the end of June it held the base no more
