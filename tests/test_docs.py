"""The documentation: every example runs, and every link leads somewhere."""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tomllib

import attrs
import pytest

import coalition_events as ce

ROOT = pathlib.Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n)?^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
LANGUAGES = {"console", "json", "mermaid", "python", "r", "sh", "text", "toml", "yaml"}
"""Each is run or read by these tests, but for R, which they do not install, and ``text``, which may show a shape."""


@attrs.frozen
class Block:
    """A fenced block: its language, its text, its line, and the file into which it is written, if any."""

    language: str
    body: str
    line: int
    file: str


def blocks(path: pathlib.Path) -> list[Block]:
    """The fenced blocks of a document."""
    text = path.read_text("utf-8")
    return [
        Block(
            found["language"],
            found["body"],
            text.count("\n", 0, found.start("language")) + 1,
            found["file"] or "",
        )
        for found in FENCE.finditer(text)
    ]


def by_name(path: pathlib.Path) -> str:
    """A document's name in a report."""
    return str(path.relative_to(ROOT))


def matches(shown: str, printed: str) -> bool:
    """Whether a document shows what was printed; ``...`` in a line stands for anything, alone for any lines."""
    pattern = ""
    for line in shown.strip().splitlines():
        if line == "...":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            parts = re.split(r"\s*\.\.\.\s*", line.rstrip())
            pattern += r"[^\n]*".join(map(re.escape, parts)) + r"[ ]*\n"
    return re.fullmatch(pattern, printed.strip() + "\n" if printed.strip() else "") is not None


# ---------------------------------------------------------------------------------------------------- examples


class Session:
    """A document's examples, run one after another in a folder of their own."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.code = 0
        self.printed: str | None = None  # by the block before
        (folder / ".bin").mkdir()
        shim = folder / ".bin" / "coalition-events"
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m coalition_events "$@"\n', "utf-8")
        shim.chmod(0o755)

    def write(self, block: Block) -> None:
        """Put a block into its file; a plugin's project file installs the plugin."""
        (self.folder / block.file).write_text(block.body, "utf-8")
        if block.file == "pyproject.toml":
            self._install(tomllib.loads(block.body)["project"])

    def _install(self, project: dict) -> None:
        """What pip would leave behind: a folder of metadata on the path."""
        name = project["name"].replace("-", "_")
        info = self.folder / f"{name}-{project['version']}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
        (info / "METADATA").write_text(f"{metadata}Summary: {project['description']}\n", "utf-8")
        groups = project["entry-points"].items()
        lines = [
            f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items())
            for group, rows in groups
        ]
        (info / "entry_points.txt").write_text("\n".join(lines), "utf-8")

    def shell(self, command: str) -> str:
        """Run a command line; returns all that it printed."""
        given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        path = [str(self.folder), *(os.path.abspath(folder) for folder in given if folder)]  # noqa: PTH100 - made of texts
        where = {
            "PATH": f"{self.folder / '.bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(path),
        }
        done = subprocess.run(
            ["sh", "-c", f"(exit {self.code}); {command}"],
            cwd=self.folder,
            env={**os.environ, **where, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.code = done.returncode
        return done.stdout.decode("utf-8")

    def run(self, block: Block) -> None:
        """Do with a block what its language says."""
        if block.file:
            self.write(block)
        printed, self.printed = self.printed, None
        if block.language == "text" and printed is not None:
            assert matches(block.body, printed), (
                f"line {block.line}\n--- shown\n{block.body}\n--- printed\n{printed}"
            )
        elif block.language == "python" and not block.file:
            self.printed = self.python(block)
        elif (
            block.language == "yaml"
            and block.body.startswith("schema:")
            and not block.file.startswith("broken")
        ):
            ce.parse(block.body, f"line {block.line}")
        elif block.language == "toml":
            tomllib.loads(block.body)
        elif block.language == "console":
            self.console(block)

    def console(self, block: Block) -> None:
        """Run each of our commands; what is shown below it must be what it prints, and a failure must be shown."""
        for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            if not command.startswith(("coalition-events", "echo")):
                continue
            printed = self.shell(command)
            assert matches(shown, printed), (
                f"line {block.line}: {command}\n--- shown\n{shown}\n--- printed\n{printed}"
            )
            assert self.code == 0 or "echo $?" in block.body, (
                f"line {block.line}: {command}: exit code {self.code}"
            )

    def python(self, block: Block) -> str:
        """Run a block with the names of those before it; returns what it printed."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.chdir(self.folder):
            exec(compile(block.body, f"line {block.line}", "exec"), self.names)  # noqa: S102 - our own documents
        return printed.getvalue()


@pytest.mark.parametrize("path", [path for path in DOCS if blocks(path)], ids=by_name)
def test_examples(path, tmp_path) -> None:
    """Every example of the document runs, in its order, and prints what the document shows."""
    session = Session(tmp_path)
    for block in blocks(path):
        session.run(block)


@pytest.mark.parametrize("path", DOCS, ids=by_name)
def test_languages(path) -> None:
    """Every block names a language that these tests know, so that none slips through."""
    assert {block.language for block in blocks(path)} <= LANGUAGES


@pytest.mark.parametrize("path", DOCS, ids=by_name)
def test_links(path) -> None:
    """Every relative link leads to a file that is there, and every anchor to a heading in it."""
    dead = []
    for found in LINK.finditer(FENCE.sub("", path.read_text("utf-8"))):
        if re.match(r"[a-z]+:", found["target"]):
            continue
        file, _, anchor = found["target"].partition("#")
        target = path.parent / file if file else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(found["target"])
    assert [] == dead


def anchors(path: pathlib.Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCS, ids=by_name)
def test_make_targets(path) -> None:
    """Every target of make that a document names is one of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)) <= targets


@pytest.mark.parametrize(
    "path", [path for path in DOCS if path.parent != ROOT and path.name != "index.md"], ids=by_name
)
def test_index(path) -> None:
    """Every page is linked from the index."""
    assert f"({path.relative_to(ROOT / 'docs')})" in (ROOT / "docs" / "index.md").read_text("utf-8")


@pytest.mark.parametrize("path", DOCS, ids=by_name)
def test_no_place_of_ours(path) -> None:
    """No document names a folder of the machine on which it was written."""
    assert re.findall(r"(?:^|[\s(`'\"])/(?:work|tmp|home|root|opt|mnt)/", path.read_text("utf-8")) == []
