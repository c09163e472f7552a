"""``validate``: every mistake with its line and a caret, then findings, in one file or several."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

import coalition_events as ce
from coalition_events.cli.annotations import print_annotations
from commanding import run, spawn

HEAD = "schema: coalition-events/1\nid: t\ntitle: T\nrevised: 2030-01-01\n"
GOOD = HEAD + "milestones: {m: {kind: other, title: M, when: 2030-01}}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text, name="t.yaml"):
    """Write a file and return its name."""
    Path(name).write_text(text, "utf-8")
    return name


def test_bundled(capsys) -> None:
    """The bundled timelines have no problem; what is only possible is a note, and notes do not fail."""
    for name in ce.datasets():
        ended = run(capsys, "validate", name)
        assert (0, "") == (ended.code, ended.err)
        assert re.search(rf"^{name}: no problems, [0-9]+ notes?; [0-9]+ sources, ", ended.out, re.MULTILINE)


def test_like_a_compiler(capsys) -> None:
    """A mistake is one line with file, line, column, code, path, message and hint, then the line and a caret."""
    name = write(GOOD + "actors:\n  east: {name: East, kind: stat}\n")
    ended = run(capsys, "validate", name)
    assert 1 == ended.code
    assert (
        "t.yaml:7:28: unknown-kind: actors.east.kind: 'stat' is none of state, authority, force, coalition, "
        "organisation, armed-group, other; did you mean 'state'?\n"
        "      east: {name: East, kind: stat}\n"
        "                               ^\n"
        "t.yaml: 1 problem\n"
    ) == ended.out


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("East", 4),
        ("شرق", 3),  # Arabic letters are one column each; the terminal turns them round by itself
        ("東方", 4),  # a wide character takes two
        ("e\u0301t\u0301", 2),  # a combining accent takes none
        ("a\u200bb", 2),  # nor does what can't be seen
        ("a\u202eb", 2),  # a change of direction is left out, lest it turn the rest round
        ("a\tb", 3),
        ("🚀🚀", 4),
    ],
)
def test_caret(capsys, before, columns) -> None:
    """The caret stands under the mistake, with tabs, wide, Arabic, combining and invisible characters before it."""
    name = write(f'{GOOD}actors:\n  east: {{name: "{before}", kind: stat}}\n')
    lines = run(capsys, "validate", name).out.splitlines()
    assert " " * (4 + len('  east: {name: "", kind: ') + columns) + "^" == lines[2]
    assert "\u202e" not in lines[1]


def test_caret_with_tab_in_place_of_blank(capsys) -> None:
    """A tab before the mistake is one column in the line shown, and so for the caret."""
    name = write(f"{GOOD}actors:\n  east: {{name:\tEast,\tkind:\tstat}}\n")
    lines = run(capsys, "validate", name).out.splitlines()
    assert "stat}" == lines[1][lines[2].index("^") :]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends(capsys, ending) -> None:
    """The right line is shown whatever ends the lines of the file, and with a byte order mark before them."""
    Path("t.yaml").write_bytes(f"\ufeff{GOOD}x: 1\n".replace("\n", ending).encode())
    lines = run(capsys, "validate", "t.yaml").out.splitlines()
    assert (True, "    x: 1", "    ^") == (lines[0].startswith("t.yaml:6:1: unknown-key"), *lines[1:3])


def test_long_line(capsys) -> None:
    """Of a long line the part around the mistake is shown."""
    name = write(GOOD + f"actors: {{east: {{name: {'x' * 300}, kind: stat, summary: {'y' * 300}}}}}\n")
    _, line, caret, _ = run(capsys, "validate", name).out.splitlines()
    assert "kind: stat, summary: yyy" in line
    assert len(line) <= 104
    assert line[caret.index("^") :].startswith("stat,")


@pytest.mark.parametrize("text", ["", "\n", "  \n\n"])
def test_blank_line(capsys, text) -> None:
    """Of an empty file there is nothing to show: its problems stand line by line, without a caret under nothing."""
    *problems, verdict = run(capsys, "validate", write(text)).out.splitlines()
    assert all(": missing-key: " in line for line in problems)
    assert verdict.endswith(f": {len(problems)} problems")


def test_every_mistake_of_every_file(capsys) -> None:
    """All mistakes of all files come in one run, and the exit code is that of the worst."""
    one = write(GOOD + "x: 1\ny: 2\n", "one.yaml")
    two = write(GOOD, "two.yaml")
    three = write("a: [", "three.yaml")
    ended = run(capsys, "validate", one, two, three, "missing.yaml", "--json")
    rows = json.loads(ended.out)
    assert 3 == ended.code
    errors = [(row["file"], row["code"]) for row in rows if row["level"] == "error"]
    assert [("one.yaml", "unknown-key")] * 2 == errors[:2]
    assert ("three.yaml", "syntax") == errors[2]
    assert ("missing.yaml", "unreadable") == errors[3]
    ended = run(capsys, "validate", one, two)
    assert 1 == ended.code
    assert "one.yaml: 2 problems\n" in ended.out
    assert "two.yaml: no problems, 1 note; 1 milestone\n" in ended.out


def test_json_keys(capsys) -> None:
    """``--json`` is a list of objects with level, place, code, path, message and hint; a note says so in its level."""
    rows = json.loads(run(capsys, "validate", write(GOOD), "--json").out)
    assert {"level", "file", "line", "column", "code", "path", "message", "hint"} == set(rows[0])
    assert [("note", "claim-without-source", 5)] == [(row["level"], row["code"], row["line"]) for row in rows]
    assert "note" not in rows[0]["message"]
    assert [] == json.loads(run(capsys, "validate", write(HEAD), "--json").out)


def test_empty_timeline(capsys) -> None:
    """A timeline without any record is valid and said to be empty."""
    assert "t.yaml: no problems, 0 notes; no records\n" == run(capsys, "validate", write(HEAD)).out


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"a: [1", "t.yaml:2:1: ", "syntax"),
        (b"a: \xff", "t.yaml:1:4: encoding: byte 0xff is not UTF-8", "save it as UTF-8"),
        (GOOD.encode("utf-16"), "t.yaml:1:1: encoding", "save it as UTF-8, not UTF-16"),
    ],
    ids=["not YAML", "not UTF-8", "UTF-16"],
)
@pytest.mark.parametrize(
    "command", [("validate",), ("show",), ("export", "-f", "md")], ids=lambda words: words[0]
)
def test_unreadable(capsys, command, data, line, message) -> None:
    """What is no YAML, no UTF-8, or UTF-16, is exit code 3 in every command, with the place where reading stopped."""
    Path("t.yaml").write_bytes(data)
    ended = run(capsys, command[0], "t.yaml", *command[1:])
    printed = ended.out if command == ("validate",) else ended.err
    assert 3 == ended.code
    assert printed.startswith(line)
    assert message in printed


@pytest.mark.parametrize(
    "command", [("show",), ("export", "-f", "md"), ("slippage",)], ids=lambda words: words[0]
)
def test_invalid_data_in_other_commands(capsys, command) -> None:
    """Invalid data is exit code 1 in every command, with the same lines on standard error."""
    name = write(GOOD + "x: 1\ny: 2\n")
    ended = run(capsys, command[0], name, *command[1:])
    assert (1, "") == (ended.code, ended.out)
    assert 2 == ended.err.count("unknown-key")
    assert "    x: 1\n    ^\n" in ended.err


def test_standard_input() -> None:
    """Problems and notes of standard input have the same name and show their lines too."""
    bad = spawn("validate", "-", given=(GOOD + "x: 1\n").encode())
    assert (1, True) == (bad.code, bad.out.startswith("<stdin>:6:1: unknown-key: x: "))
    assert "\n    x: 1\n    ^\n-: 1 problem\n" in bad.out
    good = spawn("validate", "-", given=GOOD.encode())
    assert (0, True) == (good.code, good.out.startswith("<stdin>:5:47: note: claim-without-source: "))


def test_standard_input_in_this_process(capsys, monkeypatch) -> None:
    """``-`` is read from whatever standard input is, and read anew each time."""
    for text, code in ((GOOD, 0), (HEAD + "x: 1\n", 1)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert code == run(capsys, "validate", "-").code


def test_standard_input_twice(capsys) -> None:
    """Standard input can stand for one source only."""
    assert 2 == run(capsys, "validate", "-", "-").code
    assert 2 == run(capsys, "validate", "-", "--against", "-").code


def test_strict(capsys) -> None:
    """``--strict`` lets notes fail, and says that it did."""
    name = write(GOOD)
    assert 0 == run(capsys, "validate", name).code
    ended = run(capsys, "validate", name, "--strict")
    assert 1 == ended.code
    assert ended.out.endswith("t.yaml: no problems, 1 note, which --strict lets fail; 1 milestone\n")


def test_finding(capsys) -> None:
    """What is surely inconsistent is exit code 1, at its line with a caret; errors stand before notes."""
    text = GOOD + "evidence_until: 2029-12-01\n"
    ended = run(capsys, "validate", write(text))
    assert 1 == ended.code
    first, _, caret, note, verdict = ended.out.splitlines()
    message = "2030-01 lies after 'evidence_until', 2029-12-01"
    assert f"t.yaml:5:47: past-evidence: milestones.m.when[0]: {message}" == first
    assert 4 + 46 == caret.index("^")
    assert note.startswith("t.yaml:5:47: note: claim-without-source: milestones.m.when[0]: ")
    assert "t.yaml: 1 problem, 1 note; 1 milestone" == verdict


def test_against(capsys) -> None:
    """``--against`` holds an edition to the one before: what moved is revised, what is gone is missed."""
    old = write(GOOD, "old.yaml")
    moved = GOOD.replace("when: 2030-01", "when: 2030-02")
    assert 0 == run(capsys, "validate", old, "--against", old).code
    ended = run(capsys, "validate", write(moved), "--against", old)
    assert (1, True) == (ended.code, "not-revised: milestones.m: when changed since 2030-01-01" in ended.out)
    later = write(moved.replace("revised: 2030-01-01", "revised: 2030-01-02"))
    assert 0 == run(capsys, "validate", later, "--against", old).code
    ended = run(capsys, "validate", write(HEAD), "--against", old)
    assert (1, True) == (ended.code, "vanished-id: milestones.m: " in ended.out)
    assert 3 == run(capsys, "validate", "--against", "missing.yaml").code


ANNOTATION = re.compile("::(error|notice) ([^:]*)::(.*)")


def annotations(text):
    """Read workflow commands as the runner does: the level, the properties and the message of each line."""

    def unescaped(value):
        for escape, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(escape, sign)
        return value

    found = []
    for line in text.splitlines():
        level, listed, message = ANNOTATION.fullmatch(line).groups()
        properties = dict(pair.split("=", 1) for pair in listed.split(","))
        found.append(
            (level, {key: unescaped(value) for key, value in properties.items()}, unescaped(message))
        )
    return found


def test_github(capsys) -> None:
    """``--format github`` is a command for each problem and note, with its place and code, and nothing else."""
    ended = run(capsys, "validate", write(GOOD + "evidence_until: 2029-12-01\n"), "--format", "github")
    place = {"file": "t.yaml", "line": "5", "col": "47"}
    error, note = annotations(ended.out)
    message = "milestones.m.when[0]: 2030-01 lies after 'evidence_until', 2029-12-01"
    assert (1, ("error", {**place, "title": "past-evidence"}, message)) == (ended.code, error)
    assert ("notice", {**place, "title": "claim-without-source"}) == note[:2]
    quiet = run(capsys, "validate", write(HEAD), "--format", "github")
    assert (0, "") == (quiet.code, quiet.out)


def test_github_with_a_hint(capsys) -> None:
    """The hint stands behind the message, as in a line of text."""
    ended = run(capsys, "validate", write(HEAD + "milestone: {}\n"), "--format", "github")
    ((_, properties, message),) = annotations(ended.out)
    assert "unknown-key" == properties["title"]
    assert message.endswith("; did you mean 'milestones'?")


def test_github_escapes(capsys) -> None:
    """Signs that end a command or a property are escaped as GitHub documents it, in file names and in messages."""
    name = "a,b:50%\n::error ::x.yaml"
    ended = run(capsys, "validate", write(HEAD + "50%: 1\n", name), "--format", "github")
    begin = (
        "::error file=a%2Cb%3A50%25%0A%3A%3Aerror %3A%3Ax.yaml,line=5,col=1,title=unknown-key::50%25: no key"
    )
    assert (1, True) == (ended.code, ended.out.startswith(begin))
    capsys.readouterr()
    hostile = ce.Problem(name, 1, 2, "code", "a[0]", "100%\r\n::error::\x1b[1m\u202eb, c: d", "%0A")
    print_annotations([("note", hostile)])
    out = capsys.readouterr().out
    assert out.endswith(",title=code::a[0]: 100%25%0A::error::[1mb, c: d; %250A\n")
    place = {"file": name, "line": "1", "col": "2", "title": "code"}
    assert [("notice", place, "a[0]: 100%\n::error::[1mb, c: d; %0A")] == annotations(out)


def test_github_without_a_place(capsys) -> None:
    """What has no line, such as a missing file, is an annotation of the file alone."""
    ended = run(capsys, "validate", "missing.yaml", "--format", "github")
    message = "No such file or directory"
    assert 3 == ended.code
    assert [("error", {"file": "missing.yaml", "title": "unreadable"}, message)] == annotations(ended.out)


def test_formats_of_the_report(capsys) -> None:
    """``--format json`` is ``--json``, ``--format text`` the default, and what contradicts itself is refused."""
    name = write(GOOD)
    plain, as_json = run(capsys, "validate", name), run(capsys, "validate", name, "--json")
    assert plain == run(capsys, "validate", name, "--format", "text") != as_json
    assert as_json == run(capsys, "validate", name, "--format", "json")
    assert as_json == run(capsys, "validate", name, "--format", "json", "--json")
    for word in ("text", "github"):
        ended = run(capsys, "validate", name, "--json", "--format", word)
        assert (2, "") == (ended.code, ended.out)
        assert f"--json and --format {word}" in ended.err
    assert 2 == run(capsys, "validate", name, "--format", "gitlab").code
