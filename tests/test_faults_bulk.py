"""Faults while several processes export a file of lines: the old file stays, and no process and no file beside it."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import attrs
import pytest

from commanding import environment, shell
from hostile.lines import HEAD, dated

SEED = 20260124
AT_ONCE = 3
LINES = 8_000
WORDS = {
    signal.SIGINT: "interrupted",
    signal.SIGTERM: "stopped by SIGTERM",
    signal.SIGHUP: "stopped by SIGHUP",
}
PATIENCE = 30
"""Seconds until processes that were told to end must have ended, on a busy machine."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")


@attrs.frozen
class Place:
    """A folder with a file of lines, an old output in ``out`` and a folder of its own for what is temporary."""

    folder: Path

    def arguments(self, jobs):
        """Return the command."""
        export = ("export", "../big.jsonl", "--jobs", str(jobs), "-o", "out/x.ics")
        return [sys.executable, "-m", "coalition_events", *export]

    def begin(self, jobs=2):
        """Start an export in a session of its own, whose processes can be told from all others."""
        return subprocess.Popen(
            self.arguments(jobs),
            cwd=self.folder,
            env=self.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def variables(self):
        """Return the environment, in which temporary files have a place of their own."""
        return environment(TMPDIR=str(self.folder / "tmp"))

    def temporary(self):
        """Return the names of what is temporary, beside the output too."""
        return [path.name for path in [*(self.folder / "tmp").iterdir(), *(self.folder / "out").glob(".*")]]

    def untouched(self):
        """Whether the old file is there byte for byte, and nothing beside it or for a while."""
        return [] == self.temporary() and b"old" == (self.folder / "out" / "x.ics").read_bytes()


@pytest.fixture(scope="session")
def big(tmp_path_factory):
    """Write a file of lines that takes a second or two."""
    folder = tmp_path_factory.mktemp("bulk")
    (folder / "big.jsonl").write_text(HEAD + "".join(dated(f"m-{n:06}", "2030-01-01") for n in range(LINES)))
    return folder


@pytest.fixture
def place(big, request):
    """Give a function that makes a folder for an export."""

    def make(name=""):
        folder = big / "".join(letter if letter.isalnum() else "-" for letter in request.node.name + name)
        for one in ("out", "tmp"):
            (folder / one).mkdir(parents=True)
        (folder / "out" / "x.ics").write_bytes(b"old")
        return Place(folder)

    return make


@pytest.fixture(autouse=True)
def usual_signals():
    """Set the signals as for a command in a terminal: whoever runs the tests, under ``nohup`` say, may ignore some."""
    usual = dict.fromkeys(WORDS, signal.SIG_DFL) | {signal.SIGINT: signal.default_int_handler}
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def living(session):
    """Return the processes of a session, each as its number and its parent's; those that have ended are none."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent, _, own = path.read_text().rpartition(")")[2].split()[:4]
            if int(own) == session and state not in "ZX":
                found.append((int(path.parent.name), int(parent)))
    return found


def wait_until(holds):
    """Wait until something holds; False if it never does."""
    until = time.monotonic() + PATIENCE
    while not (value := holds()) and time.monotonic() < until:
        time.sleep(0.01)
    return value


def begun(place):
    """Whether a process has begun a part of the output."""
    return [*(place.folder / "tmp").glob("coalition-events-*/*")]


def gone(session):
    """Whether no process of a session is left."""
    return wait_until(lambda: not living(session))


@pytest.mark.parametrize(("number", "times"), [(signal.SIGINT, 9), (signal.SIGTERM, 5), (signal.SIGHUP, 5)])
def test_stopped_at_random_moments(place, number, times) -> None:
    """Whenever a terminal or a service manager stops it, one line says so, and nothing is left but the old file."""
    with (whole := place()).begin() as process:
        begun_at = time.monotonic()
        process.communicate(timeout=PATIENCE)
        longest = time.monotonic() - begun_at
    assert (0, []) == (process.returncode, whole.temporary())
    moments = random.Random(SEED)  # noqa: S311 - moments, no secrets
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it with a failure, which it helps to repeat

    def stop(turn):
        moment, one = moments.uniform(0, longest), place(f"-{turn}")
        with one.begin() as process:
            wait_until(lambda: len(living(process.pid)) > 1)  # it can be stopped, and starts the others
            time.sleep(moment)
            os.killpg(process.pid, number)
            out, err = process.communicate(timeout=PATIENCE)
        what = f"signal {number} after {moment} s"
        assert gone(process.pid), what
        if out.startswith(b"written"):  # it was faster, and the signal met an interpreter at its end, if any
            assert process.returncode in {0, 128 + number, -number}, what
            assert [] == one.temporary(), what
            return 0
        said = f"coalition-events: {WORDS[number]}\n".encode()
        assert (128 + number, b"", said) == (process.returncode, out, err), what
        assert one.untouched(), what
        return 1

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(stop, range(times))) >= times // 3


def test_stopped_twice(place) -> None:
    """A second signal ends it at once, and takes away the other processes and what they have made even then."""
    one = place()
    with one.begin() as process:
        wait_until(lambda: begun(one))
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert process.returncode in {128 + signal.SIGTERM, 128 + signal.SIGINT}
    assert gone(process.pid)
    assert one.untouched()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_other_process_ended(place, number) -> None:
    """One of the other processes is ended, for want of memory say: exit code 7, and nothing but the old file."""
    one = place()
    with one.begin() as process:
        wait_until(lambda: begun(one))
        workers = [own for own, parent in living(process.pid) if parent == process.pid]
        os.kill(max(workers), number)
        out, err = process.communicate(timeout=PATIENCE)
    said = f"a process that made a part of the output was ended by {number.name}\n"
    assert (7, b"", f"coalition-events: {said}".encode()) == (process.returncode, out, err)
    assert gone(process.pid)
    assert one.untouched()


def test_killed(place) -> None:
    """When the one that began them is killed, the other processes end by themselves, and the old file stays."""
    one = place()
    with one.begin() as process:
        wait_until(lambda: begun(one))
        process.kill()
        assert gone(process.pid)
    assert b"old" == (one.folder / "out" / "x.ics").read_bytes()


@pytest.mark.parametrize("jobs", [1, 2])
def test_file_size_limit(place, jobs) -> None:
    """No room for the output, or for a part of it: exit code 7, one line, and nothing but the old file."""
    one = place()
    ended = shell(
        f"ulimit -f 64; exec {' '.join(one.arguments(jobs))}",
        cwd=one.folder,
        TMPDIR=one.variables()["TMPDIR"],
    )
    assert (7, "", 1) == (ended.code, ended.out, ended.err.count("\n")), ended
    assert "can't be written: File too large" in ended.err
    assert one.untouched()


def test_full_temporary_disk(place) -> None:
    """What is meant for standard output waits in a temporary file: no room for that is told as such."""
    one = place()
    ended = shell(
        "ulimit -f 64; exec $CE export ../big.jsonl -f ics | cat",
        cwd=one.folder,
        TMPDIR=one.variables()["TMPDIR"],
    )
    assert ("", "coalition-events: a temporary file can't be written: File too large\n") == (
        ended.out,
        ended.err,
    )
    assert one.untouched()


@pytest.mark.parametrize("jobs", [1, 2])
def test_closed_pipe(place, jobs) -> None:
    """Who reads a part of the output and goes away ends it without a word, and nothing temporary is left."""
    one = place()
    export = f"$CE export ../big.jsonl --jobs {jobs} -f ics"
    ended = shell(f"({export}; echo $? >code) | head -c 1", cwd=one.folder, TMPDIR=one.variables()["TMPDIR"])
    assert ("B", "") == (ended.out, ended.err)
    assert (one.folder / "code").read_text().strip() in {"0", "141"}
    assert one.untouched()


def test_full_standard_output(place) -> None:
    """A full disk behind standard output is exit code 7 and one line."""
    one = place()
    ended = shell(
        "$CE export ../big.jsonl --jobs 2 -f ics >/dev/full", cwd=one.folder, TMPDIR=one.variables()["TMPDIR"]
    )
    assert (7, "coalition-events: standard output can't be written: No space left on device\n") == (
        ended.code,
        ended.err,
    )
    assert one.untouched()


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_temporary_folder(place, jobs) -> None:
    """Nowhere to put what is temporary is exit code 7 and one line."""
    one = place()
    code = (
        "import sys, tempfile\n"
        "from coalition_events.cli import main\n"
        "tempfile._candidate_tempdir_list = lambda: ['/proc/none']\n"
        "if __name__ == '__main__': sys.exit(main())\n"
    )
    (one.folder / "run.py").write_text(code)
    output = "-f ics" if jobs == 1 else "-o out/x.ics"
    ended = shell(f"{sys.executable} run.py export ../big.jsonl --jobs {jobs} {output}", cwd=one.folder)
    assert (7, "", 1) == (ended.code, ended.out, ended.err.count("\n")), ended
    assert "No usable temporary directory" in ended.err
    assert one.untouched()


def test_mistake_in_a_late_line(big, place) -> None:
    """A mistake that one process finds last leaves nothing of what the others had made."""
    one = place()
    text = (big / "big.jsonl").read_text() + dated("n", "2030-01-01", base="nowhere")
    (one.folder / "wrong.jsonl").write_text(text)
    ended = shell(
        "$CE export wrong.jsonl --jobs 2 -o out/x.ics", cwd=one.folder, TMPDIR=one.variables()["TMPDIR"]
    )
    assert (1, True) == (ended.code, f"wrong.jsonl:{LINES + 2}:" in ended.err), ended
    assert one.untouched()
