"""What is tested: a format, with the options under which it runs and what its author says of it."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import coalition_events as ce

from .probes import pairs
from .samples import full_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .pairs import Pair

_PLACES: Final = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    # no conversion to UTF-8 behind the back: whoever relies on the locale's encoding is found out
    {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
)
_LONGEST: Final = 300  # seconds that a fresh process may take; a second or two are usual


class Skipped(Exception):  # noqa: N818 - no error: the author gave a reason
    """A check that the author left out, with the reason."""


class Subject:
    """A format under test.

    ``options`` are those under which everything runs. ``exclusions`` maps features that are not judged to the reason.
    ``bounds`` are regular expressions: a day that was worked out may stand right after one of them. ``stated`` gives
    back the output without the fields that are named as bounds, where no expression can tell. ``titles`` reads the
    titles back from an output.
    """

    def __init__(  # noqa: PLR0913 - each is one thing that an author may say
        self,
        info: ce.FormatInfo,
        *,
        options: Mapping[str, Any] | None = None,
        exclusions: Mapping[ce.Feature, str] | None = None,
        bounds: tuple[str, ...] = (),
        stated: Callable[[bytes], bytes] | None = None,
        titles: Callable[[bytes], list[str]] | None = None,
    ) -> None:
        self.info = info
        self.options = dict(options or {})
        self.exclusions = dict(exclusions or {})
        self.bounds = bounds
        self.stated = stated
        self.titles = titles
        self._exported: dict[tuple[int, str], ce.Exported] = {}

    @functools.cached_property
    def exporter(self) -> ce.Exporter:
        """The exporter, loaded as the host does."""
        return ce.load_exporter(self.info)

    @functools.cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The catalogue of probes, made for this subject: an exporter that changes its input spoils its own only."""
        return pairs()

    def export(self, timeline: ce.Timeline, **options: Any) -> ce.Exported:  # noqa: ANN401 - its own options
        """Export as the host does; whatever goes wrong is the error that the host makes of it."""
        made = ce.make_options(self.exporter, {**self.options, **options})
        request = ce.ExportRequest(timeline=timeline, options=made)
        data = b"".join(ce.Job(self.info, self.exporter, request).chunks())
        return ce.Exported(data, request.losses)

    def sides(self, pair: Pair, options: Mapping[str, Any]) -> tuple[ce.Exported, ce.Exported]:
        """Both exports of a pair, each made once."""
        found = []
        for timeline in (pair.one, pair.other):
            key = (id(timeline), repr(sorted(options.items())))
            if key not in self._exported:
                self._exported[key] = self.export(timeline, **options)
            found.append(self._exported[key])
        return found[0], found[1]

    @functools.cached_property
    def _sample(self) -> ce.Exported:
        return self.export(full_timeline())

    def losses_of_sample(self, feature: ce.Feature) -> list[ce.Loss]:
        """What is reported of a feature for the full sample."""
        return [loss for loss in self._sample.losses if loss.feature is feature]

    def variants(self) -> Iterator[dict[str, Any]]:
        """Every choice of an option, and both sides of every switch, but for what holds anyway."""
        usual = {**{info.name: info.default for info in ce.described_options(self.exporter)}, **self.options}
        for info in ce.described_options(self.exporter):
            values = (False, True) if info.type is bool else info.choices
            yield from ({info.name: value} for value in values if value != usual[info.name])

    @functools.cached_property
    def elsewhere(self) -> tuple[dict[str, Any], ...]:
        """What two fresh processes say that made the same export, each in a strange place; see ``child``."""
        told = json.dumps({"format": _full_name(self.info), "options": self.options})
        path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)  # noqa: PTH109 - PYTHONPATH takes texts
        children = [
            subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
                [sys.executable, "-m", f"{__package__}.child"],
                env={**os.environ, **place, "PYTHONPATH": path},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
            for place in _PLACES
        ]
        return tuple(_answer(child, told) for child in children)


def _full_name(info: ce.FormatInfo) -> str:
    return info.name if info.builtin else info.full_name


def _answer(child: subprocess.Popen[str], told: str) -> dict[str, Any]:
    try:
        said, cried = child.communicate(told, timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise AssertionError(f"in a fresh process it was not done after {_LONGEST} s") from None
    if child.returncode:
        raise AssertionError(f"in a fresh process it fails: {cried.strip()[-2000:]}")
    answer: dict[str, Any] = json.loads(said)
    return answer


def find(name: str) -> ce.FormatInfo:
    """The format called ``name`` or ``distribution:name``, one that can't be asked for included.

    :class:`UnknownFormatError` or :class:`AmbiguousFormatError` if there is none, or more than one.
    """
    try:
        return ce.by_name(name)
    except ce.UnknownFormatError:
        broken = [info for info in ce.formats() if name in (info.full_name, info.name) and info.module]
        if len(broken) != 1:
            raise
        return broken[0]
