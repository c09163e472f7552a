"""``show``, ``datasets``, ``formats``, ``schema`` and ``init``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

import coalition_events as ce
from coalition_events.cli.parser import positional
from commanding import run, spawn
from distributions import Site
from samples import DATES, full, hostile, small


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in an empty folder with a sample."""
    monkeypatch.chdir(tmp_path)
    Path("full.yaml").write_text(ce.to_yaml(full()), "utf-8")
    return tmp_path


# ---------------------------------------------------------------------------------------------------- show


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ([], (None, "iraq")),
        (["iraq"], (None, "iraq")),
        (["-"], (None, "-")),
        (["a.yaml"], (None, "a.yaml")),
        (["folder/file"], (None, "folder/file")),
        (["phase-1"], ("phase-1", "iraq")),
        (["Al Asad"], ("Al Asad", "iraq")),
        (["phase-1", "mission"], ("phase-1", "mission")),
        (["U.S. Army", "iraq"], ("U.S. Army", "iraq")),
    ],
    ids=str,
)
def test_id_or_source(what, expected) -> None:
    """A lone argument is the source if it is a bundled name or ``-``, or holds a dot or a slash; else the id."""
    assert expected == positional(what, ["iraq"])


def test_overview(capsys) -> None:
    """Without an id every event stands in a row with its date in words, its status, its id and its title."""
    ended = run(capsys, "show", "full.yaml")
    assert 0 == ended.code
    title, about, *_ = ended.out.splitlines()
    assert ("The Union's mission", "full, revised 2030-07-02, evidence until 2030-06-30") == (title, about)
    assert re.search(r"^12 April 2030 +done +handover +", ended.out, re.MULTILINE)
    assert re.search(r"^not known +undated +undated ", ended.out, re.MULTILINE)
    assert all(f" {event.id} " in ended.out for event in full().events())
    assert ended.out.endswith("3 sources with 2 roots; dates disputed: pact.signed, handover\n")


def test_overview_of_little(capsys) -> None:
    """A timeline without anything dated, without evidence and without sources has an overview too."""
    Path("bare.yaml").write_text(ce.to_yaml(ce.Timeline(id="bare", title="Bare", revised="2030-01-01")))
    out = run(capsys, "show", "bare.yaml").out
    assert out.startswith("Bare\nbare, revised 2030-01-01\n")
    assert out.endswith("0 sources with 0 roots; dates disputed: none\n")


def test_overview_as_json(capsys) -> None:
    """``--json`` gives the id, the title and every event with date, words and status."""
    data = json.loads(run(capsys, "show", "full.yaml", "--json").out)
    assert ("full", "The Union's mission") == (data["id"], data["title"])
    assert {"id", "kind", "title", "status", "date", "words", "disputed"} == set(data["events"][0])
    assert [event.id for event in full().events()] == [row["id"] for row in data["events"]]
    row = next(row for row in data["events"] if row["id"] == "handover")
    assert ("2030-04-12", "12 April 2030", True) == (row["date"], row["words"], row["disputed"])


def test_disputed_handover(capsys) -> None:
    """The handover of Ain al-Asad: the claims that disagree, who says each, and the roots that they share."""
    out = run(capsys, "show", "ain-al-asad-handover").out
    assert "when: disputed\n" in out
    actual = [line.strip() for line in out.splitlines() if line.startswith("  - actual: ")]
    assert [
        "- actual: between 31 December 2025 and 17 January 2026, [2025-12-31..2026-01-17] (preferred)",
        "- actual: 17 January 2026, 2026-01-17",
        "- actual: 1 January 2026, 2026-01-01",
    ] == actual
    assert "    said by Iraqi Ministry of Defence\n" in out
    assert "from: disputed\n" in out
    assert "to: disputed\n" in out
    assert re.search(r"^roots: 15 sources, 11 roots$", out, re.MULTILINE)
    assert re.search(r"^  - muhammadawi-2025-12 .*, shared by w61, w62a, w62b$", out, re.MULTILINE), (
        "three copies of one press conference"
    )


@pytest.mark.parametrize("name", ["عين الأسد", "Al Asad", "ain-al-asad", "AIN AL-ASAD AIR BASE"])
def test_any_name(capsys, name) -> None:
    """A record is found by its id, its name and its aliases in any script and case."""
    assert run(capsys, "show", name).out.startswith("Ain al-Asad Air Base\nain-al-asad (base, air-base)\n")


