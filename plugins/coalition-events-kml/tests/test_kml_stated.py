from __future__ import annotations

import attrs
import pytest

import coalition_events as ce
from coalition_events_kml import _balloon, _data, _stated

RECORDS = (
    ce.Source,
    ce.Actor,
    ce.Base,
    ce.Agreement,
    ce.Phase,
    ce.Provision,
    ce.Milestone,
    ce.Count,
    ce.Statement,
)


@pytest.mark.parametrize("cls", RECORDS)
def test_what_is_passed_over_would_be_shown_nowhere(cls):
    """A field is left aside only for a value that fills no column and no row of a balloon."""
    _, fields = _stated._fields(cls)
    passed_over = [(item, left_out) for item, left_out in fields if left_out is not attrs.NOTHING]
    assert len(passed_over) >= 5
    for description, left_out in passed_over:
        assert not any(_data.field_cells(description, left_out).values())
        assert not _balloon.field_html(None, description, left_out)


def test_a_day_of_revision_and_a_no_are_never_passed_over():
    """The day of the whole file stands in for a missing one, and a phase that is not the final one says so."""
    timeline = ce.Timeline(id="t", title="T", revised="2031-01-01", phases=[ce.Phase(id="one", ordinal=1)])
    found = ce.export(timeline, "kml").data.decode()
    assert '<SimpleData name="revised">2031-01-01</SimpleData>' in found
    assert '<SimpleData name="final">0</SimpleData>' in found
