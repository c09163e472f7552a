"""Every node of a timeline with every kind of record deleted, duplicated, retyped and renamed, one at a time."""

from __future__ import annotations

import copy
import json
import re

import pytest

import coalition_events as ce
import samples

NAME = "mutated.json"
REFERENCES = {"unknown-reference", "wrong-kind-reference", "cycle"}
WHOLE = {"schema", "id", "title", "revised"}
"""Keys of the file without which nothing of it is known."""
RETYPED = (None, True, 7, "text", [[]], {"a": "b"})


def plain():
    """A timeline as plain data, without the many dates of the sample that differ in nothing else."""
    data = ce.to_plain(samples.full())
    data["milestones"] = {
        key: value for key, value in data["milestones"].items() if not re.fullmatch(r"form-[1-9].*", key)
    }
    return data


PLAIN = plain()


def nodes(data, path=()):
    """The path of every value but the whole."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from nodes(value, (*path, key))


NODES = list(nodes(PLAIN))


def parent_of(data, path):
    """The list or mapping in which a node stands."""
    for key in path[:-1]:
        data = data[key]
    return data


def deleted(data, path):
    """Nothing where the node was."""
    del parent_of(data, path)[path[-1]]
    yield json.dumps(data)


def duplicated(data, path):
    """The node twice: in a list once more, in a mapping under its key once more."""
    parent = parent_of(data, path)
    if isinstance(parent, list):
        parent.insert(path[-1], parent[path[-1]])
        yield json.dumps(data)
        return
    mark = "\ue000"
    items = []
    for key, value in parent.items():
        items.append((key, value))
        if key == path[-1]:
            items.append((mark + key, value))
    parent.clear()
    parent.update(items)
    yield json.dumps(data, ensure_ascii=False).replace(mark, "")


def retyped(data, path):
    """Something of another type, or of the same type and empty."""
    parent, was = parent_of(data, path), parent_of(data, path)[path[-1]]
    for value in RETYPED:
        if value != was or type(value) is not type(was):
            parent[path[-1]] = value
            yield json.dumps(data)


def renamed(data, path):
    """Another key, or another text."""
    parent = parent_of(data, path)
    if isinstance(parent, dict):
        items = [(f"{key}-renamed" if key == path[-1] else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)
    elif isinstance(parent[path[-1]], str):
        parent[path[-1]] += "-renamed"
    yield json.dumps(data)


def is_near(problem, path):
    """Whether a problem is told at the mutated node: at it, in it, or in the record of which it is a part.

    Who refers to a record that is gone, or to one that became another, has the problem where the reference stands.
    """
    place = re.split(r"[.\[]", re.sub(r"\]|-renamed", "", problem.path))
    if problem.code in REFERENCES or not problem.path or path[0] in WHOLE:
        return True
    return place[: min(2, len(path))] == [str(part) for part in path[:2]][: len(place)]


@pytest.mark.parametrize("mutation", [deleted, duplicated, retyped, renamed])
def test_mutations(mutation, record_property):
    """What is left is a timeline, or has problems, each at the mutated node or at a reference to its record."""
    tried = valid = 0
    for path in NODES:
        for text in mutation(copy.deepcopy(PLAIN), path):
            tried += 1
            try:
                ce.parse(text, NAME)
            except ce.InvalidTimelineError as error:
                far = [str(problem) for problem in error.problems if not is_near(problem, path)]
                assert [] == far, (path, text)
            else:
                valid += 1
    record_property(
        "tried", f"{tried} timelines with a node {mutation.__name__}, {valid} of them still valid"
    )
    assert tried >= len(NODES)