def test_event_id(capsys) -> None:
    """The ids that the overview prints lead to their records; alone, one that holds a dot gets a hint."""
    assert run(capsys, "show", "phase-1.end", "full.yaml").out.startswith("Phase 1\nphase-1 (phase)\n")
    ended = run(capsys, "show", "phase-1.end")
    assert (2, "coalition-events: 'phase-1.end' is no file; ask for the record: show phase-1\n") == (
        ended.code,
        ended.err,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ain-al-asad-handovr",), "did you mean 'ain-al-asad-handover'?"),
        (("xyzzy-plugh",), "nothing in 'iraq' is called 'xyzzy-plugh'"),
        (("a", "b", "c"), "put a name of several words in quotes"),
    ],
)
def test_unknown_id(capsys, arguments, message) -> None:
    """An unknown id is exit code 2 with the nearest one."""
    ended = run(capsys, "show", *arguments)
    assert (2, "") == (ended.code, ended.out)
    assert message in ended.err


def test_ambiguous_name(capsys) -> None:
    """A name that two records share is exit code 2 and lists their ids."""
    twins = [ce.Actor(id=name, name="Twin") for name in ("one", "two")]
    Path("twins.yaml").write_text(
        ce.to_yaml(ce.Timeline(id="t", title="T", revised="2030-01-01", actors=twins))
    )
    ended = run(capsys, "show", "twin", "twins.yaml")
    assert (2, True) == (ended.code, "the name of 'one', 'two': ask by id" in ended.err)


@pytest.mark.parametrize("record", list(full().records()), ids=lambda record: record.id)
def test_every_field(capsys, record) -> None:
    """Every field of every kind of record is shown: the keys that the file has, and each source by its id."""
    out = run(capsys, "show", record.id, "full.yaml").out
    plain = ce.to_plain(full())[record.section][record.id]
    hidden = {
        "kind",
        "cite",
        "name",
        "title",
        "text",
    }  # in the first two lines, and beside what they belong to
    assert [] == [key for key in plain if key not in hidden and not re.search(f"^{key}:", out, re.MULTILINE)]
    assert all(source.id in out for source in ce.references_of(record) if isinstance(source, ce.Source))


def test_words_of_claims(capsys) -> None:
    """A claim is shown with its basis, clock time, speaker, day said, wording, credibility, note and sources."""
    out = run(capsys, "show", "handover", "full.yaml").out
    assert "  - actual: 12 April 2030, 2030-04-12 at 21:30+03:00 (preferred)\n    said by West\n" in out
    assert "    credibility 2\n    source: wire Wire report (Agency, 30 June 2030, reliability B)\n" in out
    assert "  - planned: March 2030, 2030-03\n    said by East, 10 January 2030\n" in out
    assert "(rejected)\n    note: A misprint.\n" in out
    assert "  - copy" not in out
    assert "shared by wire, copy\n" in out


def test_words_of_places(capsys) -> None:
    """A place is shown with how exact it is; one that is not the site itself says so."""
    out = run(capsys, "show", "field", "full.yaml").out
    assert "  - near 33.8, 42.43\n" in out
    assert re.search(r"  - (near )?33\.7856, 42\.4412, within 500 m\n", out)
    assert "identifiers: icao XXAA, iata none\n" in out
    assert "source of name: wire\n" in out
    assert "aliases: حقل الشمال (ar), Nordfeld\n" in out


def test_words_of_absence(capsys) -> None:
    """What is known not to be and what is not known are told apart from what nobody speaks of."""
    assert "holder: none\n" in run(capsys, "show", "hall", "full.yaml").out
    assert "when: unknown\n" in run(capsys, "show", "undated", "full.yaml").out
    assert "holder" not in run(capsys, "show", "south", "full.yaml").out


def test_words_of_counts_sources_and_flags(capsys) -> None:
    """Stated numbers, sources with what cites them, a final phase and extra keys are shown."""
    count = run(capsys, "show", "several", "full.yaml").out
    assert "  - 4..5, 1 May 2030\n" in count
    assert '  - all\n    as written: "all bases"\n' in count
    source = run(capsys, "show", "copy", "full.yaml").out
    assert "repeats: wire (Wire report)\n" in source
    assert "cited by: " in source
    assert "roots: " not in source
    assert "final: yes\n" in run(capsys, "show", "phase-2", "full.yaml").out
    assert 'x-band: {"size":12}\n' in run(capsys, "show", "parade", "full.yaml").out
    assert "published: July 2030\n" in source


