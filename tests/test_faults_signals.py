"""The real command, stopped by real signals at random moments of a slow export: the old file stays, and stays alone."""

from __future__ import annotations

import concurrent.futures
import random
import signal
import subprocess
import sys
import threading
import time

import attrs
import pytest

import coalition_events as ce
from commanding import environment, run
from distributions import Site, plugin
from samples import small

TITLE = "    yield request.timeline.title.encode()\n"
SLOW = """\
    import sys, time
    print("begun", file=sys.stderr, flush=True)
    while True:
        yield b"x" * 30_000
        time.sleep(0.002)
"""
"""It never ends by itself; every few pieces the host writes to the disk."""

HOLDING = """\
    import sys, time
    yield b"x" * 100_000
    word = "begun"
    while True:
        try:
            print(word, file=sys.stderr, flush=True)
            time.sleep(60)
        except BaseException:
            word = "held on"
"""
"""It does not let go when it is interrupted."""

CALLBACK = """\
    import os, signal, sys
    yield b"x" * 100_000
    print("begun", file=sys.stderr, flush=True)
    class Last:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGTERM)
    Last()
    yield b"the end"
"""
"""It is stopped where Python can't raise: when an object goes."""

SEED = 20260124
AT_ONCE = 5
WORDS = {
    signal.SIGINT: "interrupted",
    signal.SIGTERM: "stopped by SIGTERM",
    signal.SIGHUP: "stopped by SIGHUP",
}


@attrs.frozen
class Slow:
    """A folder with an old file, and the environment of a command that replaces it slowly."""

    folder: object
    variables: dict

    def begin(self):
        """Start the command; it comes back when the exporter has begun."""
        process = subprocess.Popen(
            [sys.executable, "-m", "coalition_events", "export", "small.yaml", "-o", "out/x.slow"],
            cwd=self.folder,
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what follows the line stays in the pipe, for communicate() to read
        )
        assert b"begun\n" == (line := process.stderr.readline()), line + process.stderr.read()
        return process

    def untouched(self):
        """Whether the old file is there byte for byte, and nothing beside it."""
        out = self.folder / "out"
        return ["x.slow"] == [path.name for path in out.iterdir()] and b"old" == (out / "x.slow").read_bytes()


@pytest.fixture(autouse=True)
def usual_signals():
    """Set the signals as for a command in a terminal: whoever runs the tests, under ``nohup`` say, may ignore some."""
    usual = dict.fromkeys(WORDS, signal.SIG_DFL) | {signal.SIGINT: signal.default_int_handler}
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def slow(tmp_path):
    """Give a function that makes a folder with an old file and a slow exporter."""

    def make(name, body=SLOW):
        site = Site(tmp_path / f"{name}-site")
        site.install("slow-plugin", "slow", plugin("slow", TITLE, body))
        folder = tmp_path / name
        (folder / "out").mkdir(parents=True)
        (folder / "out" / "x.slow").write_bytes(b"old")
        (folder / "small.yaml").write_text(ce.to_yaml(small()), "utf-8")
        return Slow(folder, environment(site.folder))

    return make


@pytest.mark.parametrize(
    ("number", "times"), [(signal.SIGINT, 50), (signal.SIGTERM, 10), (signal.SIGHUP, 10)]
)
def test_stopped_at_random_moments(slow, number, times) -> None:
    """Whenever it comes, the exit code is 128 and its number, one line says so, and the old file is there, alone."""
    moments = random.Random(SEED)  # noqa: S311 - moments, no secrets
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it with a failure, which it helps to repeat

    def stop(turn):
        moment, one = moments.uniform(0, 0.1), slow(f"turn-{turn}")
        with one.begin() as process:
            time.sleep(moment)
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
        what = f"signal {number} after {moment} s"
        assert (128 + number, b"", f"coalition-events: {WORDS[number]}\n".encode()) == (
            process.returncode,
            out,
            err,
        ), what
        assert one.untouched(), what

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        assert times == len(list(pool.map(stop, range(times))))


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_exporter_that_holds_on(slow, second) -> None:
    """An exporter that swallows the first signal is ended by the second, and the half-made file goes even then."""
    one = slow("holding", HOLDING)
    with one.begin() as process:
        process.send_signal(signal.SIGTERM)
        assert process.stderr.readline() == b"held on\n"
        assert not one.untouched()
        process.send_signal(second)
        assert 128 + second == process.wait(timeout=60)
        assert b"" == process.stderr.read()
    assert one.untouched()


