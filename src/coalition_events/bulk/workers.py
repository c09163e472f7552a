"""Processes that do the stretches of a file side by side; what they give comes back in the order of the file."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import multiprocessing.resource_tracker
import signal
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Protocol, TypeAlias, TypeVar

from coalition_events.exceptions import CoalitionEventsError, InvalidTimelineError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from coalition_events.exceptions import Problem

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
Stretch: TypeAlias = tuple[int, "int | None"]
"""The byte from which on, and the byte before which, the lines of a stretch begin; ``None``: to the end."""


class Task(Protocol[T_co]):
    """What a process is sent: ``begin`` makes, over there, the function that does one stretch."""

    def begin(self) -> Callable[[Stretch], T_co]:
        """Open what all stretches share."""


_LEAST, _MOST = 1 << 16, 1 << 24
_AHEAD: Final = 2
"""How many stretches a process may be ahead of what is needed next: what it gives waits on the disk."""


def cut_up(size: int, jobs: int) -> list[Stretch]:
    """The stretches of a file of ``size`` bytes: several for each process, so that none waits long for the others."""
    number = max(1, min(4 * jobs, size // _LEAST), size // _MOST)
    cuts = [size * place // number for place in range(number)]
    return [*itertools.pairwise(cuts), (cuts[-1], None)]


class Workers(Generic[T]):
    """``jobs`` processes that do one task; within a ``with``, on leaving which none of them is left.

    Stretch ``n`` is for process ``n`` modulo their number, so that each knows its next ones in time.
    """

    _at_work: ClassVar[set[Workers[Any]]] = set()

    def __init__(self, task: Task[T], cuts: Sequence[Stretch], jobs: int) -> None:
        self.cuts = cuts
        self.pipes: list[tuple[Connection[Any, Any], Connection[Any, Any]]] = []
        """For each process: where it is told its stretches, and where it answers."""
        self.processes: list[BaseProcess] = []
        self._at_work.add(self)
        try:
            for _ in range(min(jobs, len(cuts))):
                self._start(task)
        except BaseException:
            self.end()
            raise

    def _start(self, task: Task[T]) -> None:
        # a fork would copy the handlers of signals, and threads that the program has
        context = multiprocessing.get_context("spawn")
        # two that go one way each: one that goes both ways is a socket, and no command opens any
        asked, asking = context.Pipe(duplex=False)
        answers, answering = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(asked, answering, task), daemon=True)
        with _out_of_reach_of_terminals():
            process.start()
            self.processes.append(process)
        for theirs in (asked, answering):  # so that ours end when the process does
            theirs.close()
        self.pipes.append((asking, answers))

    def __enter__(self) -> Workers[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the processes, whatever they do."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.join()
        self._at_work.discard(self)

    @classmethod
    def end_all(cls) -> None:
        """End those of all: for a process that ends without unwinding its stack."""
        for workers in tuple(cls._at_work):
            workers.end()

    def results(self) -> Iterator[T]:
        """What each stretch gave, in order.

        Mistakes in the file are collected from all stretches, and nothing is yielded after the first. A process that
        somebody ended is an :class:`OutputError`.
        """
        problems: set[Problem] = set()
        more = 0
        ahead = _AHEAD * len(self.processes)
        for number in range(min(ahead, len(self.cuts))):
            self._send(number)
        for number in range(len(self.cuts)):
            result = self._receive(number)
            if number + ahead < len(self.cuts):
                self._send(number + ahead)
            if isinstance(result, InvalidTimelineError):
                problems |= {*result.problems}
                more += result.more
            elif isinstance(result, CoalitionEventsError):
                raise result
            elif not problems:
                yield result
        if problems:
            raise InvalidTimelineError([*problems], more)

    def _send(self, number: int) -> None:
        with contextlib.suppress(BrokenPipeError):  # which receiving tells, and why
            self.pipes[number % len(self.pipes)][0].send(self.cuts[number])

    def _receive(self, number: int) -> T | CoalitionEventsError:
        place = number % len(self.pipes)
        try:
            result: T | CoalitionEventsError = self.pipes[place][1].recv()
        except (EOFError, OSError):  # nothing came, or half of something
            self.processes[place].join()
            code = self.processes[place].exitcode or 0
            how = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
            raise OutputError(f"a process that made a part of the output was ended {how}") from None
        return result


@contextlib.contextmanager
def _out_of_reach_of_terminals() -> Iterator[None]:
    """Processes that begin within never get the signals that a terminal sends to all of us: who began them ends them.

    They inherit that from their first moment on; setting it themselves, they would first import a good deal.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows has none
        yield
        return
    multiprocessing.resource_tracker.ensure_running()  # which lets signals in again when it begins
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def work(asked: Connection[Any, Any], answering: Connection[Any, Any], task: Task[Any]) -> None:
    """Do stretch after stretch as they come; an error of the user's is sent back, any other one ends the process."""
    # where it could not be kept away from the beginning
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # it is gone, and nobody asks any more
    with contextlib.suppress(EOFError, BrokenPipeError):
        try:
            do = task.begin()
        except CoalitionEventsError as error:
            answering.send(error)
            return
        while True:
            cut = asked.recv()
            try:
                result = do(cut)
            except CoalitionEventsError as error:
                result = error
            answering.send(result)