@pytest.mark.parametrize("number", range(len(DATES)))
def test_every_form_of_date(capsys, number) -> None:
    """Every form of date is shown in words and as it is written."""
    out = run(capsys, "show", f"form-{number}", "full.yaml").out
    date = ce.parse_date(DATES[number])
    assert f"  - actual: {ce.describe(date)}, {date}\n" in out


def test_hostile_texts(capsys) -> None:
    """No text of a file gets a line break or a change of direction into the terminal."""
    Path("hostile.yaml").write_text(ce.to_yaml(hostile()), "utf-8")
    for name in ["", *(f"milestone-{n}" for n in range(len(hostile().milestones)))]:
        out = run(capsys, "show", *([name] if name else []), "hostile.yaml").out
        assert not re.search("[\u202a-\u202e\u2028\u2029\t\x1b]", out)
        assert "\nEND:VEVENT" not in out


def test_record_as_json(capsys) -> None:
    """``show ID --json`` gives the record as the file has it, with its section and the roots behind it."""
    data = json.loads(run(capsys, "show", "handover", "full.yaml", "--json").out)
    assert {"id", "section", "record", "roots"} == set(data)
    assert ce.to_plain(full())["milestones"]["handover"] == data["record"]
    assert {"wire": "Wire report", "book": "A book"} == data["roots"]


def test_record_from_standard_input() -> None:
    """A record of a timeline on standard input is shown like any other."""
    ended = spawn("show", "camp", "-", given=ce.to_yaml(small()).encode())
    assert (0, True) == (ended.code, ended.out.startswith("Camp One\ncamp (base)\n"))
    assert ended.out.endswith("referred to by: camp-handover\n")


# ---------------------------------------------------------------------------------------------------- datasets, schema


def test_datasets(capsys) -> None:
    """``datasets`` has a row for each bundled timeline, and ``--json`` an object."""
    out = run(capsys, "datasets").out
    assert ["name", *ce.datasets()] == [line.split()[0] for line in out.splitlines()]
    rows = json.loads(run(capsys, "datasets", "--json").out)
    assert list(ce.datasets()) == [row["name"] for row in rows]
    assert {"name", "id", "title", "revised", "evidence_until", "licence"} == set(rows[0])


def test_schema(capsys) -> None:
    """``schema`` prints a JSON Schema that takes the bundled timelines and refuses a misspelt key."""
    schema = json.loads(run(capsys, "schema").out)
    plain = ce.to_plain(ce.bundled("iraq"))
    jsonschema.validate(plain, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**plain, "milestons": {}}, schema)


# ---------------------------------------------------------------------------------------------------- formats


def test_formats(capsys, monkeypatch) -> None:
    """``formats`` has a row for each format, and ``--json`` an object with all that the metadata says."""
    monkeypatch.setenv("COALITION_EVENTS_PLUGINS", "")
    out = run(capsys, "formats").out
    assert ["format", "csv", "geojson", "ics", "json", "jsonl", "md"] == [
        line.split()[0] for line in out.splitlines()
    ]
    rows = json.loads(run(capsys, "formats", "--json").out)
    keys = {"name", "suffixes", "summary", "distribution", "version", "module"}
    keys |= {"problem", "installed", "builtin"}
    assert keys == set(rows[0])
    assert [".md", ".markdown"] == rows[-1]["suffixes"]
    assert {("coalition-events", ce.__version__, True, "")} == {
        (row["distribution"], row["version"], row["builtin"], row["problem"]) for row in rows
    }


def test_one_format(capsys) -> None:
    """``formats NAME`` shows its options with defaults and choices, and what it carries."""
    assert re.search(
        r"^indent +int +2 +spaces of indentation", run(capsys, "formats", "json").out, re.MULTILINE
    )
    out = run(capsys, "formats", "csv").out
    assert out.startswith("csv: ")
    assert re.search(r"^table +str +events +.*; one of events, bases, ", out, re.MULTILINE)
    assert "\ncarries\ndates, " in out
    data = json.loads(run(capsys, "formats", "csv", "--json").out)
    assert {"name", "type", "default", "choices", "help"} == set(data["options"][0])
    assert "text/csv" in data["media_type"]
    assert [True, False] == [
        json.loads(run(capsys, "formats", name, "--json").out)["parts"] for name in ("csv", "md")
    ]
    assert (
        "event by event, unless an option needs the whole timeline: files of lines may be of any size" in out
    )
    assert "event by event: files of lines" in run(capsys, "formats", "jsonl").out  # it has no options
    assert [feature.value for feature in ce.load_exporter(ce.by_name("csv")).carries] == data["carries"]


