"""Faults that the system makes, in the real command: full disks, folders that may not be written, odd targets."""

from __future__ import annotations

import concurrent.futures
import itertools
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
from commanding import environment, shell, spawn
from judging import strace
from samples import small

OLD = b"the old file"
EXPORT = ("export", "small.yaml", "-o", "out/a.md", "-o", "out/b.csv")
TRACED = ("openat", "fchmod", "write", "fsync", "close", "rename")
"""The system calls by which an output comes to the disk."""
AT_ONCE = 4


def make(folder):
    """Make a folder with a sample and two old files."""
    (folder / "out").mkdir(parents=True)
    (folder / "small.yaml").write_text(ce.to_yaml(small()), "utf-8")
    for name in ("a.md", "b.csv"):
        (folder / "out" / name).write_bytes(OLD)
    return folder


@pytest.fixture
def folder(tmp_path):
    """Make one for a test."""
    return make(tmp_path / "folder")


def content(folder):
    """Return what is in the folder of outputs, name by name; hidden files too."""
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


# ------------------------------------------------------------------------------------------------------ strace


@attrs.frozen
class Point:
    """A system call that touches an output: its name, the how manieth of this name it is in the process, its line."""

    name: str
    number: int
    line: str


def trace(folder, *injections):
    """Run the export under strace; return its end and the calls that concern the folder of outputs."""
    # the settings keep the how manieth call the same one every time
    variables = environment(PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0")
    command = [sys.executable, "-m", "coalition_events", *EXPORT]
    ended, log = strace(command, TRACED, injections, cwd=folder, env=variables)
    made = dict.fromkeys(TRACED, 0)
    points = []
    for line in log.splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if found is None or found[1] not in made:
            continue
        made[found[1]] += 1
        if f"{folder}/out" in line or '"out' in line:
            points.append(Point(found[1], made[found[1]], line))
    return ended, points


def at_every_point(tmp_path, points, effect):
    """Run the export once for each point, with that effect there; yield the point and what came of it."""

    def again(number):
        point, folder = points[number], make(tmp_path / f"at-{number}")
        ended, traced = trace(folder, f"{point.name}:{effect}:when={point.number}")
        return number, ended, traced, content(folder)

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(again, range(len(points)))


def test_order_of_calls(folder) -> None:
    """A file is synced and closed before it gets its name, and its folder is synced after that."""
    ended, points = trace(folder)
    assert (0, b"") == (ended.returncode, ended.stderr)
    names = [name for name, _ in itertools.groupby(point.name for point in points)]
    one = ["openat", "fchmod", "write", "fsync", "close"]
    place = ["rename", "openat", "fsync", "close"]
    assert one * 2 + place * 2 == names
    assert "O_EXCL" in points[0].line


def test_every_system_call_fails_in_turn(tmp_path, folder, record_property) -> None:
    """Each system call on an output refused in turn, at the kernel's door: every file is whole, old or new, and alone.

    The exit code is 7, with one line; only a folder that can't be synced is no failure.
    """
    _, points = trace(folder)
    new = content(folder)
    renames = [number for number, point in enumerate(points) if point.name == "rename"]
    for number, ended, traced, left in at_every_point(tmp_path, points, "error=ENOSPC"):
        point = points[number]
        assert "(INJECTED)" in traced[number].line, point
        done = {name for name, rename in zip(sorted(new), renames, strict=True) if rename < number}
        harmless = number > renames[0] and point.name != "rename"
        assert {name: new[name] if harmless or name in done else OLD for name in new} == left, point
        assert (0 if harmless else 7) == ended.returncode, point
        said = rb"coalition-events: out/[ab]\.\w+: can't be written: No space left on device\n"
        assert re.fullmatch(b"" if harmless else said, ended.stderr), point
    record_property("tried", f"{len(points)} system calls refused in turn, and all files were whole")


@pytest.mark.parametrize("name", ["KILL", "TERM"])
def test_ended_at_every_system_call(tmp_path, folder, name, record_property) -> None:
    """The process ended at each of these calls: every file is whole, old or new, and alone unless it was killed."""
    _, points = trace(folder)
    new = content(folder)
    for number, ended, _, left in at_every_point(tmp_path, points, f"signal=SIG{name}"):
        assert ended.returncode in ({-9, 137} if name == "KILL" else {143}), points[number]
        assert all(left[one] in {OLD, new[one]} for one in new), points[number]
        beside = sorted(set(left) - set(new))
        assert not beside or name == "KILL", points[number]
        assert all(re.fullmatch(r"\.coalition-events\.[0-9a-f]+\.tmp", one) for one in beside)
    record_property("tried", f"{len(points)} system calls at which SIG{name} came, and all files were whole")


# ------------------------------------------------------------------------------------------------------ real refusals


def test_file_size_limit(folder) -> None:
    """A limit that the system really sets, on the size of files: exit code 7, the old file, nothing beside it."""
    ended = shell("ulimit -f 8; $CE export iraq -o out/a.md", cwd=folder)
    assert (7, "coalition-events: out/a.md: can't be written: File too large\n") == (ended.code, ended.err)
    assert {"a.md": OLD, "b.csv": OLD} == content(folder)


def powerless():
    """Return what stands before a command so that modes hold for it: root may write whatever they say."""
    if os.geteuid():
        return []
    assert shutil.which("setpriv"), "as root these tests need setpriv, of util-linux"
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]


