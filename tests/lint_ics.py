"""A byte lint for calendars: what RFC 5545 and our profile ask for, and no parser looks at."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMIT = 75
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NAME = re.compile(
    r"(?P<name>[A-Z][A-Z0-9-]*)(?P<parameters>(?:;[A-Z][A-Z0-9-]*=[^\x00-\x1f:;,\"]+)*):(?P<value>.*)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?![\\;,n])")
_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[;,]")
_GEO = re.compile(r"(-?[0-9]{1,2}\.[0-9]{6});(-?[0-9]{1,3}\.[0-9]{6})")
_TEXTS = {
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "X-COALITION-EVENTS-EDTF",
    "UID",
    "RELATED-TO",
}
_CALENDAR_ONCE = (
    "VERSION",
    "PRODID",
    "CALSCALE",
    "NAME",
    "X-WR-CALNAME",
    "LAST-MODIFIED",
    "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL",
)
_EVENT_ONCE = (
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "STATUS",
    "TRANSP",
    "CATEGORIES",
    "DESCRIPTION",
)
_ALARM_ONCE = ("ACTION", "DESCRIPTION", "TRIGGER")
_ONCE = {"VCALENDAR": _CALENDAR_ONCE, "VEVENT": _EVENT_ONCE, "VALARM": _ALARM_ONCE}
_FORMS = {
    "CALSCALE": r"GREGORIAN",
    "DTSTAMP": r"[0-9]{8}T000000Z",
    "LAST-MODIFIED": r"[0-9]{8}T000000Z",
    "REFRESH-INTERVAL": r"P[0-9]+D",
    "SEQUENCE": r"[0-9]+",
    "STATUS": r"CONFIRMED|TENTATIVE|CANCELLED",
    "TRANSP": r"TRANSPARENT",
    "TRIGGER": r"-P[0-9]+D",
    "URL": r"[!-~]+",
    "VERSION": r"2\.0",
}
_PARAMETERS = {
    "DTSTART": ";VALUE=DATE",
    "DTEND": ";VALUE=DATE",
    "REFRESH-INTERVAL": ";VALUE=DURATION",
    "RELATED-TO": ";RELTYPE=SIBLING",
}


def lint(data: bytes) -> list[str]:
    """Every fault of a calendar, each as a line of text; an empty list for a clean one."""
    faults = list(_octets(data))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [*faults, "not UTF-8"]
    if found := _CONTROLS.search(text):
        faults.append(f"control character U+{ord(found[0]):04X}")
    return [*faults, *_structure(_unfolded(text))]


def _octets(data: bytes) -> Iterator[str]:
    """Line ends, lengths and folds."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "BOM"
    if re.search(rb"\r(?!\n)|(?<!\r)\n", data):
        yield "lone CR or LF"
    if not data.endswith(b"\r\n"):
        yield "no final CRLF"
    lines = re.split(rb"\r\n|\r|\n", data)[:-1]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            yield f"blank line {number}"
        if len(line) > _LIMIT:
            yield f"line {number} has {len(line)} octets"
        following = lines[number] if number < len(lines) else b""
        if following[:1] in {b" ", b"\t"}:
            yield from _fold(number, line, following[1:])


def _fold(number: int, line: bytes, rest: bytes) -> Iterator[str]:
    if rest and rest[0] & 0b1100_0000 == 0b1000_0000:
        yield f"line {number} is cut within a character"
    if (len(line) - len(line.rstrip(b"\\"))) % 2:
        yield f"line {number} is cut within an escape"


def _unfolded(text: str) -> list[str]:
    unfolded = re.sub(r"(?:\r\n|\r|\n)[ \t]", "", text.removeprefix("\ufeff"))
    return [line for line in re.split(r"\r\n|\r|\n", unfolded) if line]


def _structure(lines: list[str]) -> Iterator[str]:
    """Components, and the properties of each."""
    open_parts: list[tuple[str, list[tuple[str, str, str]]]] = []
    uids: list[str] = []
    closed = 0
    for line in lines:
        found = _NAME.fullmatch(line)
        if found is None:
            yield f"not a content line: {line[:40]!r}"
            continue
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            open_parts.append((value, []))
        elif name == "END":
            if not open_parts or open_parts[-1][0] != value:
                yield f"END:{value} closes nothing"
                continue
            part, properties = open_parts.pop()
            closed += not open_parts
            uids.extend(value for name, _, value in properties if part == "VEVENT" and name == "UID")
            yield from _part(part, properties)
        elif open_parts:
            open_parts[-1][1].append((name, found["parameters"], value))
        else:
            yield f"{name} stands outside of a component"
    yield from (f"{part} is not closed" for part, _ in open_parts)
    if closed != 1:
        yield f"{closed} calendars"
    yield from (f"UID {uid} is used {count} times" for uid, count in Counter(uids).items() if count > 1)


def _part(part: str, properties: list[tuple[str, str, str]]) -> Iterator[str]:
    if part not in _ONCE:
        yield f"component {part}"
        return
    count = Counter(name for name, _, _ in properties)
    yield from (f"{part} has {count[name]} {name}" for name in _ONCE[part] if count[name] != 1)
    for name, parameters, value in properties:
        yield from _property(name, parameters, value)
    if part == "VEVENT":
        yield from _days({name: value for name, _, value in properties})


def _property(name: str, parameters: str, value: str) -> Iterator[str]:
    if name == "METHOD":
        yield "METHOD"
    if not value:
        yield f"{name} is empty"
    if name in _FORMS and not re.fullmatch(_FORMS[name], value):
        yield f"{name} has the form {value!r}"
    if parameters != _PARAMETERS.get(name, ""):
        yield f"{name} has the parameters {parameters!r}"
    if name in _TEXTS | {"CATEGORIES"} and _ESCAPE.search(value.replace("\\\\", "")):
        yield f"{name} has an unknown escape"
    if name in _TEXTS and _UNESCAPED.search(value.replace("\\\\", "")):
        yield f"{name} has an unescaped ';' or ','"
    if name == "GEO":
        yield from _geo(value)


def _geo(value: str) -> Iterator[str]:
    found = _GEO.fullmatch(value)
    if found is None or "-0.000000" in found.groups():
        yield f"GEO has the form {value!r}"
    elif abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        yield f"GEO {value} is out of range"


def _days(event: dict[str, str]) -> Iterator[str]:
    days = [_day(event.get(name, "")) for name in ("DTSTART", "DTEND")]
    for name, day in zip(("DTSTART", "DTEND"), days, strict=True):
        if day is None:
            yield f"{name} is not a day: {event.get(name, '')!r}"
    start, end = days
    if start and end and end <= start:
        yield "DTEND is not after DTSTART"


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").replace(tzinfo=dt.UTC).date() if len(text) == 8 else None
    except ValueError:
        return None
