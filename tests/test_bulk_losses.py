"""Losses of a file in parts: what belongs to the head is lost if all parts say so, milestones are counted."""

from __future__ import annotations

from hypothesis import given, strategies as st

import coalition_events as ce

DROPPED, COARSENED, MOVED = ce.LossAction.DROPPED, ce.LossAction.COARSENED, ce.LossAction.MOVED
RECORDS = ("source", "base", "one", "two")
MILESTONES = {"one", "two"}

losses = st.builds(
    ce.Loss,
    record=st.sampled_from(RECORDS),
    field=st.sampled_from(("name", "when")),
    feature=st.sampled_from((ce.Feature.NAMES, ce.Feature.DATES)),
    action=st.sampled_from(tuple(ce.LossAction)),
)
parts = st.lists(st.sets(losses, max_size=6), min_size=1, max_size=5)


def loss(record, action=DROPPED, field="name"):
    """A loss of a name."""
    return ce.Loss(record=record, field=field, feature=ce.Feature.NAMES, action=action)


def tallied(*found):
    """What so many parts lost together."""
    tally = ce.LossTally()
    for one in found:
        tally.add(one, MILESTONES)
    return tally


def test_a_tally_says_what_it_counts() -> None:
    """Whoever looks at what ``write_bulk`` returns sees the numbers of each feature, and of nothing, nothing."""
    assert repr(ce.LossTally()) == "LossTally()"
    assert repr(tallied({loss("one"), loss("two")}, {loss("one", field="when")})) == "LossTally(names 3)"


def test_what_one_part_shows_is_not_lost() -> None:
    """A source that the second part shows is not dropped, though the first one says so."""
    assert tallied({loss("source"), loss("base")}, {loss("base")}).head == (loss("base"),)
    assert tallied({loss("source")}, set()).head == ()
    assert tallied(set(), {loss("source")}).head == ()


def test_what_one_part_changes_is_changed() -> None:
    """A coordinate that is rounded once is rounded, whatever the other parts do not show."""
    assert tallied({loss("base", COARSENED)}, set()).head == (loss("base", COARSENED),)


def test_milestones_are_counted() -> None:
    """Every milestone counts once for each of its losses."""
    tally = tallied({loss("one"), loss("two"), loss("two", MOVED)}, {loss("one", field="title")})
    assert [(one.field, one.action, one.milestones) for one in tally.milestones] == [
        ("name", DROPPED, 2),
        ("name", MOVED, 1),
        ("title", DROPPED, 1),
    ]
    assert tally.by_feature() == {ce.Feature.NAMES: 4}


def test_nothing() -> None:
    """Nothing was lost of what was not exported yet."""
    assert ((), (), {}) == (ce.LossTally().head, ce.LossTally().milestones, ce.LossTally().by_feature())


@given(parts, st.integers(0, 5))
def test_processes_add_up(found, place) -> None:
    """Two processes that tally some of the parts each know together what one knows that tallies all."""
    alone, first, second = tallied(*found), tallied(*found[:place]), tallied(*found[place:])
    first.merge(second)
    assert (alone.head, alone.milestones) == (first.head, first.milestones)
