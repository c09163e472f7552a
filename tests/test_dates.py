from __future__ import annotations

import datetime as dt
import itertools
import json
import math
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings, strategies as st

import coalition_events as ce
import optional
import strategies
from coalition_events.relations import Certainty

VECTORS = json.loads((Path(__file__).parent / "data" / "date-vectors.json").read_text(encoding="utf-8"))
WORDS = {answer.value: answer for answer in Certainty}
# held_by, holders and breaks ask who held a base: they come with the questions about states
OPERATIONS = {"before", "same_day", "within", "covers", "overlaps", "during", "gap", "slip"}
LATER = {"held_by", "holders", "breaks"}
CASES = [
    pytest.param(work["op"], case, id=f"{work['id']}-{work['op']}-{number}")
    for work in VECTORS["worked"]
    for number, case in enumerate(work["cases"])
    if work["op"] in OPERATIONS
]


def read(text):
    """A date, or the stretch between two that no A/B can hold, which the vectors write with an ellipsis."""
    if "…" in text:
        return ce.Span.between(*(ce.UncertainDate.parse(part) for part in text.split(" … ")))
    return ce.parse_date(text)


def ask(operation, case):
    """The answer of our function to a case."""
    margins = {"margins": case.get("margins", {})}
    if operation == "within":
        return ce.within(read(case["a"]), day(case["first"]), day(case["last"]), **margins)
    if operation == "covers":
        return ce.covers(read(case["span"]), day(case["day"]), **margins)
    if operation == "slip":
        pair = read(case["planned"]), read(case["actual"])
        late = ce.lateness(*pair)
        return {"shift": list(ce.shift(*pair)), "late": late if late is None else list(late)}
    answer = getattr(ce, operation)(read(case["a"]), read(case["b"]), **margins)
    return list(answer) if operation == "gap" else answer


def day(text):
    """A calendar day, or none."""
    return dt.date.fromisoformat(text) if text else None


def ordinal(text, *, low):
    """A bound of the vectors as a day number: none is unknown, a sign is open."""
    infinite = {"-": -math.inf, "+": math.inf, None: -math.inf if low else math.inf}
    return infinite[text] if text in infinite else dt.date.fromisoformat(text).toordinal()


# ------------------------------------------------------------------------------------------------ the vectors


@pytest.mark.parametrize(("text", "expected"), list(VECTORS["dates"].items()))
def test_vector_date(text, expected):
    """A date of the vectors has its bounds, its precision and its mark."""
    date = ce.UncertainDate.parse(text)
    found = (date.earliest, date.latest, date.precision, date.mark)
    assert (day(expected[0]), day(expected[1]), *expected[2:]) == found


@pytest.mark.parametrize(("text", "expected"), list(VECTORS["spans"].items()))
def test_vector_span(text, expected):
    """A span of the vectors has its four bounds."""
    lows = (True, True, False, False) if not text.startswith("/") else (True, False, False, False)
    assert (
        tuple(ordinal(bound, low=low) for bound, low in zip(expected, lows, strict=True)) == read(text).bounds
    )


@pytest.mark.parametrize(("operation", "case"), CASES)
def test_vector_case(operation, case):
    """A question of the vectors has its answer."""
    expected = case["answer"]
    assert (WORDS[expected] if isinstance(expected, str) else expected) == ask(operation, case)


def test_no_vector_is_forgotten():
    """Every operation of the vectors is tested here or named as belonging to another page."""
    assert OPERATIONS | LATER == {work["op"] for work in VECTORS["worked"]}


# ------------------------------------------------------------------------------------------------ reading

