from __future__ import annotations

import copy
import json
import re

import html_samples
import pytest
from html_reading import exported

import coalition_events as ce

PLAIN = ce.to_plain(html_samples.full())


def paths(value, path=()):
    """Every place in the plain form of a timeline."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from paths(inner, (*path, place))


def changed(path, change):
    """The timeline with one place changed, or nothing where that makes it invalid."""
    plain = copy.deepcopy(PLAIN)
    owner = plain
    for key in path[:-1]:
        owner = owner[key]
    change(owner, path[-1])
    try:
        return ce.parse(json.dumps(plain))
    except ce.InvalidTimelineError:
        return None


def remove(owner, key):
    """Take one place away."""
    del owner[key]


def without(path):
    """The timeline without one place, if it is valid and another one then."""
    less = changed(path, remove) if len(path) > 1 or path[0] not in REQUIRED else None
    return None if less == html_samples.full() else less


REQUIRED = {"schema", "id", "title", "revised"}
LESS = {".".join(map(str, path)): less for path in paths(PLAIN) if (less := without(path)) is not None}


@pytest.fixture(scope="module")
def whole():
    """The page of the whole timeline."""
    return exported(html_samples.full())


@pytest.mark.parametrize("path", LESS)
def test_nothing_that_is_taken_away_goes_unseen(path, whole):
    """Each field and each claim that is left out changes the page: all of it is shown."""
    assert exported(LESS[path]).data != whole.data


def test_most_of_the_file_can_be_taken_away():
    """What the test above looks at is not next to nothing."""
    assert len(LESS) > 150


def test_every_text_stands_in_the_page(whole):
    """Each free text of the file can be read on the page."""
    texts = re.compile(
        r"title|name|summary|note|as_written|text|condition|area|publisher|coordinated_from|counted"
    )
    page = " ".join(whole.data.decode().replace("&amp;", "&").replace("&#x27;", "'").split())
    for path in paths(PLAIN):
        value = PLAIN
        for key in path:
            value = value[key]
        if isinstance(value, str) and texts.fullmatch(str(path[-1])):
            assert " ".join(value.split()) in page, path


@pytest.mark.parametrize("name", ce.datasets())
def test_a_page_loses_nothing(name):
    """Every field that the model has is shown, so the ledger stays empty."""
    assert not exported(ce.bundled(name)).losses
    assert not exported(ce.bundled(name), map=False).losses


def test_every_feature_is_declared_and_a_field_of_a_new_form_would_be_reported(monkeypatch):
    """What the exporter declares follows from the forms that it can show: without one of them there are losses."""
    from coalition_events_html import _records, coalition_events_exporter

    assert set(coalition_events_exporter().carries) == set(ce.Feature)
    monkeypatch.delitem(_records._SHOWN, ce.Form.ALIASES)  # noqa: SLF001 - what is tested
    losses = exported(html_samples.full()).losses
    assert {(loss.record, loss.feature) for loss in losses} == {
        (record, ce.Feature.ALIASES) for record in ("east", "west", "field")
    }
