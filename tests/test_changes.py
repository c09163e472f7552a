"""``diff`` and ``replay``: nothing changes unseen, and what is seen is enough to make the new edition from the old."""

from __future__ import annotations

import copy
import json

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import coalition_events as ce
from coalition_events.model import KINDS
from samples import full, hostile, small
from strategies import timelines

SAMPLES = {"small": small, "full": full, "hostile": hostile}


def plain(timeline=None):
    """A timeline as plain data that may be changed."""
    return copy.deepcopy(ce.to_plain(timeline or full()))


def parsed(data):
    """The timeline of plain data."""
    return ce.parse(json.dumps(data))


def mutations():
    """Give one small change of the full sample after the other, each with a name."""
    data = plain()
    for key in [key for key in data if key not in {"schema", *(cls.section for cls in KINDS)}]:
        yield f"head {key}", {**data, key: _other(key, data[key])}
    yield "head x-", {**data, "x-new": {"a": [1]}}
    for cls in KINDS:
        records = data[cls.section]
        if len(records) > 1:
            yield f"reordered {cls.section}", {**data, cls.section: dict(reversed(records.items()))}
        for record_id, record in records.items():
            noted = {**record, "note": "changed", "x-more": None}
            yield f"changed {record_id}", {**data, cls.section: {**records, record_id: noted}}
    for section, record in (("milestones", "parade"), ("counts", "several"), ("statements", "calm")):
        rest = {key: value for key, value in data[section].items() if key != record}
        yield f"removed {record}", {**data, section: rest}
        first = {"first": {**data[section][record]}, **data[section]}
        yield f"added before {record}", {**data, section: first}


def _other(key, value):
    return {
        "id": "other",
        "timezone": "Etc/UTC",
        "revised": "2041-01-01",
        "evidence_until": "2040-01-01",
    }.get(key, f"{value}, changed" if isinstance(value, str) else not value)


# ---------------------------------------------------------------------------------------------------- laws


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(timelines(), timelines())
def test_replay_of_anything(old, new) -> None:
    """From any timeline to any other: the difference is empty only for equal ones, and replaying it gives the other."""
    changes = ce.diff(old, new)
    assert bool(changes) == (old != new)
    assert new == ce.replay(old, changes)
    assert old == ce.replay(new, ce.diff(new, old))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(timelines(), st.data())
def test_replay_of_a_small_change(old, data) -> None:
    """The same for neighbours: one record less that nothing refers to, or the records of a section in another order."""
    referred = {other.id for record in old.records() for other in ce.references_of(record)}
    free = [record for record in old.records() if record.id not in referred]
    section = data.draw(st.sampled_from([cls.section for cls in KINDS]))
    records = data.draw(st.permutations(getattr(old, section)))
    gone = data.draw(st.sampled_from([None, *free]))
    new = attrs.evolve(
        old, **{section: [record for record in records if gone is None or record.id != gone.id]}
    )
    changes = ce.diff(old, new)
    assert bool(changes) == (old != new)
    assert new == ce.replay(old, changes)
    assert {change.kind for change in changes.records} <= {"removed"}


@pytest.mark.parametrize(("name", "data"), [pytest.param(n, d, id=n) for n, d in mutations()])
def test_every_small_change(name, data) -> None:
    """One thing changed anywhere is a difference, in both directions, and is replayed to the letter."""
    old, new = full(), parsed(data)
    assert new != old, name
    for one, other in ((old, new), (new, old)):
        changes = ce.diff(one, other)
        assert changes
        assert other == ce.replay(one, changes)
        assert ce.to_yaml(other) == ce.to_yaml(ce.replay(one, changes))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("other", SAMPLES)
def test_replay_of_strangers(name, other) -> None:
    """Two timelines that share little are replayed too, ids that are of another kind in the other one included."""
    old, new = SAMPLES[name](), SAMPLES[other]()
    assert bool(ce.diff(old, new)) == (name != other)
    assert new == ce.replay(old, ce.diff(old, new))


def test_iraq() -> None:
    """The bundled timeline read twice has no difference; through JSON neither."""
    timeline = ce.bundled("iraq")
    assert not ce.diff(timeline, ce.bundled("iraq"))
    assert not ce.diff(timeline, parsed(plain(timeline)))


def test_replay_points_to_new_records() -> None:
    """Records that did not change refer to the new ones that did, and to no old one with the same id."""
    data = plain()
    data["sources"]["wire"]["title"] = "Corrected"
    data["actors"]["east"]["name"] = "The East"
    data["bases"]["field"]["note"] = "changed"
    new = parsed(data)
    changes = ce.diff(full(), new)
    assert ["wire", "east", "field"] == [change.id for change in changes.records]
    replayed = ce.replay(full(), changes)
    for record in replayed.records():
        for other in ce.references_of(record):
            assert other is replayed[other.id], f"{record.id} refers to another {other.id}"
    assert "Corrected" == replayed["handover"].when.actual[0].cites[0].title
    assert "The East" == replayed["field"].holder.best.name
    assert "Corrected" == replayed["copy"].repeats.title