PLAIN = "write YYYY-MM-DD, YYYY-MM or YYYY, '[A..B]' for one day between two"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"'' is not a date: {PLAIN}"),
        ("2030-1-5", f"'2030-1-5' is not a date: {PLAIN}"),
        ("20300105", f"'20300105' is not a date: {PLAIN}"),
        ("2030-01-15\n", f"'2030-01-15\\n' is not a date: {PLAIN}"),
        (" 2030", f"' 2030' is not a date: {PLAIN}"),
        ("２０３０", f"'２０３０' is not a date: {PLAIN}"),
        ("-0001", f"'-0001' is not a date: {PLAIN}"),
        ("Y12030", f"'Y12030' is not a date: {PLAIN}"),
        ("2030S2", f"'2030S2' is not a date: {PLAIN}"),
        ("?2030-01", f"'?2030-01' is not a date: {PLAIN}"),
        ("2030-1X", f"'2030-1X' is not a date: {PLAIN}"),
        ("2030-01-15T24:00:00Z", f"'2030-01-15T24:00:00Z' is not a date: {PLAIN}"),
        ("2030-01-15T10:00:00+14:99", f"'2030-01-15T10:00:00+14:99' is not a date: {PLAIN}"),
        ("2030-01-15T10:00", f"'2030-01-15T10:00' is not a date: {PLAIN}"),
        ("0000", "'0000' is not a date: years run from 0001 to 9999"),
        ("2030-13", "'2030-13' is not a date: there is no month 13"),
        ("2030-00", "'2030-00' is not a date: there is no month 00"),
        ("2030-37", "'2030-37' is not a date: there is no month 37"),
        ("2030-42", "'2030-42' is not a date: there is no month 42"),
        ("2030-02-29", "'2030-02-29' is not a date: February 2030 has 28 days"),
        ("2030-01-00", "'2030-01-00' is not a date: January 2030 has 31 days"),
        ("2030-33-01", "'2030-33-01' is not a date: a quarter has no day: write the month"),
        ("2030-40-XX", "'2030-40-XX' is not a date: a half has no day: write the month"),
        (
            "2030-21",
            "'2030-21' is not a date: seasons have no agreed days: write the months, such as '[2026-03..2026-05]'",
        ),
        ("203X-01", "'203X-01' is not a date: digits are left open from the right only"),
        ("2030-XX-15", "'2030-XX-15' is not a date: digits are left open from the right only"),
        ("2030-01T10:00:00", "'2030-01T10:00:00' is not a date: a clock time needs a full date"),
        ("2030-01-XXT10:00:00", "'2030-01-XXT10:00:00' is not a date: a clock time needs a full date"),
        ("2030,2031", "'2030,2031' lists dates: write one range '[A..B]', or a claim for each"),
        (
            "{2030..2031}",
            "'[{2030..2031}]': '{2030' lists dates: write one range '[A..B]', or a claim for each",
        ),
        ("[2030,2031]", "'[2030,2031]' is not one range of days: write '[A..B]', '[..B]' or '[A..]'"),
        ("[2030]", "'[2030]' is not one range of days: write '[A..B]', '[..B]' or '[A..]'"),
        ("..", "'[..]' is not one range of days: write '[A..B]', '[..B]' or '[A..]'"),
        (
            "[2030..2031..2032]",
            "'[2030..2031..2032]' is not one range of days: write '[A..B]', '[..B]' or '[A..]'",
        ),
        ("2031..2030", "'[2031..2030]' ends before it starts"),
        (
            "2030-01..2031",
            "'[2030-01..2031]' mixes a month with a year: write both ends to the same precision",
        ),
        ("2030~..2031", "'[2030~..2031]': the ends of a range take no mark and no clock time"),
        (
            "[2030-01-15T10:00:00..]",
            "'[2030-01-15T10:00:00..]': the ends of a range take no mark and no clock time",
        ),
        ("[2030-13..]", "'[2030-13..]': '2030-13' is not a date: there is no month 13"),
        ("/", "'/' says nothing: one end of a stretch of days must be a date"),
        ("../", "'../' says nothing: one end of a stretch of days must be a date"),
        ("2031/2030", "'2031/2030' ends before it starts"),
        ("2030/2031/2032", f"'2030/2031/2032': '2031/2032' is not a date: {PLAIN}"),
        ("2030/2031..", f"'2030/2031..': '2031..' is not a date: {PLAIN}"),
        (
            "2030-01-15T10:00:00/2031",
            "'2030-01-15T10:00:00/2031': the ends of a stretch of days take no clock time",
        ),
        ("2" * 65, f"'{'2' * 64}'… is too long for a date"),
    ],
)
def test_refused(text, message):
    """What the profile does not have is refused with the text and what to write instead."""
    with pytest.raises(ce.DateError) as caught:
        ce.parse_date(text)
    assert message == str(caught.value)


def test_wrong_class():
    """A span is no single day and a day no span: each class says so and names the other form."""
    with pytest.raises(ce.DateError, match=r"'2030/2031' is a stretch of days, expected one day"):
        ce.UncertainDate.parse("2030/2031")
    with pytest.raises(ce.DateError, match=r"'2030' is one day, expected a stretch of days 'A/B'"):
        ce.Span.parse("2030")
    assert "2030/2031" == ce.Span.parse("2030/2031").text
    with pytest.raises(ce.DateError, match=r"'2031 … 2030' ends before it starts"):
        ce.Span.between(ce.UncertainDate.parse("2031"), ce.UncertainDate.parse("2030"))


