"""JSON lines to trees: the head of a timeline in the first line, then a milestone in each, with its ``id``.

Such a file can be read line by line (:mod:`.bulk`), or as any other timeline.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from coalition_events.exceptions import Problem
from coalition_events.reading.inputs import COMPRESSED
from coalition_events.reading.jsontree import compose_json
from coalition_events.reading.nodes import Meter, Node, Scalar, Table, stopped

if TYPE_CHECKING:
    from coalition_events.limits import Limits

LINES: Final = ".jsonl"


def compose_lines(text: str, file: str, limits: Limits) -> Node:
    """The tree of a whole file, in the shape of one that is not in lines; every node knows its line.

    Raises :class:`UnreadableInputError` where reading stopped.
    """
    head, *lines = text.split("\n")
    meter = Meter(file, limits)  # one for all: the whole is in memory
    root = compose_json(head, file, limits, meter=meter)
    pairs = [
        pair_of(compose_json(line, file, limits, number, meter), file)
        for number, line in enumerate(lines, 2)
        if not is_blank(line)
    ]
    refuse_milestones(root, file)
    if pairs and isinstance(root, Table):
        place = (pairs[0][0].line, 1)
        root.pairs.append((Scalar("milestones", *place, plain=False), Table([*pairs], *place)))
    return root


def refuse_milestones(root: Node, file: str) -> None:
    """Milestones stand in lines of their own; raises :class:`UnreadableInputError` for those within the head."""
    for key, _ in root.pairs if isinstance(root, Table) else ():
        if key.text == "milestones":
            message = "in a file of lines, each milestone is a line of its own"
            raise stopped(Problem(file, key.line, key.column, "wrong-type", "milestones", message))


def pair_of_line(text: str, file: str, limits: Limits, line: int) -> tuple[Scalar, Table]:
    """The id of a milestone's line, and the rest of its fields; raises :class:`UnreadableInputError`."""
    return pair_of(compose_json(text, file, limits, line), file)


def pair_of(node: Node, file: str) -> tuple[Scalar, Table]:
    """The same of a line that is read."""
    ids = [value for key, value in node.pairs if key.text == "id"] if isinstance(node, Table) else []
    if isinstance(node, Table) and len(ids) == 1 and isinstance(ids[0], Scalar) and not ids[0].plain:
        rest = [pair for pair in node.pairs if pair[0].text != "id"]
        return ids[0], Table(rest, node.line, node.column)
    message = "expected a milestone: an object with one 'id', a text, and the milestone's fields"
    raise stopped(Problem(file, node.line, node.column, "wrong-type", "milestones", message))


def is_blank(line: str) -> bool:
    """Whether a line holds nothing but what is white space in JSON."""
    return not line or (line.isspace() and not line.strip(" \t\r\n"))


def is_bulk(path: str | os.PathLike[str]) -> bool:
    """Whether a file holds a milestone a line, by its name: ``.jsonl``, or ``.jsonl.gz``."""
    return os.fsdecode(path).endswith((LINES, COMPRESSED))
