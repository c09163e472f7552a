"""How the command is stopped from outside: by Ctrl-C, by ``kill``, by a terminal that goes away.

The first signal unwinds the stack, so that plugins are closed and nothing half-made stays behind. A second one, for a
plugin that does not let go, ends the process at once, and takes away what would stay.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    Handler = Callable[[int, FrameType | None], object] | int | None

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")
SIGNALS: Final = {getattr(signal, name) for name in _NAMES if hasattr(signal, name)}
"""What ends a process when it is asked to; Windows has no SIGHUP."""
_UNTOUCHED: Final = (signal.SIG_DFL, signal.default_int_handler)
_SIGNALLED: Final = 128  # what shells add to the signal's number


class Stopped(KeyboardInterrupt):
    """A signal stops the command. An interrupt, because that is what no plugin's error handling takes for its own."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within, signals that end a process raise :class:`Stopped`.

    One that somebody has set already, such as ``nohup``, stays as it is; outside the main thread all do.
    """
    usual: dict[int, Handler] = {number: signal.getsignal(number) for number in SIGNALS}
    ours = {number: handler for number, handler in usual.items() if handler in _UNTOUCHED}
    hook = sys.unraisablehook

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        for one in ours:
            signal.signal(one, _leave)
        raise Stopped(number)

    def lost(unraisable: sys.UnraisableHookArgs) -> None:
        """Python raises nothing out of a callback, such as one of its own imports: then there is no stack to unwind."""
        if isinstance(unraisable.exc_value, Stopped):
            with contextlib.suppress(OSError):
                say(how_stopped(unraisable.exc_value))
            _leave(unraisable.exc_value.number, None)
        hook(unraisable)

    sys.unraisablehook = lost
    try:
        try:
            for number in ours:
                signal.signal(number, stop)
        except ValueError:  # signals belong to the main thread
            ours.clear()
        yield
    finally:
        sys.unraisablehook = hook
        for number, before in ours.items():
            signal.signal(number, before)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    # by the modules' names: whoever has not imported them has nothing to end, and this is no moment for imports
    if (workers := sys.modules.get("coalition_events.bulk.workers")) is not None:
        workers.Workers.end_all()
    if (writer := sys.modules.get("coalition_events.writer")) is not None:
        writer.discard_all()
    os._exit(_SIGNALLED + number)


def say(message: str) -> None:
    """Tell the user, if there is where to."""
    if sys.stderr is not None:
        print(f"coalition-events: {message}", file=sys.stderr)


def how_stopped(stop: KeyboardInterrupt) -> str:
    """What a user is told."""
    number = _number(stop)
    return "interrupted" if number == signal.SIGINT else f"stopped by {signal.Signals(number).name}"


def exit_code_of(stop: KeyboardInterrupt) -> int:
    """The exit code, as a shell would give it."""
    return _SIGNALLED + _number(stop)


def _number(stop: KeyboardInterrupt) -> int:
    return stop.number if isinstance(stop, Stopped) else signal.SIGINT