@pytest.mark.parametrize(
    ("short", "edtf"), [("..2030", "[..2030]"), ("2030..", "[2030..]"), ("2030..2031", "[2030..2031]")]
)
def test_shorthand(short, edtf):
    """Brackets may be left out; the text of the result is EDTF."""
    assert edtf == str(ce.parse_date(short))
    assert ce.parse_date(edtf) == ce.parse_date(short)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("20XX", "century"),
        ("000X", "decade"),
        ("00XX", "century"),
        ("2030-XX-XX", "year"),
        ("2030-01-XX", "month"),
        ("2030-36", "quarter"),
        ("2030-40", "half"),
        ("2030-01-15T10:00:00+03", "second"),
        ("2030-01/2030-03", "month"),
        ("2030-01-15/2030", "day/year"),
        ("../2030-01", "open/month"),
        ("2030/", "year/unknown"),
    ],
)
def test_precision(text, precision):
    """The precision is the unit that is known; for a span that of both ends."""
    assert precision == ce.parse_date(text).precision


def test_year_one():
    """A decade and a century that would begin in the year 0 begin in the year 1, as the calendar does."""
    assert dt.date(1, 1, 1) == ce.parse_date("000X").earliest == ce.parse_date("00XX").earliest


@pytest.mark.parametrize(
    ("text", "mark", "known"),
    [
        ("2030-01-15", "", True),
        ("2030-01-15~", "~", False),
        ("2030-01", "", False),
        ("[2030-01-15..2030-01-15]", "", True),
        ("2030-01-15/2030-01-20", "", True),
        ("2030-01-15?/2030-01-20", "?", False),
        ("2030-01-15~/2030~", "~", False),
        ("2030?/2031%", "?%", False),
        ("2030-01-15/..", "", False),
        ("/2030-01-15~", "~", False),
    ],
)
def test_marks(text, mark, known):
    """Only what is stated to the day and without a mark is known to the day."""
    date = ce.parse_date(text)
    assert (mark, known) == (date.mark, date.known_to_the_day)


def test_names_itself():
    """Printed, a date is its EDTF text; in a repr, with its class."""
    assert ("2030-01", "UncertainDate('2030-01')") == (str(read("2030-01")), repr(read("2030-01")))
    assert ("2030/..", "Span('2030/..')") == (str(read("2030/..")), repr(read("2030/..")))


# ------------------------------------------------------------------------------------------------ properties


@given(strategies.date_texts)
def test_round_trip(text):
    """Every text of the profile is read and printed unchanged, and equal texts are equal dates."""
    date = ce.parse_date(text)
    assert text == str(date)
    assert (ce.parse_date(text), hash(ce.parse_date(text))) == (date, hash(date))


@given(strategies.dates)
def test_bounds_are_ordered(date):
    """No bound lies before the one that precedes it, and bounds and days are the same."""
    bounds = date.bounds
    assert list(bounds) == sorted(bounds) if isinstance(date, ce.UncertainDate) else bounds[0] <= bounds[1]
    assert bounds[0] <= bounds[-1]
    if date.earliest:
        assert date.earliest.toordinal() == bounds[0]
    if date.latest:
        assert date.latest.toordinal() == bounds[-1]


@given(strategies.days, st.integers(0, 10))
def test_unit_holds_its_day(some_day, form):
    """However coarsely a day is written, it lies between the bounds."""
    date = ce.UncertainDate.parse(strategies.unit(some_day, form))
    assert date.earliest <= some_day <= date.latest


@given(strategies.dates, strategies.dates)
@example(read("[..2030-01-15]"), read("2030-01-16"))
def test_certainly_before_sorts_before(a, b):
    """The order for lists is total, and what is certainly before also sorts before."""
    if ce.before(a, b) is Certainty.CERTAINLY:
        assert a.sort_key < b.sort_key
    assert (a.sort_key < b.sort_key) + (b.sort_key < a.sort_key) + (a == b) == 1


SMALL = st.integers(0, 11).map(lambda number: dt.date(2030, 1, 10) + dt.timedelta(number))


@st.composite
def small_dates(draw):
    """One day within twelve, known, or between two, or open to a side."""
    first, last = sorted((draw(SMALL), draw(SMALL)))
    return read(draw(st.sampled_from([f"{first}", f"[{first}..{last}]", f"[..{last}]", f"[{first}..]"])))


@st.composite
def small_spans(draw):
    """A stretch between two such days, or with an open or unknown end."""
    first, last = sorted((draw(SMALL), draw(SMALL)))
    text = draw(
        st.sampled_from([f"{first}/{last}", f"{first}/..", f"{first}/", f"../{last}", f"/{last}", ""])
    )
    if text:
        return read(text)
    start, end = draw(small_dates()), draw(small_dates())
    assume(start.bounds[0] <= end.bounds[1])
    return ce.Span.between(start, end)


