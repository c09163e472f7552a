"""The exporter contract: what an exporter gets, what it gives, and what it says is lost."""

from __future__ import annotations

import datetime as dt
import inspect

import attrs
import pluggy
import pytest

import coalition_events as ce
import samples
from coalition_events import contract, hookspecs


def request(**fields):
    """Return a request for the small sample."""
    return ce.ExportRequest(timeline=samples.small(), **fields)


def reported(one):
    """Return the losses of a request as tuples."""
    return [(loss.record, loss.field, loss.feature, loss.action) for loss in one.losses]


def test_losses_are_sorted_and_each_is_there_once():
    """However often and in whatever order values are reported, the report is the same."""
    one = request()
    for record, field in (("b", "note"), ("a", "when"), ("a", "note"), ("b", "note")):
        one.lost(record, field, ce.Feature.NOTES, ce.LossAction.DROPPED)
    one.lost("a", "note", ce.Feature.DATES, ce.LossAction.DROPPED)
    assert [loss[:3] for loss in reported(one)] == [
        ("a", "note", "dates"),
        ("a", "note", "notes"),
        ("a", "when", "notes"),
        ("b", "note", "notes"),
    ]


def test_a_loss_belongs_to_a_record_however_it_is_named():
    """A record, its id and an event of it report the same loss; an event stands for its record."""
    timeline = samples.full()
    one = ce.ExportRequest(timeline=timeline)
    event = next(event for event in timeline.events() if event.id == "phase-1.end")
    for owner in (event, timeline["phase-1"], "phase-1"):
        one.lost(owner, "end", ce.Feature.DATES, ce.LossAction.MOVED)
    assert reported(one) == [("phase-1", "end", ce.Feature.DATES, ce.LossAction.MOVED)]


def test_words_are_taken_for_features_and_actions():
    """A feature and an action may be given as their words, and become members."""
    one = request()
    one.lost("camp", "note", "notes", "dropped")
    (loss,) = one.losses
    assert (loss.feature, loss.action) == (ce.Feature.NOTES, ce.LossAction.DROPPED)
    assert isinstance(loss.feature, ce.Feature)


@pytest.mark.parametrize(("feature", "action"), [("colours", "dropped"), ("notes", "lost")])
def test_the_vocabularies_are_closed(feature, action):
    """A feature or an action that is not in the vocabulary is refused where it is reported."""
    with pytest.raises(ValueError, match="is not a valid"):
        request().lost("camp", "note", feature, action)


def test_a_changed_copy_reports_to_the_same_ledger():
    """An exporter that hands a changed request to another exporter keeps what that one reports."""
    one = request()
    copy = attrs.evolve(one, timeline=attrs.evolve(one.timeline, title="Another"))
    copy.lost("camp", "note", ce.Feature.NOTES, ce.LossAction.DROPPED)
    assert one.losses == copy.losses != ()


def test_two_requests_have_two_ledgers():
    """What one export reports is not in the report of the next."""
    one, other = request(), request()
    one.lost("camp", "note", ce.Feature.NOTES, ce.LossAction.DROPPED)
    assert other.losses == ()


def test_the_day_of_the_status_is_asked_for_or_the_last_of_the_evidence():
    """A plan is overdue against the day asked for, else against the end of the evidence, else against nothing."""
    assert request(on=dt.date(2030, 3, 1)).status_day == dt.date(2030, 3, 1)
    assert ce.ExportRequest(timeline=samples.full()).status_day == dt.date(2030, 6, 30)
    assert request().status_day is None


@pytest.mark.parametrize("name", ["timeline", "options", "on", "losses", "anything"])
def test_a_request_is_frozen(name):
    """An exporter can't change what it was given, by accident."""
    with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
        setattr(request(), name, None)


def test_records_of_the_contract_are_frozen_and_named():
    """Exporter and Loss are frozen too, and all three take their fields by name, so that fields can be added."""
    exporter = ce.Exporter(name="x", suffixes=(), media_type="", description="", export=lambda _: [])
    loss = ce.Loss(record="a", field="b", feature=ce.Feature.DATES, action=ce.LossAction.DROPPED)
    for record in (exporter, loss, ce.NoOptions()):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            record.name = "y"
    for cls in (ce.Exporter, ce.Loss, ce.ExportRequest):
        assert all(field.kw_only for field in attrs.fields(cls))


def test_an_exporter_says_what_it_must_and_no_more():
    """Without options it has none, it carries nothing that it does not say, and its contract is this one."""
    exporter = ce.Exporter(name="x", suffixes=(), media_type="", description="", export=lambda _: [])
    assert (exporter.options, exporter.carries, exporter.partly, exporter.api) == (
        ce.NoOptions,
        (),
        (),
        ce.API,
    )
    assert ce.API == 1


def test_an_option_says_help_and_choices():
    """What option() notes down is what the description of an exporter's options reads."""
    cls = attrs.make_class("Options", {"size": ce.option(1, help="how large", choices=iter((1, 2)))})
    (field,) = attrs.fields(cls)
    assert field.default == 1
    assert field.metadata == {"help": "how large", "choices": (1, 2)}


def test_every_word_has_a_line_of_meaning():
    """Each feature and each action is followed by a sentence that says what it means, and no two share one."""
    for enumeration in (ce.Feature, ce.LossAction):
        lines = inspect.getsource(enumeration).splitlines()
        meanings = [
            lines[number + 1].strip()
            for number, line in enumerate(lines)
            if line.strip().partition(" = ")[0].isupper()
        ]
        assert len(meanings) == len(enumeration) == len(set(meanings))
        assert all(meaning.startswith('"""') and meaning.endswith('."""') for meaning in meanings)


def test_the_hook_takes_nothing():
    """The one hook has no arguments, by which pluggy's releases differ, and is never called itself."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    assert manager.hook.coalition_events_exporter.spec.argnames == ()
    assert manager.hook.coalition_events_exporter() == []
    with pytest.raises(NotImplementedError):
        hookspecs.coalition_events_exporter()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"carries": (ce.Feature.DATES,), "partly": (ce.Feature.NAMES,)}, ""),
        ({"partly": ("dates", "smells")}, "it carries unknown features: smells"),
        ({"partly": ["dates"]}, "its 'partly' must be a tuple of features"),
        (
            {"carries": (ce.Feature.DATES, ce.Feature.RANK), "partly": (ce.Feature.DATES,)},
            "it carries both in full and in part: dates",
        ),
    ],
)
def test_a_feature_is_carried_in_full_or_in_part(said, fault):
    """Both lists hold features and nothing else, and none stands in both."""
    exporter = ce.Exporter(name="x", suffixes=(), media_type="", description="", export=lambda _: [], **said)
    assert fault == contract.contract_fault(exporter, "x")
