"""A timeline as large as one may be expected to get, with hundreds of mistakes: each is found, and found once."""

from __future__ import annotations

import collections
import itertools
import json
import os
import re
import subprocess
import sys

import attrs
import pytest

import commanding

RECORDS = 20_000
MISTAKES = 500
EVERY = RECORDS // MISTAKES
HEAD = {
    "schema": "coalition-events/1",
    "id": "load",
    "title": "Load",
    "revised": "2030-01-01",
    "sources": {"archive": {"title": "Archive"}},
    "actors": {"mission": "Mission"},
    "bases": {"north": "North"},
}
WRONG = {
    "unknown-key": {"titel": "T"},
    "unknown-kind": {"kind": "handovr"},
    "unknown-reference": {"bases": ["nroth"]},
    "wrong-kind-reference": {"bases": ["mission"]},
    "bad-date": {"when": [{"date": "2030-02-30", "basis": "actual", "cite": "archive"}]},
    "bad-time": {"when": [{"date": "2030-02", "time": "25:00", "basis": "actual"}]},
    "empty-value": {"title": None},
    "wrong-type": {"actors": {"mission": "M"}},
    "bad-text": {"title": "a\u0007b"},
    "missing-key": {"when": [{"basis": "actual"}]},
}
"""Codes, each with what makes a milestone have it."""


def milestone(number):
    """A milestone in which nothing is wrong."""
    day = f"{2000 + number % 25:04}-{1 + number % 12:02}-{1 + number % 28:02}"
    when = [{"date": day, "basis": "actual", "cite": "archive"}, {"date": day[:7], "basis": "planned"}]
    return {
        "kind": "handover",
        "title": f"Handover {number}",
        "bases": ["north"],
        "actors": ["mission"],
        "when": when,
    }


@pytest.fixture(scope="module")
def faulty():
    """A timeline with a mistake in every fortieth record, and the code and the record of each."""
    milestones, expected = {}, []
    for number in range(RECORDS - 3):
        name = f"m-{number:05}"
        milestones[name] = milestone(number)
        if number % EVERY == EVERY // 2:
            code = [*WRONG][number // EVERY % len(WRONG)]
            milestones[name] |= WRONG[code]
            expected.append((code, name))
    assert (MISTAKES, RECORDS) == (len(expected), len(milestones) + 3)
    return {**HEAD, "milestones": milestones}, expected


def flow(timeline):
    """The timeline as YAML, a record a line."""
    *head, milestones = timeline.items()
    lines = [f"{key}: {json.dumps(value)}" for key, value in head]
    rows = (f"  {key}: {json.dumps(value, ensure_ascii=True)}" for key, value in milestones[1].items())
    return "\n".join([*lines, f"{milestones[0]}:", *rows]) + "\n"


@attrs.frozen
class Ended:
    """How a command ended, what it printed, and what it took."""

    code: int
    printed: str
    seconds: float
    megabytes: int


def run(folder, *arguments):
    """Run the command and measure it."""
    with (folder / "printed").open("w+", encoding="utf-8") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "coalition_events", *arguments],
            cwd=folder,
            env=commanding.environment(),
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        seconds = round(used.ru_utime + used.ru_stime, 1)
        return Ended(process.returncode, printed.read(), seconds, used.ru_maxrss // 1000)


FORMS = {".yaml": flow, ".json": json.dumps}
COMMANDS = ("validate load{}", "export load{} -o out.ics")


@pytest.mark.parametrize(("command", "suffix"), [*itertools.product(COMMANDS, FORMS)])
def test_every_mistake_once(tmp_path, faulty, command, suffix, record_property):
    """Each of 500 mistakes in 20,000 records is told once, at its record, by a command that then writes nothing."""
    timeline, expected = faulty
    path = tmp_path / f"load{suffix}"
    path.write_text(FORMS[suffix](timeline), "utf-8")
    ended = run(tmp_path, *command.format(suffix).split())
    found = re.findall(rf"(?m)^{path.name}:[0-9]+:[0-9]+: ([a-z-]+): milestones\.(m-[0-9]+)", ended.printed)
    assert 1 == ended.code
    assert collections.Counter(expected) == collections.Counter(found)
    assert {path.name, "printed"} == {one.name for one in tmp_path.iterdir()}
    tried = f"`{command.split()[0]}` of {RECORDS:,} records with {MISTAKES} mistakes, each found once:"
    record_property("tried", f"{tried} {ended.seconds} s of processor time and {ended.megabytes} MB")
