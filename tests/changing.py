"""A timeline with one thing less: what an exporter must show or name as lost."""

from __future__ import annotations

import contextlib
import copy
import functools
import json
import re

import coalition_events as ce

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def stated_days(timeline):
    """Every full day that stands in the timeline as its author wrote it."""
    return set(_DAY.findall(json.dumps(ce.to_plain(timeline))))


def days_in(text):
    """Every full day in ``text``, in the order of their places."""
    return _DAY.findall(text)


@functools.cache  # many tests ask, and each answer is a hundred timelines
def without_one_claim(timeline):
    """Return ``(record id, names, timeline)`` for each claim that can be taken out; ``names``: what a loss may say."""
    return tuple(_without(timeline, _claims(ce.to_plain(timeline))))


@functools.cache
def without_one_value(timeline):
    """Return the same for each key, of a record, a claim or a place, that can be taken out."""
    return tuple(_without(timeline, _keys(ce.to_plain(timeline))))


def silent(data, losses, changed, names):
    """Whether one thing less changes nothing and was no loss: ``changed`` is ``(record id, data)`` without it."""
    record, without = changed
    return data == without and not any(loss.record == record and loss.field in names for loss in losses)


def _claims(plain):
    for path, value in _fields(plain):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((*path, place) for place in range(len(value)))


def _keys(plain):
    for path, value in _fields(plain):
        yield path
        for place, item in enumerate(value if isinstance(value, list) else ()):
            if isinstance(item, dict):
                yield from ((*path, place, key) for key in item)
                yield from ((*path, place, "value", key) for key in item.get("value", ()) if _is_place(item))


def _is_place(claim):
    return isinstance(claim.get("value"), dict)


def _fields(plain):
    for section, records in plain.items():
        for record_id, fields in records.items() if isinstance(records, dict) else ():
            yield from (((section, record_id, key), value) for key, value in fields.items())


def _without(timeline, paths):
    for path in paths:
        plain = copy.deepcopy(ce.to_plain(timeline))
        owner = plain
        for step in path[:-1]:
            owner = owner[step]
        del owner[path[-1]]
        _, record, key, *inner = path
        names = {key, f"{key}.{inner[-1]}"} if inner else {key}
        with contextlib.suppress(
            ce.InvalidTimelineError
        ):  # without it the file would be none: nothing to export
            yield record, frozenset(names), ce.parse(json.dumps(plain))
