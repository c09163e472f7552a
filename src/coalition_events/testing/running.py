"""Checks that run an exporter: what it makes of samples, of options and of errors, and what it touches meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import coalition_events as ce

from .samples import empty_timeline, full_timeline, long_timeline, minimal_timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .subject import Subject

# ------------------------------------------------------------------------------------------------------ samples


def check_empty(subject: Subject) -> None:
    """A timeline without a record is exported."""
    subject.export(empty_timeline())


def check_minimal(subject: Subject) -> None:
    """A timeline with one milestone is exported, and not as nothing."""
    _require_output(subject, minimal_timeline())


def check_full(subject: Subject) -> None:
    """Every kind of record and every form of date is exported, and not as nothing."""
    _require_output(subject, full_timeline())


def check_many(subject: Subject) -> None:
    """A thousand records are exported, and more comes out than of none."""
    many, none = (subject.export(long_timeline(count)) for count in (1000, 0))
    if len(many.data) <= len(none.data) and not many.losses:
        raise AssertionError("a thousand records give no more bytes than none, and no loss was reported")


def _require_output(subject: Subject, timeline: ce.Timeline) -> None:
    exported = subject.export(timeline)
    if not exported.data and not exported.losses:
        raise AssertionError(f"the sample {timeline.id!r} gives no output, and no loss was reported")


def check_losses(subject: Subject) -> None:
    """Every reported loss names a record of the timeline and one of its fields."""
    timeline = full_timeline()
    for loss in subject.export(timeline).losses:
        if not loss.record:  # the head of the file
            owner: ce.Record | ce.Timeline = timeline
        elif loss.record in timeline:
            owner = timeline[loss.record]
        else:
            raise AssertionError(f"a loss names {loss.record!r}, which is no record of the timeline: {loss}")
        keys = {description.key for _, description in ce.described(type(owner))}
        key = loss.field.partition(".")[0].removesuffix("[]")
        if key not in keys and not key.startswith("x-") and key != "id":
            raise AssertionError(
                f"a loss names the field {loss.field!r}, which {loss.record!r} can't have: {loss}"
            )


# ------------------------------------------------------------------------------------------------------ determinism


def check_same_twice(subject: Subject) -> None:
    """The same timeline gives the same bytes and losses again, with another export in between."""
    first = subject.export(full_timeline())
    subject.export(minimal_timeline())
    again = subject.export(full_timeline())
    if first.data != again.data:
        raise AssertionError(
            f"the same timeline gives other bytes the second time: {first_difference(first.data, again.data)}"
        )
    if first.losses != again.losses:
        raise AssertionError("the same timeline gives other losses the second time")


def first_difference(first: bytes, again: bytes) -> str:
    """Where two outputs differ for the first time, with what stands there in each."""
    pairs = enumerate(zip(first, again, strict=False))
    place = next((place for place, (one, other) in pairs if one != other), min(len(first), len(again)))
    start = max(0, place - 20)
    return f"{first[start : place + 40]!r} or {again[start : place + 40]!r}, from byte {start} on"


def check_same_elsewhere(subject: Subject) -> None:
    """Another process with another hash seed, time zone and locale gives the same bytes and losses."""
    here, there = subject.elsewhere
    if here["data"] != there["data"]:
        raise AssertionError(
            "two processes with different PYTHONHASHSEED, TZ and LC_ALL give different bytes: the order of a set, the "
            "local time zone or the locale's encoding gets into the output"
        )
    if here["losses"] != there["losses"]:
        raise AssertionError(
            "two processes with different PYTHONHASHSEED, TZ and LC_ALL give different losses"
        )


def check_input_unchanged(subject: Subject) -> None:
    """The timeline is after the export what it was before."""
    timeline = full_timeline()
    subject.export(timeline)
    if timeline != full_timeline() or ce.to_plain(timeline) != ce.to_plain(full_timeline()):
        raise AssertionError(
            "the export changed the timeline that it was given: the next exporter gets the same one"
        )


def check_clock(subject: Subject) -> None:
    """The export does not ask what time it is."""
    _refuse_touch(subject, "clock", "take days from the timeline, such as 'revised'")


def check_environment(subject: Subject) -> None:
    """The export does not read the environment."""
    _refuse_touch(subject, "environment", "make it an option")


def check_files(subject: Subject) -> None:
    """The export opens, lists and changes no file."""
    _refuse_touch(subject, "file", "the host writes the file; read what you need when the module is imported")


def check_network(subject: Subject) -> None:
    """The export opens no socket."""
    _refuse_touch(subject, "network", "all that an export needs is in the timeline")


def check_processes(subject: Subject) -> None:
    """The export starts no process."""
    _refuse_touch(subject, "process", "all that an export needs is in the timeline")


def _refuse_touch(subject: Subject, what: str, advice: str) -> None:
    touched = sorted({where for answer in subject.elsewhere for where in answer["touched"][what]})
    if touched:
        raise AssertionError(
            f"an export must not touch the {what}: {'; '.join(touched[:5])}. Instead: {advice}"
        )


# ------------------------------------------------------------------------------------------------------ options


def check_options(subject: Subject) -> None:
    """Every option has a line of help; its default, its choices and both sides of a switch give an output."""
    for info in ce.described_options(subject.exporter):
        if not info.help.strip() or "\n" in info.help:
            raise AssertionError(f"the option {info.name!r} needs one line of help, found {info.help!r}")
        if info.choices and info.default not in info.choices:
            raise AssertionError(f"the default of {info.name!r}, {info.default!r}, is none of its choices")
        for value in (info.default, *info.choices, *((False, True) if info.type is bool else ())):
            for shown in (value, str(value)):
                _try_option(subject, info.name, shown)


def _try_option(subject: Subject, name: str, value: Any) -> None:  # noqa: ANN401 - any option value
    try:
        subject.export(full_timeline(), **{name: value})
    except ce.CoalitionEventsError as error:
        raise AssertionError(
            f"the option {name}={value!r} is declared, but an export with it fails: {error}"
        ) from error


def check_bad_options(subject: Subject) -> None:
    """What an option can't be is refused with one clean OptionError; whatever is taken gives an output."""
    for name, value, must_fail in _bad_values(subject.exporter):
        try:
            ce.make_options(subject.exporter, {**subject.options, name: value})
        except ce.OptionError:
            continue
        except Exception as error:
            raise AssertionError(
                f"the option {name}={value!r} ends in {type(error).__name__}: {error}. A class of options refuses a "
                "value with a ValueError, which the user gets to read"
            ) from error
        if must_fail:
            raise AssertionError(
                f"the option {name}={value!r} is taken, though it is none of its choices or its type"
            )
        _try_option(subject, name, value)