def test_where_nothing_can_be_raised(slow) -> None:
    """A signal that comes within a callback, whose errors Python only prints, stops the command all the same."""
    one = slow("callback", CALLBACK)
    with one.begin() as process:
        _, err = process.communicate(timeout=60)
    assert (143, b"coalition-events: stopped by SIGTERM\n") == (process.returncode, err)
    assert one.untouched()


def test_signals_in_a_row(slow) -> None:
    """A service manager may send several signals at once: one of them is the exit code, and no file stays."""
    row = (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM)
    for turn in range(5):
        one = slow(f"row-{turn}")
        with one.begin() as process:
            for number in row:
                process.send_signal(number)
            _, err = process.communicate(timeout=60)
        # one that comes when all is tidied up and the interpreter is on its way out ends it in the system's own way
        assert process.returncode in {128 + number for number in row} | {-number for number in row}
        assert b"Traceback" not in err
        assert one.untouched()


def test_stopped_without_a_reader(slow) -> None:
    """A terminal that goes away takes the messages with it: the exit code is the same, and nothing stays behind."""
    one = slow("unread")
    with one.begin() as process:
        process.stderr.close()
        process.send_signal(signal.SIGHUP)
        assert 128 + signal.SIGHUP == process.wait(timeout=60)
    assert one.untouched()


def test_what_is_ignored_stays_ignored(slow) -> None:
    """Under ``nohup`` a terminal that goes away stops nothing."""
    one = slow("nohup")
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as a child inherits it
    with one.begin() as process:
        process.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert 128 + signal.SIGTERM == process.wait(timeout=60)
    assert one.untouched()


def handlers():
    """Return what is set for the signals that end a process."""
    return [signal.getsignal(number) for number in WORDS]


def test_handlers_are_put_back(capsys, monkeypatch) -> None:
    """In a program that calls the command, every signal is afterwards what it was, however the command ended."""
    before = handlers()
    during = []
    monkeypatch.setattr(ce, "datasets", lambda: during.append(handlers()) or ["iraq"])
    for arguments in (["datasets"], ["show", "no-such-id"], ["--help"]):
        run(capsys, *arguments)
        assert before == handlers()
    assert len(set(map(str, during[0]))) == 1
    assert not set(map(str, during[0])) & set(map(str, before))


def test_what_else_cannot_be_raised(capsys, monkeypatch) -> None:
    """Any other error in a callback is told as ever."""
    told = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)

    class Last:
        def __del__(self):
            raise ValueError("ours")

    monkeypatch.setattr(ce, "datasets", lambda: Last() and ["iraq"])
    assert 0 == run(capsys, "datasets").code
    assert ["ours"] == [str(one.exc_value) for one in told]
    assert told.append == sys.unraisablehook


def test_outside_the_main_thread(capsys) -> None:
    """A thread can't set signals, and runs the command all the same."""
    codes = []
    thread = threading.Thread(target=lambda: codes.append(run(capsys, "datasets").code))
    thread.start()
    thread.join()
    assert [0] == codes


def test_the_library_sets_no_signal(tmp_path) -> None:
    """Importing the library, all of it, and writing a file leaves every signal as it was."""
    code = (
        "import signal\n"
        "all = lambda: [signal.getsignal(n) for n in signal.valid_signals()]\n"
        "before = all()\n"
        "import coalition_events as ce, coalition_events.cli\n"
        "[getattr(ce, name) for name in ce.__all__]\n"
        "with ce.stage([b'new'], 'file') as staged: staged.commit()\n"
        "assert before == all()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
