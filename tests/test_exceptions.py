"""Errors: one tree, told as it is; problems read like a compiler's and sort by place."""

from __future__ import annotations

import copy
import inspect
import pickle
import re

import pytest

import coalition_events as ce
from coalition_events import exceptions

PROBLEM = ce.Problem(
    "a.yaml", 41, 17, "unknown-reference", "phases.one.under[0]", "no agreement 'x'", "did you mean 'y'?"
)

MADE = {
    ce.CoalitionEventsError: ce.CoalitionEventsError("it went wrong"),
    ce.InvalidTimelineError: ce.InvalidTimelineError([PROBLEM]),
    ce.UnreadableInputError: ce.UnreadableInputError(str(PROBLEM), PROBLEM),
    ce.UnknownRecordError: ce.UnknownRecordError("nothing is called 'x'"),
    ce.FormatError: ce.FormatError("x"),
    ce.UnknownFormatError: ce.UnknownFormatError("no format is called 'x'"),
    ce.AmbiguousFormatError: ce.AmbiguousFormatError("two offer 'x'"),
    ce.OptionError: ce.OptionError(["one fault", "another"]),
    ce.WholeTimelineError: ce.WholeTimelineError(["x: it is made of the timeline as a whole"]),
    ce.PluginError: ce.PluginError("ce-x 1.0 [x]", "failed"),
    ce.PluginLoadError: ce.PluginLoadError("ce-x 1.0 [x]", "importing it failed"),
    ce.PluginContractError: ce.PluginContractError("ce-x 1.0 [x]", "its hook returned dict"),
    ce.PluginExportError: ce.PluginExportError("ce-x 1.0 [x]", "export failed"),
    ce.LossError: ce.LossError("too much"),
    ce.OutputError: ce.OutputError("x: can't be written"),
}


def classes():
    """Return every error class of the module by name."""
    return {
        name: member
        for name, member in vars(exceptions).items()
        if inspect.isclass(member) and issubclass(member, Exception)
    }


def test_a_problem_reads_like_a_compilers():
    """Place, code, path, message and hint, each only where there is one."""
    assert str(PROBLEM) == (
        "a.yaml:41:17: unknown-reference: phases.one.under[0]: no agreement 'x'; did you mean 'y'?"
    )
    assert str(ce.Problem("a.yaml", 3, 1, "syntax", "", "not YAML")) == "a.yaml:3:1: syntax: not YAML"
    assert str(ce.Problem("a.yaml", 0, 0, "empty", "", "nothing in it")) == "a.yaml: empty: nothing in it"


def test_problems_sort_by_place_as_numbers():
    """File, then line, then column: line 9 comes before line 10."""
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 20), ("a", 9, 3)]
    error = ce.InvalidTimelineError([ce.Problem(*place, "code", "", "message") for place in places])
    assert [(p.file, p.line, p.column) for p in error.problems] == sorted(places)
    assert str(error).splitlines() == [str(problem) for problem in error.problems]


def test_the_tree_in_the_docstring_is_the_tree_of_classes():
    """Every class stands in the module's drawing under its parent, with the built-in error it also is."""
    drawn = {}
    above = []
    for line in exceptions.__doc__.splitlines():
        match = re.match(
            r"    (?P<branch>[│├└─ ]*)(?P<name>[A-Z]\w+Error)(?: \((?P<also>\w+)\))?(?: |$)", line
        )
        if match is None:
            continue
        depth = len(match["branch"]) // 4
        above[depth:] = [match["name"]]
        drawn[match["name"]] = (above[depth - 1] if depth else "Exception", match["also"])
    actual = {}
    for name, cls in classes().items():
        parent, *also = (base.__name__ for base in cls.__bases__)
        actual[name] = (parent, also[0] if also else None)
    assert drawn == actual


def test_the_public_face_has_every_error():
    """All errors can be caught by their public names."""
    assert {name: getattr(ce, name) for name in classes()} == classes()
    assert set(MADE) == set(classes().values())


def test_every_error_says_what_it_is():
    """Each class has a docstring of its own."""
    assert all(cls.__doc__ for cls in classes().values())


@pytest.mark.parametrize("error", MADE.values(), ids=lambda error: type(error).__name__)
def test_errors_can_be_copied_and_sent_to_another_process(error):
    """Text and data survive a copy and a pickle, as test runners and process pools need it."""
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301 - made in the line itself
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_options_and_plugins_keep_their_parts():
    """Faults stay apart, and a plugin's error knows whose it is and what it did."""
    assert str(MADE[ce.OptionError]) == "one fault; another"
    assert MADE[ce.OptionError].faults == ("one fault", "another")
    error = MADE[ce.PluginLoadError]
    assert (error.plugin, error.message) == ("ce-x 1.0 [x]", "importing it failed")
    assert str(error) == "ce-x 1.0 [x]: importing it failed"
    assert MADE[ce.UnreadableInputError].problem is PROBLEM
    assert ce.UnreadableInputError("gone").problem is None
