from __future__ import annotations

import ast
import calendar
import copy
import datetime as dt
import html.parser
import json
import random
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

import coalition_events as ce
import samples
from coalition_events import textsafe
from coalition_events.exporters import markdown
from exporting import run
from fresh import export_elsewhere
from goldens import check_golden
from judging import cmark_gfm

EXPORTERS = Path(markdown.__file__).parent
MONTHS = list(calendar.month_name)
TAGS = {"a", "code", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "pre", "section", "strong", "sup"} | {
    *("table", "tbody", "td", "th", "thead", "tr", "ul")
}
TIMELINES = {
    "small": samples.small,
    "full": samples.full,
    "hostile": samples.hostile,
    "iraq": lambda: ce.bundled("iraq"),
}


def briefing(timeline, **options):
    """Export and give back the text."""
    return run("markdown", timeline, **options)[0].decode("utf-8")


def small_with(**changes):
    """Make the small timeline with other claims for its handover, and evidence until its end of March."""
    small = samples.small()
    report = small.sources[0]
    milestone = ce.Milestone(
        id="camp-handover", kind="handover", bases=small.bases[0], cites=report, **changes
    )
    parts = {name: getattr(small, name) for name in ("sources", "actors", "bases")}
    return ce.Timeline(
        id="small",
        title="A",
        revised="2030-04-01",
        evidence_until="2030-03-31",
        milestones=[milestone],
        **parts,
    )


def section(text, title):
    """Cut out one section."""
    return text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def without_chart(text):
    """Leave out the fenced block."""
    return re.sub(r"```mermaid\n.*?\n```\n", "", text, flags=re.DOTALL)


class Reader(html.parser.HTMLParser):
    """What a browser would make of a page: its text, its tags, its links, and how many cells each row has."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.links, self.tables = [], set(), [], []
        self.ids = []

    def handle_starttag(self, tag, attrs):
        """Note a tag, its link and its id; count the cell that it begins."""
        self.tags.add(tag)
        attributes = dict(attrs)
        self.links += [attributes["href"]] if "href" in attributes else []
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append(0)
        elif tag in {"td", "th"}:
            self.tables[-1][-1] += 1

    def handle_startendtag(self, tag, attrs):
        """Treat ``<hr />`` as any other tag."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        """Note a piece of text."""
        self.text.append(data)

    @property
    def words(self):
        """All the text on one line."""
        return " ".join("".join(self.text).split())


def markdown_it(text):
    """Read with markdown-it-py and its footnote plugin."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).render(text)


READERS = {"markdown-it-py": markdown_it, "cmark-gfm": cmark_gfm}


@pytest.fixture(params=READERS)
def read(request):
    """One of the two readers, as a function from Markdown to what a browser would make of it."""

    def read(text):
        reader = Reader()
        reader.feed(READERS[request.param](text))
        return reader

    return read


# ---------------------------------------------------------------------------------------------------- whole files


def test_golden_file():
    """The briefing of the full sample is the one that a person last looked at."""
    check_golden("full.md", run("markdown", samples.full())[0])


@pytest.mark.parametrize("name", TIMELINES)
def test_byte_rules(name):
    """Every briefing is UTF-8 with LF, one final newline, no BOM, no control character and no trailing space."""
    data, _ = run("markdown", TIMELINES[name]())
    text = data.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text)
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


def test_it_comes_section_by_section():
    """``export`` is a generator of bytes that begins with the title, so that a host can stream it."""
    exporter = markdown.coalition_events_exporter()
    request = ce.ExportRequest(timeline=samples.full(), options=exporter.options())
    parts = list(exporter.export(request))
    assert all(isinstance(part, bytes) for part in parts)
    assert parts[0].startswith(b"# The Union's mission\n")
    assert len(parts) > 10


def test_empty_timeline(read):
    """A timeline without records gives a short page that says so, with no empty section and no chart."""
    text = briefing(ce.Timeline(id="empty", title="Nothing yet", revised="2030-01-01"))
    assert "Nothing is recorded in this timeline yet." in text
    assert "##" not in text.replace("# Nothing yet", "", 1)
    assert "Last revised on 1 January 2030." in read(text).words


