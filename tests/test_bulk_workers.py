"""Processes side by side: their results in the order of the file, their errors, and their end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
from coalition_events.bulk.workers import Workers, cut_up, work

PROBLEM = ce.Problem("x.jsonl", 1, 1, "bad-id", "", "message")


@attrs.frozen
class Task:
    """What the processes do here: each stretch is a pair of numbers, and some numbers mean something."""

    end: int = -1
    wrong: tuple[int, ...] = ()
    folder: str = ""

    def begin(self):
        """Give the function that does a stretch."""
        if self.end == 0:
            raise ce.UnreadableInputError("the file is gone")
        return self.do

    def do(self, cut):
        """Give the sum, or go wrong as asked; the first stretch takes longest."""
        start, stop = cut
        if self.folder:
            Path(self.folder, str(start)).touch()
        if start == self.end:
            os.kill(os.getpid(), signal.SIGKILL)
        if start in self.wrong:
            problem = attrs.evolve(PROBLEM, line=start)
            raise ce.InvalidTimelineError([problem], 1)
        time.sleep(0.2 if start == 1 else 0)
        return start + stop


CUTS = [(n, n + 1) for n in range(1, 12)]


def test_in_the_order_of_the_file() -> None:
    """Whichever process is ready first, the results come in order, and afterwards no process is left."""
    with Workers(Task(), CUTS, 3) as workers:
        assert [start + stop for start, stop in CUTS] == list(workers.results())
        processes = workers.processes
        assert len(processes) == 3
    assert not any(process.is_alive() for process in processes)


def test_no_process_without_work() -> None:
    """There are no more processes than stretches."""
    with Workers(Task(), CUTS[:2], 8) as workers:
        assert len(workers.processes) == 2
        assert list(workers.results()) == [3, 5]


def test_none_runs_far_ahead(tmp_path) -> None:
    """While nobody takes the first result, a process does no more than two stretches, however long that is."""
    with Workers(Task(folder=str(tmp_path)), CUTS, 2) as workers:
        results = workers.results()
        next(results)
        time.sleep(0.5)
        assert len(list(tmp_path.iterdir())) <= 5
        assert len(list(results)) == len(CUTS) - 1


def test_every_mistake_of_every_process() -> None:
    """Mistakes come all together, sorted, and no result follows the first of them, but what came before it stays."""
    seen = []
    with Workers(Task(wrong=(3, 8)), CUTS, 3) as workers, pytest.raises(ce.InvalidTimelineError) as caught:
        seen.extend(workers.results())
    assert [problem.line for problem in caught.value.problems] == [3, 8]
    assert caught.value.more == 2
    assert seen == [3, 5]


def test_a_process_that_somebody_ends() -> None:
    """It is an error that names the signal; what the others do is given up."""
    with (
        Workers(Task(end=5), CUTS, 2) as workers,
        pytest.raises(ce.OutputError, match="was ended by SIGKILL"),
    ):
        list(workers.results())
    assert not any(process.is_alive() for process in workers.processes)


def test_an_error_before_the_first_stretch() -> None:
    """What a process can't begin is the error that it tells."""
    with (
        Workers(Task(end=0), CUTS, 2) as workers,
        pytest.raises(ce.UnreadableInputError, match="the file is gone"),
    ):
        list(workers.results())


@pytest.mark.parametrize("task", [Task(wrong=(2,)), Task(end=0)])
def test_a_process_ends_when_nobody_asks_any_more(task) -> None:
    """Once the other ends of its pipes are closed, a process comes to its end by itself."""
    before = signal.getsignal(signal.SIGINT)
    asked, asking = multiprocessing.Pipe(duplex=False)
    answers, answering = multiprocessing.Pipe(duplex=False)
    for cut in CUTS[:2]:
        asking.send(cut)

    def listen() -> None:
        found.append(answers.recv())
        if task.end:
            found.append(answers.recv())
        asking.close()
        answers.close()

    found: list[object] = []
    listener = threading.Thread(target=listen)
    listener.start()
    try:
        work(asked, answering, task)
    finally:
        signal.signal(signal.SIGINT, before)
        listener.join()
    assert [type(one).__name__ for one in found] in (
        ["int", "InvalidTimelineError"],
        ["UnreadableInputError"],
    )


@pytest.mark.parametrize(
    ("size", "jobs"), [(0, 1), (1, 2), (100, 3), (1 << 20, 2), (5 << 20, 7), (1 << 30, 2)]
)
def test_cuts_cover_the_file(size, jobs) -> None:
    """Every byte is in one stretch; none is longer than 16 MiB, and a small file is not cut into crumbs."""
    cuts = cut_up(size, jobs)
    starts = [start for start, _ in cuts]
    assert starts[0] == 0
    assert [stop for _, stop in cuts] == [*starts[1:], None]
    lengths = [(stop or size) - start for start, stop in cuts]
    assert max(lengths) <= (1 << 24) + (1 << 16)
    assert len(cuts) == 1 or min(lengths) >= 1 << 16
