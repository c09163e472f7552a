"""Checks of texts and of days: hostile texts come through, and no day comes out that nobody stated."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, Final

import coalition_events as ce

from .making import Claim
from .samples import HOSTILE_TEXTS, hostile_timeline
from .scene import scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .subject import Subject

_TEXTUAL: Final = re.compile(r"text/.*|.*[/+](?:json|xml|yaml)(?:;.*)?")

# ------------------------------------------------------------------------------------------------------ texts


def check_hostile_texts(subject: Subject) -> None:
    """Texts that break exporters are exported, in UTF-8 where the format is text, and stay apart from one another."""
    seen: dict[bytes, str] = {}
    for text in HOSTILE_TEXTS:
        exported = subject.export(hostile_timeline(text))
        if _TEXTUAL.fullmatch(subject.exporter.media_type):
            _decoded(exported.data, f"with the text {text!r}")
        other = seen.setdefault(exported.data, text)
        lost = {loss.field for loss in exported.losses if loss.record == "milestone"}
        if other != text and not {"title", "summary", "note"} <= lost:
            raise AssertionError(
                f"the texts {other!r} and {text!r} give the same bytes, and no loss was reported"
            )


def _decoded(data: bytes, words: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise AssertionError(f"the output {words} is not UTF-8: {error}") from error


def check_titles(subject: Subject) -> None:
    """``titles`` reads every hostile title back letter for letter, or as ``textsafe`` makes it harmless."""
    if subject.titles is None:
        return
    for text in HOSTILE_TEXTS:
        data = subject.export(hostile_timeline(text)).data
        try:
            found = subject.titles(data)
        except Exception as error:
            raise AssertionError(
                f"titles() can't read the output with the title {text!r}: {error!r}"
            ) from error
        if not set(_harmless(text)) & set(found):
            raise AssertionError(f"the title {text!r} is read back as {found!r}")


def _harmless(text: str) -> tuple[str, ...]:
    """A text and what the functions of ``textsafe`` may make of it."""
    forms = (text, ce.textsafe.plain(text), ce.textsafe.one_line(text))
    return (*forms, *map(ce.textsafe.spreadsheet_cell, forms))


# ------------------------------------------------------------------------------------------------------ days

_YEARS: Final = ("2043", "2044", "2045")
"""Years in which the scene states nothing but what is tested."""
_VAGUE: Final = (
    *("2043-09", "2044", "2043-XX", "2043-34", "2044-02~", "2044-02?"),
    *("[2043-03-03..2043-03-09]", "[..2043-05]", "[2043-05..]", "[2043..2044]"),
    *("2043-03/2043-05", "2043-11/..", "/2044-02"),
)
_PADDED: Final = (
    ("2043-09", ("2043-09-01", "2043-09-15", "2043-09-30")),
    ("2044", ("2044-01-01", "2044-07-01", "2044-12-31")),
    ("[2043-03-03..2043-03-09]", ("2043-03-03", "2043-03-06", "2043-03-09")),
)
"""A vague date, and the days that a careless exporter makes of it."""
_MONTHS: Final = tuple(dt.date(2000, month, 1).strftime("%B") for month in range(1, 13))
_MONTH: Final = "(?P<word>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + r")\.?"
_YEAR: Final = rf"(?P<y>{'|'.join(_YEARS)})"
_NOTATIONS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![0-9]){_YEAR}(?P<s>[-/.]?)(?P<m>[01][0-9])(?P=s)(?P<d>[0-3][0-9])(?![0-9])",
        rf"(?<![0-9])(?P<d>[0-3]?[0-9])(?P<s>[-/.])(?P<m>[01]?[0-9])(?P=s){_YEAR}(?![0-9])",
        rf"(?<![0-9])(?P<m>[01]?[0-9])/(?P<d>[0-3]?[0-9])/{_YEAR}(?![0-9])",
        rf"(?<![0-9])(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}(?![0-9])",
        rf"{_MONTH} (?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?,? {_YEAR}(?![0-9])",
    )
)


def check_days(subject: Subject) -> None:
    """No day comes out that nobody stated, but right after what the author named as a mark of bounds; nor is one meant.

    A month never gives the bytes of one of its days, whatever is reported: nothing is sharpened.
    """
    for options in ({}, *subject.variants()):
        words = "".join(f", with {name}={value}" for name, value in options.items())
        for date in _VAGUE:
            _refuse_invented(subject, date, options, words)
        for vague, days in _PADDED:
            _refuse_padding(subject, vague, days, options, words)


def _dated(date: str) -> ce.Timeline:
    return scene({"handover": {"when": Claim(date=date)}})


def _refuse_invented(subject: Subject, date: str, options: Mapping[str, Any], words: str) -> None:
    timeline = _dated(date)
    data = subject.export(timeline, **options).data
    text = (subject.stated(data) if subject.stated else data).decode("utf-8", errors="replace")
    stated = {day for day, _, _ in _days(json.dumps(ce.to_plain(timeline)))}
    marked = {found.end() for mark in subject.bounds for found in re.finditer(mark, text)}
    for day, start, shown in _days(text):
        if day not in stated and start not in marked:
            before = text[max(0, start - 40) : start]
            raise AssertionError(
                f"the date {date!r} comes out as the day {shown!r}, which nobody stated{words}: ...{before}{shown}. "
                "Show what was stated; or, if its place is named as a bound, name what stands before it in 'bounds'"
            )


def _days(text: str) -> Iterator[tuple[dt.date, int, str]]:
    """Every day of :data:`_YEARS` in a text, with its place and how it is written."""
    for notation in _NOTATIONS:
        for found in notation.finditer(text):
            parts = found.groupdict()
            month = parts.get("m") or next(
                number
                for number, name in enumerate(_MONTHS, 1)
                if name[:3].lower() == parts["word"][:3].lower()
            )
            try:
                yield dt.date(int(parts["y"]), int(month), int(parts["d"])), found.start(), found[0]
            except ValueError:  # no day of the calendar
                continue


def _refuse_padding(
    subject: Subject, vague: str, days: tuple[str, ...], options: Mapping[str, Any], words: str
) -> None:
    meant = [subject.export(_dated(day), **options).data for day in days]
    if len(set(meant)) == 1:  # a format without days sharpens none
        return
    exported = subject.export(_dated(vague), **options).data
    for day, data in zip(days, meant, strict=True):
        if data == exported:
            raise AssertionError(
                f"the date {vague!r} gives the very bytes of the day {day!r}{words}: nobody stated that day, and no "
                "reported loss makes it stated"
            )
