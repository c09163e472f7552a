"""Readers that nobody here wrote, each as a function; `tests/judges/install.sh` installs them.

Each function gives back what the judge understood, and raises `RefusedError` with the judge's own words when it
does not accept its input. Without the judge the test skips and says why; in CI (where `CI` is set) it fails instead.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

_JUDGES = Path(__file__).parent / "judges"

# `name: type (width.precision)`, with what the driver knows beyond that behind it.
_FIELD = re.compile(r"(?P<name>.+?): (?P<type>\w+(?:\(\w+\))?) \(\d+\.\d+\)")
_EXTENT = re.compile(r"Extent: \((?P<west>\S+), (?P<south>\S+)\) - \((?P<east>\S+), (?P<north>\S+)\)")


class RefusedError(AssertionError):
    """A judge did not accept its input; the text is what the judge said."""


def ical_js(path: Path) -> dict[str, Any]:
    """Read an iCalendar file with ical.js, the parser of Thunderbird.

    Returns `calendar` (property -> list of values), `events` (a list of mappings with uid, summary, dtstart, dtend,
    dtstamp, sequence, status, transp, categories, description, geo, location, url, related and alarms; `None` for what
    an event does not have) and `others` (the names of all components that are not events). Days are written
    2026-01-31, times 2026-01-31T12:00:00Z.
    """
    _need("node", "node")
    if not (_JUDGES / "node_modules" / "ical.js").is_dir():
        _absent("ical.js")
    return json.loads(_ask("node", str(_JUDGES / "ical.mjs"), str(path)))


def ogrinfo(path: Path) -> list[dict[str, Any]]:
    """Read a map layer with GDAL's ogrinfo, which is what QGIS reads with.

    Returns, for each layer, its `name`, `geometry` type, `count` of features, `extent` (west, south, east, north, or
    `None`) and `fields` (name -> type).
    """
    _need("ogrinfo", "ogrinfo")
    text = _ask("ogrinfo", "-ro", "-al", "-so", str(path))
    # The text form and not -json, which only GDAL 3.7 brought: one way to read serves all versions.
    return [_layer(part) for part in text.split("\nLayer name: ")[1:]]


def cmark_gfm(text: str) -> str:
    """Turn Markdown into HTML as GitHub does before it cleans up: raw HTML stays, so that a foreign tag is seen."""
    _need("cmark-gfm", "cmark-gfm")
    extensions = ("table", "strikethrough", "autolink", "tagfilter", "tasklist", "footnotes")
    arguments = [word for name in extensions for word in ("--extension", name)]
    return _ask("cmark-gfm", "--unsafe", *arguments, text=text)


def khal(folder: Path, calendars: list[Path], start: str, length: str) -> list[list[dict[str, str]]]:
    """Import calendars one after the other into khal's own storage, in `folder`, and list it after each.

    Each list holds the entries from the day `start` on, for a `length` such as `30d`, with `start`, `uid`, `status` and
    `title`, in khal's order.
    """
    _need("khal", "khal")
    (folder / "mission").mkdir(parents=True)
    day = "%Y-%m-%d"
    config = folder / "khal.conf"
    config.write_text(
        f"[calendars]\n[[mission]]\npath = {folder / 'mission'}\n[sqlite]\npath = {folder / 'khal.db'}\n"
        f"[default]\ndefault_calendar = mission\n[locale]\ntimeformat = %H:%M\ndateformat = {day}\n"
        f"longdateformat = {day}\ndatetimeformat = {day} %H:%M\nlongdatetimeformat = {day} %H:%M\n",
        "utf-8",
    )
    form = "{start-date}|{uid}|{status}|{title}"
    lists = []
    for calendar in calendars:
        _ask("khal", "-c", str(config), "import", "--batch", "-a", "mission", str(calendar))
        rows = _ask(
            "khal", "-c", str(config), "list", "-df", "", "--format", form, start, length
        ).splitlines()
        keys = ("start", "uid", "status", "title")
        lists.append(
            [dict(zip(keys, map(str.strip, row.split("|", 3)), strict=True)) for row in rows if row.strip()]
        )
    return lists


def strace(
    command: list[str], calls: tuple[str, ...], injections: tuple[str, ...] = (), **more: Any
) -> tuple[subprocess.CompletedProcess[bytes], str]:
    """Run a command and its children under strace; `injections` are those of its option `-e inject`.

    Returns the end of the command and the log of the `calls`, in which descriptors show what they lead to.
    """
    _need("strace", "strace")
    inject = [word for injection in injections for word in ("-e", f"inject={injection}")]
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        options = ("-f", "-y", "-qq", "-s", "0", "-o", log.name)
        tracer = ("strace", *options, "-e", f"trace={','.join(calls)}")
        done = subprocess.run(
            [*tracer, *inject, *command], capture_output=True, timeout=60, check=False, **more
        )
        text = log.read()
    if re.match(b"strace: .*ptrace", done.stderr, re.IGNORECASE):
        _absent("strace", "may not trace here")
    return done, text


def zzuf(data: bytes, seed: int, bits: int) -> bytes:
    """Turn about as many bits of some data as asked for, the same ones for the same seed."""
    _need("zzuf", "zzuf")
    command = ["zzuf", "--seed", str(seed), "--ratio", f"{bits / (8 * len(data)):.10f}"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def _layer(part: str) -> dict[str, Any]:
    name, *lines = part.splitlines()
    known = dict(line.split(": ", 1) for line in lines if line.startswith(("Geometry: ", "Feature Count: ")))
    extents = [tuple(map(float, found.groups())) for line in lines if (found := _EXTENT.fullmatch(line))]
    fields = [found for line in lines if (found := _FIELD.match(line))]
    return {
        "name": name,
        "geometry": known["Geometry"],
        "count": int(known["Feature Count"]),
        "extent": extents[0] if extents else None,
        "fields": {found["name"]: found["type"] for found in fields},
    }


def _ask(*command: str, text: str | None = None) -> str:
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=60, check=False)
    # GDAL and libraries like it go on after what they only warn about; a file of ours earns no warning.
    if done.returncode or done.stderr:
        raise RefusedError(done.stderr.strip() or done.stdout.strip())
    return done.stdout


def _need(judge: str, command: str) -> None:
    if shutil.which(command) is None:
        _absent(judge)


def _absent(judge: str, why: str = "is not installed") -> None:
    reason = f"the judge {judge} {why}; tests/judges/install.sh says why"
    if os.environ.get("CI"):
        pytest.fail(f"CI skips none: {reason}")
    pytest.skip(reason)