EDGE_LOW, EDGE_HIGH = dt.date(2030, 1, 1).toordinal(), dt.date(2030, 1, 31).toordinal()


def worlds_of_date(date):
    """Every day on which it may have been, far days standing for those that are further."""
    low, high = date.bounds
    return range(int(max(low, EDGE_LOW)), int(min(high, EDGE_HIGH)) + 1)


def worlds(span):
    """Every pair of a first and a last day, the edges standing for all that lies beyond."""
    if isinstance(span, ce.UncertainDate):
        return [(number, number) for number in worlds_of_date(span)]
    anything = range(EDGE_LOW, EDGE_HIGH + 1)
    starts = [EDGE_LOW] if span.open_start else worlds_of_date(span.start) if span.start else anything
    ends = [EDGE_HIGH] if span.open_end else worlds_of_date(span.last) if span.last else anything
    return [(start, end) for start, end in itertools.product(starts, ends) if start <= end]


def in_all_or_some(truths):
    """Certainly if in all worlds, possibly if in some, else not."""
    seen = set(truths)
    return Certainty.CERTAINLY if seen == {True} else Certainty.POSSIBLY if True in seen else Certainty.NOT


def test_stretches_that_may_share_a_day():
    """Two stretches may overlap if the last possible day of one is the first day of the other."""
    first, other = ce.parse_date("2025-01-01/2025-02"), ce.parse_date("2025-02-28/2025-03-05")
    assert ce.overlaps(first, other) is ce.overlaps(other, first) is Certainty.POSSIBLY


@settings(max_examples=200, deadline=None)
@given(small_spans(), small_spans(), SMALL)
def test_spans_against_enumeration(a, b, some_day):
    """Every answer about spans is that of trying all days on which they may have begun and ended."""
    number, pairs = some_day.toordinal(), [(x, y) for x in worlds(a) for y in worlds(b)]
    assert in_all_or_some(s <= number <= e for s, e in worlds(a)) is ce.covers(a, some_day)
    assert in_all_or_some(x[1] < y[0] for x, y in pairs) is ce.before(a, b)
    assert in_all_or_some(x[0] <= y[1] and y[0] <= x[1] for x, y in pairs) is ce.overlaps(a, b)
    if not (a.open_start or a.open_end or b.open_start or b.open_end):
        assert in_all_or_some(y[0] <= x[0] and x[1] <= y[1] for x, y in pairs) is ce.during(a, b)
    low, high = (dt.date(2030, 1, 12), dt.date(2030, 1, 18))
    inside = in_all_or_some(low.toordinal() <= s and e <= high.toordinal() for s, e in worlds(a))
    assert inside is ce.within(a, low, high)


@settings(max_examples=200, deadline=None)
@given(small_dates(), small_dates())
def test_dates_against_enumeration(a, b):
    """Every answer about two dates is that of trying all days on which they may have been."""
    pairs = list(itertools.product(worlds_of_date(a), worlds_of_date(b)))
    assert in_all_or_some(x < y for x, y in pairs) is ce.before(a, b)
    assert in_all_or_some(x == y for x, y in pairs) is ce.same_day(a, b)


@settings(max_examples=200, deadline=None)
@given(small_spans(), small_spans())
def test_gap_against_enumeration(a, b):
    """The least and the most days between two spans are those of all the ways they may lie."""
    gaps = {y[0] - x[1] - 1 for x in worlds(a) for y in worlds(b)}
    least, most = ce.gap(a, b)
    assert least in {None, min(gaps)}
    assert most in {None, max(gaps)}
    assert (math.isinf(a.bounds[3]) or math.isinf(b.bounds[0])) == (least is None)


@given(small_dates(), small_dates())
def test_shift_against_enumeration(planned, actual):
    """The shift reaches from the least to the most days between the two; lateness counts from the plan's last day."""
    least, most = ce.shift(planned, actual)
    shifts = [y - x for x, y in itertools.product(worlds_of_date(planned), worlds_of_date(actual))]
    assert least in {None, min(shifts)}
    assert most in {None, max(shifts)}
    late = ce.lateness(planned, actual)
    assert (planned.latest is None) == (late is None)
    if late and None not in late:
        days = [y - planned.latest.toordinal() for y in worlds_of_date(actual)]
        assert (min(days), max(days)) == late


