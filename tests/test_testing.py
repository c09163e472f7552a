"""The conformance kit: what is good passes, and for every check there is an exporter that fails it and no other."""

from __future__ import annotations

import json
import sys

import pytest

from badexporters.bad import BAD, GOOD
from coalition_events.testing import checks, probes, subject
from distributions import Site

CHECKS = {check.name: check for check in checks.CHECKS}


def first_pairs():
    """One pair of each feature, with the pair that it needs."""
    named = {pair.name: pair for pair in probes.pairs()}
    first = {pair.feature: pair for pair in reversed(named.values())}.values()
    return tuple(dict.fromkeys(one for pair in first for one in (named.get(pair.needs, pair), pair)))


FIRST = first_pairs()


def titles(data):
    """The title of a timeline in the format ``good``."""
    return [json.loads(data[data.index(b"{") :])["title"]]


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a module as a distribution with the format ``good``; returns what the kit tests."""
    monkeypatch.syspath_prepend(tmp_path)

    def install(text, suffixes=None, **said):
        module = Site(tmp_path).install("toy-format", "good", text, suffixes=suffixes)
        sys.modules.pop(module, None)
        return subject.Subject(subject.find("good"), **said)

    yield install
    sys.modules.pop("toy_format_good", None)


def failed(tested):
    """Run every check; return the reasons of those that fail, by name."""
    return {result.check.name: result.reason for result in checks.results(tested) if not result.passed}


def test_a_good_exporter_passes_every_check(installed):
    """What is right is not refused, and no check is left out."""
    results = list(checks.results(installed(GOOD, titles=titles)))
    assert {} == {result.check.name: result.reason for result in results if result.outcome != checks.PASSED}
    assert list(CHECKS) == [result.check.name for result in results]


@pytest.mark.no_cover  # it takes four times as long measured, and there are many
@pytest.mark.parametrize(
    ("name", "bad"),
    [pytest.param(name, bad, id=f"{name}-{place}") for name in BAD for place, bad in enumerate(BAD[name])],
)
def test_a_bad_exporter_fails_one_check(installed, name, bad):
    """Each fails exactly the check that is made for its fault, and the reason names it."""
    assert bad.old in GOOD
    said = {"titles": titles} if name == "titles" else {}
    tested = installed(GOOD.replace(bad.old, bad.new, 1), bad.suffixes, **said)
    if not name.startswith("feature:"):
        tested.__dict__["pairs"] = FIRST  # the fault is elsewhere
    found = failed(tested)
    assert [name] == list(found), found
    assert bad.reason in found[name]


def test_every_check_has_a_bad_exporter():
    """A check that nothing fails proves nothing; test_testing_features has those for every feature."""
    general = {name for name in CHECKS if not name.startswith("feature:")}
    assert general <= set(BAD)
    assert set(BAD) <= set(CHECKS)
