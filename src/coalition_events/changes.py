"""What changed between two editions of a timeline, so that it can be read, and replayed to the letter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.model import (
    KINDS,
    Citation,
    Claims,
    Evidence,
    Record,
    Timeline,
    Values,
    described,
    references_of,
)
from coalition_events.model.fields import ids
from coalition_events.plain import to_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEAD: Final = ("id", *(name for name, _ in described(Timeline)), "extra")


@attrs.frozen(kw_only=True)
class FieldChange:
    """One field: its key in the file, and its old and new value in the form that the file has; ``None``: left out."""

    field: str
    old: Any
    new: Any


@attrs.frozen(kw_only=True)
class RecordChange:
    """One record: added (no ``old``), removed (no ``new``) or changed in ``fields``."""

    id: str
    section: str
    old: Record | None
    new: Record | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


@attrs.frozen(kw_only=True)
class Diff:
    """The changes from one edition to another: of the head, of records, and of the order of records in a section.

    Empty, and false, only for equal timelines.
    """

    head: tuple[FieldChange, ...]
    records: tuple[RecordChange, ...]
    order: tuple[tuple[str, tuple[str, ...]], ...]
    new_head: tuple[tuple[str, Any], ...] = attrs.field(repr=False)

    def __bool__(self) -> bool:
        return bool(self.head or self.records or self.order)


def diff(old: Timeline, new: Timeline) -> Diff:
    """What changed from ``old`` to ``new``, records compared by section and id, references by id."""
    head = [(name, getattr(old, name), getattr(new, name)) for name in _HEAD]
    changed = [(name, before, after) for name, before, after in head if before != after]
    shown = [
        FieldChange(field=name, old=_shown(a), new=_shown(b)) for name, a, b in changed if name != "extra"
    ]
    return Diff(
        head=(*shown, *_extra_changes(old.extra, new.extra)),
        records=tuple(_record_changes(old, new)),
        order=tuple(_order_changes(old, new)),
        new_head=tuple((name, after) for name, _, after in changed),
    )


def _record_changes(old: Timeline, new: Timeline) -> Iterator[RecordChange]:
    for cls in KINDS:
        before = {record.id: record for record in getattr(old, cls.section)}
        after = {record.id: record for record in getattr(new, cls.section)}
        for record_id in dict.fromkeys((*before, *after)):
            one, other = before.get(record_id), after.get(record_id)
            if one != other:
                fields = tuple(_field_changes(one, other)) if one and other else ()
                yield RecordChange(id=record_id, section=cls.section, old=one, new=other, fields=fields)


def _field_changes(old: Record, new: Record) -> Iterator[FieldChange]:
    for name, description in described(type(old)):
        before, after = getattr(old, name), getattr(new, name)
        # a record that is referred to may have changed; that is a change of its own
        if ids(before) != ids(after):
            yield FieldChange(field=description.key, old=_shown(before), new=_shown(after))
    yield from _extra_changes(old.extra, new.extra)


def _extra_changes(
    old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]
) -> Iterator[FieldChange]:
    """The ``x-`` keys that differ, and where only their order does, the keys in it."""
    before, after = dict(old), dict(new)
    keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    for key in keys:
        yield FieldChange(field=key, old=_loaded(before.get(key)), new=_loaded(after.get(key)))
    if old != new and not keys:
        yield FieldChange(field="x-", old=list(before), new=list(after))


def _loaded(text: str | None) -> Any:  # noqa: ANN401 - plain data
    return None if text is None else json.loads(text)


def _order_changes(old: Timeline, new: Timeline) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sections in which records that both editions hold stand in another order, or in which new ones stand between."""
    for cls in KINDS:
        after = tuple(record.id for record in getattr(new, cls.section))
        if after != _order_without_telling(old, new, cls.section):
            yield cls.section, after


def _order_without_telling(old: Timeline, new: Timeline, section: str) -> tuple[str, ...]:
    """The order that a replay gives by itself: what stayed, in the old order, then what was added."""
    before = [record.id for record in getattr(old, section)]
    after = {record.id for record in getattr(new, section)}
    kept = [record_id for record_id in before if record_id in after]
    known = set(before)
    return (*kept, *(record.id for record in getattr(new, section) if record.id not in known))


def _shown(value: object) -> Any:  # noqa: ANN401 - plain data
    if value is None or value in ("", ()):
        return None
    return to_value(value) if not isinstance(value, Claims | Values) or value else None


# ---------------------------------------------------------------------------------------------------- replaying


def replay(old: Timeline, changes: Diff) -> Timeline:
    """The new edition, from the old one and what changed."""
    records = {record.id: record for record in old.records()}
    sections = {cls.section: [record.id for record in getattr(old, cls.section)] for cls in KINDS}
    for change in changes.records:
        if change.new is None:
            sections[change.section].remove(change.id)
        elif change.old is None:
            sections[change.section].append(change.id)
    for change in changes.records:
        if change.new is not None:
            records[change.id] = change.new
    sections |= {section: list(ids) for section, ids in changes.order}
    kept = {record_id: records[record_id] for ids in sections.values() for record_id in ids}
    linked = _relink(kept)
    fields: dict[str, Any] = dict(changes.new_head)
    fields |= {section: tuple(linked[record_id] for record_id in ids) for section, ids in sections.items()}
    return attrs.evolve(old, **fields)


def _relink(records: Mapping[str, Record]) -> dict[str, Record]:
    """The same records, each pointing to these and to no older ones of the same id."""
    done: dict[str, Record] = {}
    stack = list(records)[::-1]
    while stack:
        record = records[stack[-1]]
        waiting = [other.id for other in references_of(record) if other.id not in done]
        if waiting:
            stack.extend(waiting)
            continue
        done[stack.pop()] = _pointing(record, done)
    return done


def _pointing(record: Record, targets: Mapping[str, Record]) -> Record:
    fields = {name: _moved(getattr(record, name), targets) for name, _ in described(type(record))}
    return attrs.evolve(record, **fields)


def _moved(value: Any, targets: Mapping[str, Record]) -> Any:  # noqa: ANN401 - any field's value
    if isinstance(value, Record):
        return targets[value.id]
    if isinstance(value, tuple):
        return tuple(_moved(item, targets) for item in value)
    if isinstance(value, Citation):
        return Citation(value.field, tuple(_moved(source, targets) for source in value.sources))
    if isinstance(value, Claims | Values):
        return attrs.evolve(value, items=_moved(value.items, targets))
    if isinstance(value, Evidence):
        fields = {name: getattr(value, name) for name in ("by", "cites", "value") if hasattr(value, name)}
        return attrs.evolve(value, **{name: _moved(item, targets) for name, item in fields.items()})
    return value