def test_formats_with_plugins(capsys, tmp_path, monkeypatch) -> None:
    """A plugin is listed from its metadata; a broken one makes ``--check`` end with 5 and its reason, no more."""
    site = Site(tmp_path / "site")
    monkeypatch.syspath_prepend(site.folder)
    monkeypatch.delenv("COALITION_EVENTS_PLUGINS", raising=False)
    site.install("good-plugin", "good", summary="a good one")
    assert 0 == run(capsys, "formats", "--check").code
    site.install("bad-plugin", "bad", "raise RuntimeError('broken')\n")
    listed = run(capsys, "formats")
    assert (0, "") == (listed.code, listed.err)
    assert re.search(r"^good +\.good +good-plugin 1\.0 +a good one$", listed.out, re.MULTILINE)
    checked = run(capsys, "formats", "--check")
    assert 5 == checked.code
    reason = "importing it failed: RuntimeError: broken"
    assert f"coalition-events: bad-plugin 1.0 [bad]: {reason}\n" == checked.err
    assert re.search(rf"^bad +\.bad +bad-plugin 1\.0 +{reason}$", checked.out, re.MULTILINE)
    rows = json.loads(run(capsys, "formats", "--check", "--json").out)
    assert {"bad": reason} == {row["name"]: row["problem"] for row in rows if row["problem"]}
    assert 5 == run(capsys, "formats", "bad").code
    assert "no options\n\ncarries\nnothing without loss\n" in run(capsys, "formats", "good").out
    assert ["good"] == [row["name"] for row in rows if row["distribution"] == "good-plugin"]


def test_unknown_format(capsys) -> None:
    """``formats`` of an unknown name is exit code 4 with the nearest one."""
    ended = run(capsys, "formats", "icss")
    assert (4, True) == (ended.code, "did you mean 'ics'?" in ended.err)


# ---------------------------------------------------------------------------------------------------- init


INITIALISED = """\
timeline.yaml: written; check it with 'coalition-events validate timeline.yaml'
coalition-events.schema.json: written; YAML editors complete and check by it
"""


def test_init(capsys) -> None:
    """``init`` writes a timeline that validates without a note and can be exported."""
    ended = run(capsys, "init")
    assert (0, INITIALISED) == (ended.code, ended.out)
    validated = run(capsys, "validate", "--strict", "timeline.yaml")
    assert (0, True) == (validated.code, validated.out.startswith("timeline.yaml: no problems, 0 notes"))
    assert 0 == run(capsys, "export", "timeline.yaml", "-o", "out/").code


def test_init_names_the_schema_beside_it(capsys) -> None:
    """The first line leads an editor to the schema, wherever the file is; a schema that is there is left alone."""
    Path("sub").mkdir()
    run(capsys, "init", "sub/mission.yaml")
    first, _, _ = Path("sub/mission.yaml").read_text("utf-8").partition("\n")
    schema = Path("sub") / first.removeprefix("# yaml-language-server: $schema=")
    assert ce.json_schema() == json.loads(schema.read_text("utf-8"))
    schema.write_text("mine", "utf-8")
    assert "schema" not in run(capsys, "init", "sub/other.yaml").out
    assert "mine" == schema.read_text("utf-8")


@pytest.mark.parametrize("path", ["full.yaml", ".", "link", "new/", "no/such/folder/x.yaml"])
def test_init_refuses(capsys, path) -> None:
    """``init`` leaves whatever is there alone, be it a file, a folder or a dead link: exit code 7."""
    Path("link").symlink_to("nowhere")
    ended = run(capsys, "init", path)
    assert (7, "") == (ended.code, ended.out)
    assert f"coalition-events: {path}: " in ended.err
    assert ce.to_yaml(full()) == Path("full.yaml").read_text("utf-8")
    assert ["full.yaml", "link"] == sorted(one.name for one in Path().iterdir())


def test_init_to_standard_output(capsys) -> None:
    """``init -`` prints the file and writes none."""
    assert "my-mission" == ce.parse(run(capsys, "init", "-").out).id
    assert not Path("-").exists()