def test_same_bytes_in_a_fresh_process():
    """Another time zone, locale and hash seed change nothing."""
    data, losses = run("markdown", samples.full())
    assert export_elsewhere("markdown") == data + repr(losses).encode()


def test_exporter_is_a_guest():
    """The exporter's modules import the public face, the standard library, attrs and one another: nothing else."""
    modules = [EXPORTERS / "markdown.py", *EXPORTERS.glob("_md_*.py")]
    for module in modules:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                allowed = {*sys.stdlib_module_names, "attrs", "coalition_events"}
                assert all(name.name in allowed for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                assert node.module in {*sys.stdlib_module_names, "coalition_events", "collections.abc"}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 1
                names = [node.module] if node.module else [name.name for name in node.names]
                assert all(name.startswith("_md_") or name == "_answers" for name in names)


# ---------------------------------------------------------------------------------------------------- hostile texts


def test_hostile_texts_come_back_letter_for_letter(read):
    """Every hostile text is shown as it is, in both readers."""
    words = read(briefing(samples.hostile(), chart=False)).words
    for text in samples.HOSTILE:
        assert textsafe.one_line(text) in words


@pytest.mark.parametrize("name", TIMELINES)
def test_no_foreign_tag_link_or_cell(name, read):
    """No text makes a tag, a script link or a table cell; every row has as many cells as its header."""
    page = read(briefing(TIMELINES[name]()))
    assert page.tags <= TAGS
    assert all(re.match(r"https?://|mailto:|#", link) for link in page.links)
    assert all(set(rows) == {rows[0]} for rows in page.tables)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", TIMELINES)
def test_footnotes_are_defined_once_and_used(name, read):
    """Every mark has its definition, every definition a mark, and both readers make links of all of them."""
    text = briefing(TIMELINES[name]())
    marks = re.findall(r"(?!^)\[\^([a-z0-9-]+)\]", without_chart(text), re.MULTILINE)
    definitions = re.findall(r"^\[\^([a-z0-9-]+)\]:", text, re.MULTILINE)
    assert len(definitions) == len(set(definitions))
    assert set(marks) == set(definitions) == {source.id for source in TIMELINES[name]().sources}
    page = read(text)
    assert len([link for link in page.links if link.startswith("#fn") and "ref" not in link]) == len(marks)
    assert "[^" not in page.words


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_in_any_place(text):
    """A heading, a list item, a cell and a paragraph show any text letter for letter, with no tag of its own."""
    escaped = textsafe.markdown(text)
    page = Reader()
    page.feed(
        markdown_it(
            f"# {escaped}\n\n- {escaped}\n\n| a | b |\n| --- | --- |\n| {escaped} | x |\n\nx {escaped}\n"
        )
    )
    line = textsafe.one_line(text)
    assert page.words == " ".join(f"{line} {line} a b {line} x x {line}".split())
    assert page.tags <= {"h1", "ul", "li", "p", "table", "thead", "tbody", "tr", "th", "td"}
    assert page.tables == [[2, 2]]


# ---------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize("name", TIMELINES)
def test_no_day_that_nobody_stated(name):
    """Every day in words is one that the timeline states, in a date or in a text of its own."""
    timeline = TIMELINES[name]()
    stated = json.dumps(ce.to_plain(timeline), ensure_ascii=False)
    shown = re.findall(rf"\b([0-9]{{1,2}}) ({'|'.join(MONTHS[1:])}) ([0-9]{{4}})", briefing(timeline))
    assert shown
    for day, month, year in shown:
        iso = f"{year}-{MONTHS.index(month):02}-{int(day):02}"
        assert iso in stated or f"{day} {month} {year}" in stated


@pytest.mark.parametrize("name", TIMELINES)
def test_no_numerals_for_dates(name):
    """No date stands in numerals, but in addresses, footnote ids and where a text of the timeline has it so."""
    timeline = TIMELINES[name]()
    text = re.sub(r"<[^<> ]+>|\[\^[a-z0-9-]+\]", "", briefing(timeline))
    free = {
        match
        for record in timeline.records()
        for match in re.findall(r"[0-9]{4}-[0-9]{2}", repr_texts(record))
    }
    assert {match for match in re.findall(r"[0-9]{4}-[0-9]{2}", text) if match not in free} == set()


def repr_texts(record):
    """All free texts of a record and of its claims."""
    texts = [record.summary, record.note, record.label]
    for name in (
        "when",
        "start",
        "end",
        "signed",
        "in_force",
        "ends",
        "holder",
        "location",
        "values",
        "from_",
        "to",
    ):
        field = getattr(record, name, None)
        for claim in field if isinstance(field, ce.Claims | ce.Values | tuple) else ():
            texts += [getattr(claim, "note", ""), getattr(claim, "as_written", "")]
    return "\n".join(texts)


def test_planned_month_of_the_iraq_timeline_has_no_last_day():
    """Phase two is planned through a month: neither the month's last day nor its first stands anywhere."""
    text = briefing(ce.bundled("iraq"))
    assert "September 2026" in text
    assert not re.search(r"2026-09|(?<![0-9])(30|1) September 2026", text)


@pytest.mark.parametrize(
    ("plan", "actual", "words"),
    [
        ("..2029-12", "..2030-04-20", "at most 110 days late; no lower bound"),
        ("2030-01-10", "2030-01-15", "5 days late"),
        ("2030-01-14", "2030-01-15", "1 day late"),
        ("2030-01", "[2030-02-03..2030-02-05]", "3 to 5 days late"),
        ("2030-01", "[2030-01-20..2030-02-05]", "at most 5 days late; perhaps not late"),
        ("2030-01", "2030-02..", "at least 1 day late"),
        ("2030-01", "2029-12..", "how late, if late at all, is not known"),
        ("2030-01", "2030-01-31", "not late"),
        ("2030-01~", "2030-02-01", "by the stated days, 1 day late"),
        ("2029-12..", "2030-01-31", "the plan names no last day"),
    ],
)
def test_lateness_is_no_sharper_than_the_dates(plan, actual, words):
    """A plan against its outcome says how late at least and at most, and says which bound there is not."""
    claims = [ce.Claim(date=plan, basis="planned"), ce.Claim(date=actual)]
    rows = section(briefing(small_with(when=claims)), "What is planned, and what slipped")
    assert f"{words} |" in rows


def test_new_plan_is_measured_against_the_old():
    """A plan whose place a later one surely took says by how much it moved, within what both months allow."""
    claims = [
        ce.Claim(date="2030-04", basis="planned", said="2029-01-01"),
        ce.Claim(date="2030-06", basis="planned", said="2029-06-01"),
    ]
    rows = section(briefing(small_with(when=claims)), "What is planned, and what slipped")
    assert "the newest plan is 32 to 90 days later" in rows
    assert rows.count("the newest plan") == 1


def test_overdue_by_the_day_asked_for():
    """A plan is overdue once its last day lies before the day asked for, else before the end of the evidence."""
    timeline = small_with(when=ce.Claim(date="2030-03", basis="planned"))
    assert "overdue" not in briefing(timeline)
    later = run("markdown", timeline, on=ce.parse_date("2030-04-01").earliest)[0].decode()
    assert "overdue: not reported as done by 1 April 2030" in later
    assert "Plans are called overdue as of 1 April 2030." in later


def test_lateness_is_that_of_each_reading():
    """Claims that can all be true are one outcome, held against the plan once; a conflict has two."""
    dates = ("[2030-01-10..2030-01-20]", "2030-01-15", "2030-02-05")
    claims = [ce.Claim(date="2030-01-01", basis="planned"), *(ce.Claim(date=date) for date in dates)]
    rows = section(briefing(small_with(when=claims)), "What is planned, and what slipped")
    assert (
        "between 10 and 20 January 2030 / 15 January 2030: 14 days late; 5 February 2030: 35 days late |"
        in rows
    )


def test_late_at_least_if_it_came_after_the_evidence():
    """What is not reported is never late for sure: the least days stand under the condition that it came later."""
    rows = section(
        briefing(small_with(when=ce.Claim(date="2030-03-21", basis="planned"))),
        "What is planned, and what slipped",
    )
    assert (
        "not reported as done by 31 March 2030; if it came after 31 March 2030, at least 11 days late |"
        in rows
    )


# ---------------------------------------------------------------------------------------------------- on a day


def state_of(timeline, day):
    """The section on one day, and its heading."""
    text = run("markdown", timeline, on=dt.date.fromisoformat(day))[0].decode()
    heading = re.search(r"^## (State on .*)$", text, re.MULTILINE)[1]
    return heading, section(text, heading)


def test_golden_file_of_a_day():
    """The briefing of the full sample on a day is the one that a person last looked at."""
    check_golden("full.on.md", run("markdown", samples.full(), on=dt.date(2030, 4, 14))[0])


@pytest.mark.parametrize("name", TIMELINES)
@pytest.mark.parametrize("day", ["2030-04-14", "2035-01-01"])
def test_a_day_changes_no_rule(name, day, read):
    """With a day too, every text is escaped, every row whole, every footnote defined, and nothing is dropped."""
    data, losses = run("markdown", TIMELINES[name](), on=dt.date.fromisoformat(day))
    text, page = data.decode(), read(data.decode())
    assert page.tags <= TAGS
    assert all(set(rows) == {rows[0]} for rows in page.tables)
    assert "[^" not in page.words
    assert {loss.feature for loss in losses if loss.action == "dropped"} <= {ce.Feature.EXTRA}
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["full", "iraq"])
def test_nothing_is_certain_after_the_evidence(name):
    """On a day past the evidence the section says so, and the word certainly stands in no answer but on plans."""
    heading, text = state_of(TIMELINES[name](), "2035-01-01")
    assert "State on 1 January 2035" == heading
    assert "after it nothing is certain, and nothing excluded." in text
    _, _, answers = text.partition("nothing excluded.")
    assert "certainly" not in answers
    assert "possibly" in answers