_TYPICAL: Final[dict[type, tuple[Any, ...]]] = {
    str: ("", "a; b, c \\ d", "\u202eعين"),
    int: (-1, 0, 1),
    float: (-1.0, 0.0, 1e300),
    bool: (),
}
"""Values of the right type that an author may not have thought of: taken or refused, but never an error within."""


def _bad_values(exporter: ce.Exporter) -> Iterator[tuple[str, Any, bool]]:
    yield "no-such-option", "1", True
    for info in ce.described_options(exporter):
        if info.type is not str:
            yield info.name, "neither this nor that", True
        if info.choices:
            yield info.name, "neither this nor that", True
        yield info.name, ["a", "list"], True
        if not info.choices:
            yield from ((info.name, value, False) for value in _TYPICAL[info.type])


# ------------------------------------------------------------------------------------------------------ errors


class _Broken:
    """A timeline in which everything is broken."""

    def __init__(self) -> None:
        self.asked = False

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - nothing comes back
        if name == "asked" or name.startswith("__"):
            return object.__getattribute__(self, name)
        self.asked = True
        raise RuntimeError(f"the kit broke {name!r} on purpose")

    def __contains__(self, key: object) -> bool:
        return bool(self[key])

    def __getitem__(self, key: object) -> Any:  # noqa: ANN401 - as above
        return self.__getattribute__(str(key))


def check_errors(subject: Subject) -> None:
    """An error within the export reaches the user, as PluginExportError with its reason, and no half output does."""
    broken: Any = _Broken()
    options = ce.make_options(subject.exporter, subject.options)
    request = ce.ExportRequest(timeline=broken, options=options)
    try:
        data = b"".join(ce.Job(subject.info, subject.exporter, request).chunks())
    except ce.PluginExportError as error:
        if "the kit broke" not in error.message:
            raise AssertionError(
                f"an error within the export is replaced by another: {error.message}"
            ) from error
        return
    if broken.asked:
        raise AssertionError(
            f"an error within the export was swallowed, and {len(data)} bytes came out all the same"
        )