def test_margins_widen_marked_dates_only():
    """A margin counts once for ? and ~ and twice for %, in a span for each end by its own precision."""
    margins = {"day": 7}
    texts = ["2030-01-15", "2030-01-15?", "2030-01-15~", "2030-01-15%", "2030-01~"]
    first_after = []
    for text in texts:
        last = read(text).latest
        days = (last + dt.timedelta(number) for number in range(1, 30))
        surely = (
            one
            for one in days
            if ce.before(read(text), read(f"{one}"), margins=margins) is Certainty.CERTAINLY
        )
        first_after.append((next(surely) - last).days)
    assert [1, 8, 8, 15, 1] == first_after
    span = read("2030-01-15~/2030-02~")
    assert Certainty.POSSIBLY is ce.covers(span, dt.date(2030, 1, 10), margins=margins)
    assert Certainty.NOT is ce.covers(span, dt.date(2030, 1, 10))
    span = read("2030-01-15/2030-02-10~")
    assert Certainty.POSSIBLY is ce.covers(span, dt.date(2030, 2, 17), margins=margins)
    assert Certainty.NOT is ce.covers(span, dt.date(2030, 2, 18), margins=margins)
    assert Certainty.NOT is ce.covers(span, dt.date(2030, 2, 17))


# ------------------------------------------------------------------------------------------------ three answers

ALL = list(Certainty)


def test_answers_have_no_truth_value():
    """An answer used as a condition is an error that says what to compare it with."""
    for answer in ALL:
        with pytest.raises(TypeError, match=f"'{answer}' is neither true nor false: compare it with"):
            bool(answer)


@pytest.mark.parametrize(("a", "b"), list(itertools.product(ALL, ALL)))
def test_kleene(a, b):
    """And, or and not are those of strong Kleene logic."""
    ranks = {Certainty.NOT: 0, Certainty.POSSIBLY: 1, Certainty.CERTAINLY: 2}
    by_rank = {rank: answer for answer, rank in ranks.items()}
    assert by_rank[min(ranks[a], ranks[b])] is a & b
    assert by_rank[max(ranks[a], ranks[b])] is a | b
    assert by_rank[2 - ranks[a]] is ~a
    assert ~(a & b) is (~a | ~b)


# ------------------------------------------------------------------------------------------------ another reader

# What the package edtf makes of these is not what we make of them; None: it does not read them.
DIFFERENCES = {
    "2030/": [(2030, 1, 1), (2040, 1, 1)],  # it pads an unknown end by ten years; here it has no bound
    "/2030": [(2020, 12, 31), (2030, 12, 31)],
    "000X": [(0, 1, 1), (9, 12, 31)],  # here, as in the calendar, there is no year 0
    "00XX": [(0, 1, 1), (99, 12, 31)],
    # within a range it knows neither X nor quarters, within a stretch not all X, and no mark on a quarter or a time
    "[203X..204X]": None,
    "[2030-33..2030-34]": None,
    "2030-33/2030-34": None,
    "2030-33~": None,
    "2030-01-15T10:00:00~": None,
    "2030-01-XX?/2031": None,
}


def _comparable(text):
    """Whether none of the declared differences concerns a text."""
    units = text.strip("[]").replace("..", "/").split("/")
    parts = any(unit[4:6] in {"-3", "-4"} for unit in units)
    several = len(units) > 1
    unknown = text.startswith("/") or text.endswith("/")
    return not (
        unknown
        or ((parts or "T" in text) and (several or text[-1] in "?~%"))
        or (several and "X" in text)
        or text.startswith(("000X", "00XX"))
    )


def _bounds_by_edtf(text):
    """The first and the last day as the package has them, None where open."""
    edtf = optional.need("edtf")
    date = edtf.parse_edtf(text)
    moments = date.lower_strict(), date.upper_strict()
    return [(one.tm_year, one.tm_mon, one.tm_mday) if hasattr(one, "tm_year") else None for one in moments]


def _our_bounds(text):
    date = ce.parse_date(text)
    return [(one.year, one.month, one.day) if one else None for one in (date.earliest, date.latest)]


@settings(deadline=None)
@given(strategies.date_texts.filter(_comparable))
def test_bounds_agree_with_edtf(text):
    """On the common profile, the PyPI package edtf finds the same first and last day."""
    assert _bounds_by_edtf(text) == _our_bounds(text)


@pytest.mark.parametrize(("text", "theirs"), list(DIFFERENCES.items()))
def test_declared_differences_from_edtf(text, theirs):
    """Where the package differs, it differs in the declared way, so that the list can't go stale."""
    edtf = optional.need("edtf")
    assert not _comparable(text)
    if theirs is None:
        with pytest.raises(edtf.EDTFParseException, match="Invalid input or format"):
            _bounds_by_edtf(text)
    else:
        assert theirs == _bounds_by_edtf(text)
        assert theirs != _our_bounds(text)