def test_a_day_without_an_end_of_evidence():
    """Where the evidence ends is unknown, the section says that, and the claims alone decide."""
    _, text = state_of(samples.small(), "2030-01-15")
    assert "Where the evidence ends is not stated." in text
    assert "| **Camp One** | West[^report] | certainly | – |" in text
    _, before = state_of(samples.small(), "2030-01-14")
    assert "| **Camp One** |" in before
    assert "certainly" not in before.partition("### ")[2]


def test_every_answer_of_state_is_in_the_section():
    """Each base, phase, agreement, provision, presence and due plan stands there, as sure as ``state`` says."""
    timeline, on = ce.bundled("iraq"), dt.date(2025, 12, 1)
    state = ce.state(timeline, on)
    _, text = state_of(timeline, on.isoformat())
    lines = text.splitlines()
    for key, base in state.bases.items():
        name = textsafe.markdown(timeline[key].name)
        assert name in text
        if base.claims:
            (row,) = (line for line in lines if line.startswith(f"| **{name}**"))
            assert f"| {base.certainty.value} |" in row
    for what, part in (("under way", state.phases), ("in force", state.agreements | state.provisions)):
        for key, answer in part.items():
            title = textsafe.markdown(timeline[key].label).removesuffix(".")
            line = next(line for line in lines if title in line and what in line)
            assert (f"certainly {what}" in line) == (answer.certainty.value == "certainly")
    present = sum(len(base.present) for base in state.bases.values()) + len(state.elsewhere)
    assert present == sum(", at " in line and line.startswith("- ") for line in lines)
    due = text.partition("### What was due")[2]
    assert len(state.due) == due.count("\n- **")
    assert due.count("overdue (") == sum(answer.overdue for answer in state.due.values())