def test_read_only_folder(folder) -> None:
    """A folder that takes no new file is exit code 7, and the old file stays even if it may be written itself."""
    (folder / "out").chmod(0o555)
    try:
        ended = subprocess.run(
            [*powerless(), sys.executable, "-m", "coalition_events", *EXPORT],
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        (folder / "out").chmod(0o755)
    assert (7, "coalition-events: out/a.md: can't be written: Permission denied\n") == (
        ended.returncode,
        ended.stderr,
    )
    assert {"a.md": OLD, "b.csv": OLD} == content(folder)


@pytest.mark.parametrize(
    ("mode", "umask", "kept"), [(0o640, 0o022, 0o640), (0o444, 0o022, 0o444), (None, 0o027, 0o640)]
)
def test_mode(folder, mode, umask, kept) -> None:
    """A replaced file keeps its mode, a read-only one too; a new one has the mode that the umask leaves."""
    path = folder / "out" / "a.md"
    path.unlink() if mode is None else path.chmod(mode)
    assert 0 == shell(f"umask {umask:o}; $CE export small.yaml -o out/a.md", cwd=folder).code
    assert (True, kept) == (path.read_bytes() != OLD, stat.S_IMODE(path.stat().st_mode))


def test_link(folder) -> None:
    """A link is kept and what it leads to replaced, in its own folder."""
    (folder / "link.md").symlink_to("out/a.md")
    assert 0 == spawn("export", "small.yaml", "-o", "link.md", cwd=folder).code
    assert (folder / "link.md").is_symlink()
    assert OLD != content(folder)["a.md"]
    assert {"small.yaml", "out", "link.md"} == {path.name for path in folder.iterdir()}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("target", ["pipe", "/dev/full", "/dev/null", "/dev/stdout", "full.md"])
def test_what_is_no_file(folder, target) -> None:
    """A FIFO that nobody reads, a device, the pipe behind /dev/stdout, a link to one: exit code 7, and it stays."""
    os.mkfifo(folder / "pipe")
    (folder / "full.md").symlink_to("/dev/full")
    ended = spawn("export", "small.yaml", "-f", "md", "-o", "out/b.csv", "-o", target, cwd=folder)
    reason = "it is not a regular file; write to standard output instead"
    assert (7, "", f"coalition-events: {target}: can't be written: {reason}\n") == (
        ended.code,
        ended.out,
        ended.err,
    )
    assert {"a.md": OLD, "b.csv": OLD} == content(folder)
    assert {"small.yaml", "out", "pipe", "full.md"} == {path.name for path in folder.iterdir()}
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)
    assert stat.S_ISCHR((folder / "full.md").stat().st_mode)


def test_standard_output_that_is_a_file(folder) -> None:
    """/dev/stdout that leads to a file is that file: it is replaced whole."""
    ended = shell("$CE export small.yaml -f md -o /dev/stdout >out/a.md", cwd=folder)
    plain = shell("$CE export small.yaml -f md", cwd=folder)
    assert (0, 0) == (ended.code, plain.code)
    assert plain.out.encode() == content(folder)["a.md"]
    assert {"a.md", "b.csv"} == set(content(folder))