# ---------------------------------------------------------------------------------------------------- content


def test_record_changes() -> None:
    """A record that came, went or changed is told with its section, its old and its new form."""
    data = plain()
    gone = data["milestones"].pop("forecast")
    data["milestones"]["later"] = gone
    data["milestones"]["parade"]["title"] = "The march"
    old, new = full(), parsed(data)
    changes = {change.id: change for change in ce.diff(old, new).records}
    assert {"forecast": "removed", "later": "added", "parade": "changed"} == {
        name: change.kind for name, change in changes.items()
    }
    assert {"milestones"} == {change.section for change in changes.values()}
    assert (old["forecast"], None) == (changes["forecast"].old, changes["forecast"].new)
    assert (None, new["later"]) == (changes["later"].old, changes["later"].new)
    assert (old["parade"], new["parade"]) == (changes["parade"].old, changes["parade"].new)
    assert () == changes["later"].fields == changes["forecast"].fields


def test_field_changes() -> None:
    """A field is told with its key and its values in the form of the file; ``None`` is what was left out."""
    data = plain()
    data["bases"]["south"] |= {"name": "South", "country": "IQ", "x-a": {"b": 1}, "candidates": "unknown"}
    del data["bases"]["south"]["kind"]
    data["milestones"]["handover"]["from"].pop()
    changes = {change.id: change.fields for change in ce.diff(full(), parsed(data)).records}
    assert {
        "name": ("South Camp", "South"),
        "kind": ("camp", None),
        "country": (None, "IQ"),
        "candidates": (None, "unknown"),
        "x-a": (None, {"b": 1}),
    } == {field.field: (field.old, field.new) for field in changes["south"]}
    (field,) = changes["handover"]
    assert ("from", 2, 1) == (field.field, len(field.old), len(field.new))
    assert {"value": "east", "cite": ["wire"]} == field.new[0]


def test_a_reference_is_its_id() -> None:
    """A record is not changed because one that it refers to is: neither it nor a field of it is told."""
    data = plain()
    data["actors"]["army"]["name"] = "The Army"
    data["milestones"]["parade"]["note"] = "changed"
    changes = {
        change.id: [field.field for field in change.fields]
        for change in ce.diff(full(), parsed(data)).records
    }
    assert {"army": ["name"], "parade": ["note"]} == changes


def test_head_changes() -> None:
    """The head is told field by field, extra keys one by one."""
    data = plain() | {"title": "Renamed", "x-made-for": "more tests", "x-b": None}
    del data["evidence_until"]
    changes = ce.diff(full(), parsed(data))
    assert {
        "title": ("The Union's mission", "Renamed"),
        "evidence_until": ("2030-06-30", None),
        "x-made-for": ("tests", "more tests"),
        "x-b": (None, None),
    } == {field.field: (field.old, field.new) for field in changes.head}
    assert () == changes.records == changes.order


def test_order_of_extra_keys() -> None:
    """Extra keys in another order are a difference, since they would be written in that order."""
    old = attrs.evolve(full(), extra=[("x-a", "1"), ("x-b", "2")])
    new = attrs.evolve(old, extra=tuple(reversed(old.extra)))
    (change,) = ce.diff(old, new).head
    assert ("x-", ["x-a", "x-b"], ["x-b", "x-a"]) == (change.field, change.old, change.new)
    assert new == ce.replay(old, ce.diff(old, new))


def test_order_changes() -> None:
    """An order is told only where adding at the end and leaving out do not give it."""
    data = plain()
    milestones = data["milestones"]
    first, *rest = milestones
    assert () == ce.diff(full(), parsed({**data, "milestones": {key: milestones[key] for key in rest}})).order
    appended = {**milestones, "later": milestones["parade"]}
    assert () == ce.diff(full(), parsed({**data, "milestones": appended})).order
    before = {"earlier": milestones["parade"], **milestones}
    assert (("milestones", tuple(before)),) == ce.diff(full(), parsed({**data, "milestones": before})).order
    moved = {key: milestones[key] for key in (*rest, first)}
    assert (("milestones", tuple(moved)),) == ce.diff(full(), parsed({**data, "milestones": moved})).order


def test_truth() -> None:
    """A difference is true if anything differs, be it the order alone."""
    data = plain()
    data["statements"] = dict(reversed(data["statements"].items()))
    changes = ce.diff(full(), parsed(data))
    assert (True, (), ()) == (bool(changes), changes.head, changes.records)
    assert not ce.diff(full(), full())
