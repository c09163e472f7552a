"""The errors, and the record of one mistake in a file.

::

    CoalitionEventsError
    ├── InvalidTimelineError (ValueError)      the file has mistakes: ``.problems``
    ├── UnreadableInputError (OSError)         no such file, not text, beyond a limit
    ├── UnknownRecordError (LookupError)       no record has this id, or several have this name
    ├── FormatError
    │   ├── UnknownFormatError (LookupError)   no exporter of that name or suffix
    │   └── AmbiguousFormatError (LookupError) several distributions offer the name
    ├── OptionError (ValueError)               every fault of the options given, together
    │   └── WholeTimelineError                 so the format is not written piece by piece
    ├── PluginError                            ``.plugin`` names distribution, version and format
    │   ├── PluginLoadError                    importing it or calling its hook failed
    │   ├── PluginContractError                it is not what the contract asks for
    │   └── PluginExportError                  its ``export`` failed
    ├── LossError                              more was lost than the caller allows
    └── OutputError (OSError)                  the output can't be written

Each also derives from the built-in error that a caller would expect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence


@attrs.frozen(order=True)
class Problem:
    """One mistake. ``line`` and ``column`` count from 1 (0: the place is not known); ``path`` is ``phases.one.end[0]``.

    ``code`` is a stable word, documented on the page of problems; ``hint`` says what to do, or is empty.
    """

    file: str
    line: int
    column: int
    code: str
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        where = f"{self.path}: " if self.path else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{place}: {self.code}: {where}{self.message}{hint}"


class CoalitionEventsError(Exception):
    """The root of every error that this library raises on purpose."""


class InvalidTimelineError(CoalitionEventsError, ValueError):
    """A file has mistakes; ``problems`` holds them, sorted by place, and ``more`` is how many were only counted."""

    def __init__(self, problems: Sequence[Problem], more: int = 0) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        self.more = more
        super().__init__(
            self.problems, more
        )  # what it takes, so that it can be copied and sent to another process

    def __str__(self) -> str:
        more = [f"and {self.more:,} more"] if self.more else []
        return "\n".join([*(str(problem) for problem in self.problems), *more])


class UnreadableInputError(CoalitionEventsError, OSError):
    """The input can't be read: no such file, a folder, not UTF-8, neither YAML nor JSON, beyond a limit."""

    def __init__(self, message: str, problem: Problem | None = None) -> None:
        self.problem = problem
        super().__init__(message)


class UnknownRecordError(CoalitionEventsError, LookupError):
    """No record has that id or name, or several do; the message names the nearest ones."""


class FormatError(CoalitionEventsError):
    """The format asked for can't be settled."""


class UnknownFormatError(FormatError, LookupError):
    """No built-in exporter and no installed plugin has that name or suffix."""


class AmbiguousFormatError(FormatError, LookupError):
    """Several installed distributions offer the format; the message names all, and the way out."""


class OptionError(CoalitionEventsError, ValueError):
    """Options that the exporter does not have or values it does not take; ``faults`` has a line for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)  # as above

    def __str__(self) -> str:
        return "; ".join(self.faults)


class WholeTimelineError(OptionError):
    """With these options the format is made of the timeline as a whole, and not of a file of lines piece by piece."""


class PluginError(CoalitionEventsError):
    """A plugin failed. ``plugin`` reads ``distribution version [format]``, ``message`` what it did wrong."""

    def __init__(self, plugin: str, message: str) -> None:
        self.plugin = plugin
        self.message = message
        super().__init__(plugin, message)  # as above

    def __str__(self) -> str:
        return f"{self.plugin}: {self.message}"


class PluginLoadError(PluginError):
    """Importing the plugin's module or calling its hook raised an error."""


class PluginContractError(PluginError):
    """The plugin was loaded, but what it gives is not what the contract asks for."""


class PluginExportError(PluginError):
    """The exporter raised an error while it made its output."""


class LossError(CoalitionEventsError):
    """The export lost something and the caller allows no loss; nothing was written."""


class OutputError(CoalitionEventsError, OSError):
    """An output can't be written; what stood there before still does."""