def test_an_answer_has_the_sources_of_its_claims():
    """A claim without sources of its own rests on those that are cited for its record."""
    timeline = small_with(when="2030-01-15", to=samples.small().actors[1])
    assert "| West[^report] | certainly |" in state_of(timeline, "2030-01-16")[1]


def test_a_whole_is_not_named_beside_its_part():
    """Who may have held a base is named once: not its state too, unless a claim names that as well."""
    text = state_of(samples.full(), "2030-04-14")[1]
    assert "| Western Army; possibly East or The Union[^wire] [^copy] | possibly |" in text


def test_without_a_day_there_is_no_state():
    """No section on a day stands in a briefing for which no day was asked."""
    assert "State on" not in briefing(samples.full())


# ---------------------------------------------------------------------------------------------------- what is held


def paths(value, path=()):
    """Every key and every element of a plain tree, by its path."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*path, key)
        yield from paths(value[key], (*path, key))


def lacking(plain, path):
    """The timeline without one key or element; ``None`` if it is none without it."""
    changed = copy.deepcopy(plain)
    owner = changed
    for step in path[:-1]:
        owner = owner[step]
    del owner[path[-1]]
    try:
        return ce.parse(json.dumps(changed))
    except ce.CoalitionEventsError:
        return None


def test_everything_removed_is_missed():
    """Each key, claim and element that can be taken out of the full sample changes the bytes or is a reported loss."""
    plain = ce.to_plain(samples.full())
    data, losses = run("markdown", ce.parse(json.dumps(plain)))
    tried = 0
    for path in paths(plain):
        timeline = lacking(plain, path)
        if timeline is not None:
            tried += 1
            lost = any(loss.field in path and (loss.record in path or not loss.record) for loss in losses)
            assert lost or run("markdown", timeline)[0] != data, path
    assert tried > 300


def test_claims_removed_from_the_iraq_timeline_are_missed():
    """Thirty claims of the real timeline, each removed alone, change the briefing: it holds every claim there is."""
    plain = ce.to_plain(ce.bundled("iraq"))
    data, _ = run("markdown", ce.parse(json.dumps(plain)))
    fields = {"when", "end", "start", "signed", "values", "holder", "from", "to"}
    claims = [path for path in paths(plain) if isinstance(path[-1], int) and path[-2] in fields]
    for path in random.Random(2026).sample(claims, 30):  # noqa: S311 - a fixed choice, so that a failure comes again
        timeline = lacking(plain, path)
        assert timeline is None or run("markdown", timeline)[0] != data, path


def test_losses_are_the_keys_of_programs():
    """The briefing loses the ``x-`` keys of the timeline and its records, and says so; nothing else."""
    _, losses = run("markdown", samples.full())
    assert [(loss.record, loss.field, loss.feature, loss.action) for loss in losses] == [
        ("", "x-made-for", "extra", "dropped"),
        ("parade", "x-band", "extra", "dropped"),
    ]
    carried = markdown.coalition_events_exporter().carries
    assert set(ce.Feature) - set(carried) == {ce.Feature.EXTRA}


def test_disputed_field_has_every_claim_with_speaker_wording_and_source():
    """What sources dispute stands side by side, the rejected claim and its reason included."""
    text = section(briefing(samples.full()), "What sources dispute")
    for words in (
        r"12 April 2030, 21\:30 (UTC+03\:00); said by West; credibility 2 of 6; preferred by the editors[^wire]",
        "between 13 and 15 April 2030; credibility 5 of 6[^copy]",
        "1 January 2030; rejected by the editors; note: A misprint.[^book]",
        "South Camp (“in the south”)[^copy]",
        "A threat persists (West)[^wire] / No threat is left[^copy]",
    ):
        assert words in text


def test_sites_without_a_place_get_none():
    """An unidentified site has candidates and no coordinates; a part is named as a part; a town is near, not there."""
    table = section(briefing(samples.full()), "Bases")
    rows = {line.split("**")[1]: line for line in table.splitlines() if line.startswith("| **")}
    assert "°" not in rows["an unnamed base"]
    assert "place not known, not identified; it may be North Field or South Camp" in rows["an unnamed base"]
    assert "part of North Field" in rows["The Hall"]
    assert "nobody" in rows["The Hall"]
    assert "near 33.8° N, 42.43° E (the town)" in rows["North Field"]
    assert "33.1° S, 77.05° W" in rows["South Camp"]
    assert "near" not in rows["South Camp"]


@pytest.mark.parametrize(
    ("kind", "passes", "words"),
    [
        ("handover", ("control",), ""),
        ("handover", ("control", "ownership"), "What passes: control and ownership"),
        ("handover", (), "What passes: nothing"),
        ("ceremony", (), ""),
        ("ceremony", ("ownership",), "What passes: ownership"),
    ],
)
def test_what_passes_is_said_where_it_is_not_the_usual(kind, passes, words):
    """What passes is told for a milestone that passes something else than its kind does."""
    timeline = ce.Timeline(
        id="one",
        title="One",
        revised="2030-01-01",
        milestones=[ce.Milestone(id="m", kind=kind, passes=passes, when="2029-05")],
    )
    text = briefing(timeline)
    assert words in text
    assert ("What passes" in text) == bool(words)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (ce.Claim(date="2030-01-15", time="21:30Z"), r"15 January 2030, 21\:30 (UTC)"),
        (ce.Claim(date="2030-01-15", time="21:30"), r"15 January 2030, 21\:30"),
        (ce.Claim(date=ce.Absence.UNKNOWN, note="Asked twice."), "not known; note: Asked twice."),
        (ce.Claim(date=ce.Absence.NONE, note="Never."), "did not happen; note: Never."),
        (ce.Claim(date="2030-01", basis="expected", said="2029"), "expected: January 2030; forecast: 2029"),
    ],
)
def test_claim_in_words(claim, words):
    """A claim with more to it than a date is told in full under its event."""
    assert f"  - Date: {words}\n" in briefing(small_with(when=claim))


def test_claims_that_agree_are_all_shown():
    """Several claims of one place differ in nothing but who says so, and all of them are listed."""
    wire, book = (ce.Source(id=name, title=name) for name in ("wire", "book"))
    point = ce.Location(latitude=1, longitude=2, accuracy_m=1500, point="other")
    base = ce.Base(id="base", name="Base", location=[ce.Value(value=point, cites=s) for s in (wire, book)])
    timeline = ce.Timeline(id="one", title="One", revised="2030-01-01", sources=[wire, book], bases=[base])
    place = "near 1° N, 2° E (a point nearby, within 1.5 km)"
    text = briefing(timeline)
    assert f"  - Place:\n    - {place}[^wire]\n    - {place}[^book]\n" in text
    assert f"| **Base** | {place} |" in text


def test_source_that_nothing_cites_is_listed():
    """A source without a claim has its footnote and stands among those cited nowhere above."""
    lone = ce.Source(id="lone", title="Lone", published=ce.Absence.UNKNOWN)
    text = briefing(ce.Timeline(id="one", title="One", revised="2030-01-01", sources=[lone]))
    assert "- Cited nowhere above: Lone[^lone]\n" in text
    assert text.endswith("[^lone]: Lone; published: not known\n")


def test_repeated_sources_name_their_root():
    """A copy says whose statement it repeats, and the sources are counted by roots."""
    text = briefing(samples.full())
    assert (
        "[^copy]: Copy of the wire report; published: July 2030; reliability D; repeats: Wire report\n"
        in text
    )
    assert "3 sources, of which 2 independent" in text


def test_lead_says_what_the_data_says():
    """The lead names the newest events, the next plan and the end of the evidence, each in the words of its date."""
    lead = briefing(samples.full()).split("\n## ", 1)[0]
    assert "**Form 8** (second half of 2030)" in lead
    assert r"Planned next: **Phase two\: the south\: ends** (planned: September 2031)." in lead
    assert "The evidence ends on 30 June 2030" in lead


# ---------------------------------------------------------------------------------------------------- chart


def chart_of(text):
    """The lines of the chart."""
    return re.search(r"```mermaid\n(.*?)\n```\n", text, re.DOTALL)[1].splitlines()


TEXT = r"(?:[^:;#`<>\"{}\[\]%\\|]|#[0-9]+;)+"
LINES = (
    rf"    accTitle: {TEXT}",
    rf"    accDescr: {TEXT}",
    rf"    title {TEXT}",
    r"    (?:[0-9]{1,4}|Up to some day|From some day on|In more than one year)",
    rf"        : {TEXT}",
)


def faults(lines):
    """What is wrong with a chart, by the rules that Mermaid itself breaks in silence."""
    if lines[0] != "timeline":
        yield "kind"
    for line in lines[1:]:
        if not any(re.fullmatch(pattern, line) for pattern in LINES):
            yield "sign"
        if re.search(r"[0-9]{4}-[0-9]{2}", line):
            yield "numerals"
    for line, following in zip(lines[4:], [*lines[5:], ""], strict=True):
        if re.fullmatch(LINES[3], line) and not following.startswith("        : "):
            yield "empty column"
    if not lines[1].startswith("    accTitle: ") or not lines[2].startswith("    accDescr: "):
        yield "no words for those who can't see it"
    columns = [line for line in lines if re.fullmatch(LINES[3], line)]
    if len(columns) != len(set(columns)):
        yield "column twice"


@pytest.mark.parametrize("name", TIMELINES)
def test_chart_has_no_fault(name):
    """Every chart keeps the rules, whatever the titles are."""
    assert list(faults(chart_of(briefing(TIMELINES[name]())))) == []


GOOD = [
    "timeline",
    "    accTitle: A",
    "    accDescr: B",
    "    title A",
    "    2030",
    "        : 1 May 2030 – x",
]


@pytest.mark.parametrize(
    ("place", "line", "fault"),
    [
        (0, "gantt", "kind"),
        (5, "        : a: b", "sign"),
        (5, "        : a; b", "sign"),
        (5, "        : a #1", "sign"),
        (5, "        : <b>", "sign"),
        (4, "    section", "sign"),
        (5, "        : 2030-05-01 x", "numerals"),
        (5, "    2031", "empty column"),
        (1, "    title A", "no words for those who can't see it"),
        (3, "    2030", "column twice"),
    ],
)
def test_lint_finds_each_fault(place, line, fault):
    """The lint of the charts finds a bad line for each of its rules, and nothing in a good chart."""
    assert list(faults(GOOD)) == []
    assert fault in list(faults([*GOOD[:place], line, *GOOD[place + 1 :]]))


def test_chart_puts_nothing_into_a_year_that_may_not_be_its_own():
    """What is open, or may lie in more than one year, stands in the last columns, with its words."""
    text = "\n".join(chart_of(briefing(samples.full())))
    years, rest = text.split("    Up to some day\n")
    assert "by 20 April 2030 – Phase 1" in rest
    assert "January 2030 or later" in rest
    assert "between 2030 and 2031" in rest
    assert "by 20 April" not in years


def test_chart_can_be_left_out():
    """Without its chart the briefing is the same but for that section."""
    text = briefing(samples.full())
    without = briefing(samples.full(), chart=False)
    assert "mermaid" not in without
    assert without == re.sub(r"## Chart\n.*?\n(?=## )", "", text, flags=re.DOTALL)


def test_chart_that_mermaid_would_refuse_is_not_drawn():
    """A chart over Mermaid's limit of characters is named in words and not written."""
    many = [
        ce.Milestone(id=f"m-{n}", title="x" * 300, kind="other", when=ce.Claim(date="2030-01-15"))
        for n in range(200)
    ]
    text = briefing(ce.Timeline(id="many", title="Many", revised="2030-01-01", milestones=many))
    assert "There are too many events for a chart" in text
    assert "mermaid" not in text


def test_texts_that_are_shown_without_their_marks_are_reported():
    """A mark of direction never gets into the output: the text that had it is coarsened, and no other text is."""
    milestone = ce.Milestone(id="m", kind="other", title="a\u200fb", note="c\u2028d", when="2030-01-15")
    timeline = ce.Timeline(id="t", title="عين الأسد", revised="2030-01-31", milestones=[milestone])
    data, losses = run("markdown", timeline)
    assert "\u200f" not in data.decode()
    assert {("m", "title"), ("m", "note")} == {
        (loss.record, loss.field) for loss in losses if loss.action == "coarsened"
    }
