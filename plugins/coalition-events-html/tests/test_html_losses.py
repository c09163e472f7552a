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


def fields_of(form):
    """Every field of a form that the file has, as the ledger names it."""
    timeline = html_samples.full()
    records = ((record, PLAIN[record.section][record.id]) for record in timeline.records())
    for owner, held in ((timeline, PLAIN), *records):
        for _, description in ce.described(type(owner)):
            if description.form is form and description.key in held:
                yield "" if owner is timeline else owner.id, description.key


FORMS = [form for form in ce.Form if any(fields_of(form))]


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


def test_every_feature_is_declared():
    """The exporter says that it holds all there is."""
    from coalition_events_html import coalition_events_exporter

    assert set(coalition_events_exporter().carries) == set(ce.Feature)


@pytest.mark.parametrize("form", FORMS)
def test_a_field_of_a_form_that_the_page_cannot_show_is_reported(form, monkeypatch):
    """Without the function that shows a form, every field of that form is lost, and no other field is."""
    from coalition_events_html import _records

    monkeypatch.delitem(_records._SHOWN, form)  # noqa: SLF001 - what is tested
    losses = exported(html_samples.full()).losses
    assert {(loss.record, loss.field.partition(".")[0]) for loss in losses} == set(fields_of(form))


def test_marks_of_direction_are_taken_out_and_reported():
    """A mark of direction never gets into the page: the text that had it is coarsened, and no other text is."""
    claim = ce.Claim(date="2030-01-15", as_written="e\u2066f")
    milestone = ce.Milestone(id="m", kind="other", title="a\u200fb", note="c\u202ed", when=claim)
    actor = ce.Actor(id="a", name="عين الأسد")
    page = exported(
        ce.Timeline(id="t", title="T", revised="2030-01-31", actors=[actor], milestones=[milestone])
    )
    assert not re.search("[\u200f\u202e\u2066]", page.data.decode())
    assert {(loss.record, loss.field, str(loss.action)) for loss in page.losses} == {
        ("m", "title", "coarsened"),
        ("m", "note", "coarsened"),
        ("m", "when.as_written", "coarsened"),
    }
