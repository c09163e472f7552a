"""The class that an author's tests inherit: every check of the kit as a test of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest

import coalition_events as ce

from . import builtin, metadata, parted, running, texts
from .features import check_feature
from .subject import Skipped, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping


_SUBJECTS: Final[dict[type, Subject]] = {}


def _subject(tests: type[ExporterContract]) -> Subject:
    given: dict[str, Any] = {"options": tests.options, "exclusions": tests.exclusions}
    if tests.bounds:
        given["bounds"] = tests.bounds
    for name in ("titles", "stated"):
        if getattr(tests, name) is not getattr(ExporterContract, name):
            given[name] = getattr(tests(), name)
    return builtin.subject(tests.format, **given)


class ExporterContract:
    """Inherit from it in a test module, say which ``format``, and pytest runs the whole kit.

    ``format`` is the name, or ``distribution:name``. ``options`` are those under which all runs; ``carries`` and
    ``partly`` are judged under the defaults only. ``exclusions`` leaves out features, each with its reason, which
    pytest shows. ``bounds`` are regular expressions: right after one of them a day may stand that was worked out.
    """

    format: ClassVar[str]
    options: ClassVar[Mapping[str, Any]] = {}
    exclusions: ClassVar[Mapping[ce.Feature, str]] = {}
    bounds: ClassVar[tuple[str, ...]] = ()

    def titles(self, data: bytes) -> list[str]:
        """Read the titles back from an output; define it, and hostile titles are compared letter for letter."""
        raise NotImplementedError  # what is not defined is not called

    def stated(self, data: bytes) -> bytes:
        """The output without the fields that are named as bounds; define it where ``bounds`` can't tell."""
        raise NotImplementedError  # as above

    @pytest.fixture
    def subject(self) -> Subject:
        """What is tested; the tests of a class share it, so that nothing is exported twice."""
        tests = type(self)
        if tests not in _SUBJECTS:
            _SUBJECTS[tests] = _subject(tests)
        return _SUBJECTS[tests]

    def test_loads(self, subject: Subject) -> None:
        """The module can be imported and its hook returns an exporter for this API number."""
        metadata.check_loads(subject)

    def test_metadata(self, subject: Subject) -> None:
        """The entry points and the exporter agree on names and suffixes, and no name is taken."""
        metadata.check_metadata(subject)

    def test_media_type(self, subject: Subject) -> None:
        """The media type is well-formed."""
        metadata.check_media_type(subject)

    def test_description(self, subject: Subject) -> None:
        """The description is one short line."""
        metadata.check_description(subject)

    def test_imports(self, subject: Subject) -> None:
        """Importing the module imports the library of no other format."""
        metadata.check_imports(subject)

    def test_empty(self, subject: Subject) -> None:
        """A timeline without a record is exported."""
        running.check_empty(subject)

    def test_minimal(self, subject: Subject) -> None:
        """A timeline with one milestone is exported."""
        running.check_minimal(subject)

    def test_full(self, subject: Subject) -> None:
        """Every kind of record and every form of date is exported."""
        running.check_full(subject)

    def test_many(self, subject: Subject) -> None:
        """A thousand records are exported."""
        running.check_many(subject)

    def test_losses(self, subject: Subject) -> None:
        """Every loss names a record of the timeline and one of its fields."""
        running.check_losses(subject)

    def test_parts(self, subject: Subject) -> None:
        """Parts, if there are some, give the bytes and the losses of the export of the whole."""
        parted.check_parts(subject)

    def test_same_twice(self, subject: Subject) -> None:
        """The same timeline gives the same bytes again."""
        running.check_same_twice(subject)

    def test_same_elsewhere(self, subject: Subject) -> None:
        """Hash seed, time zone and locale of the process change nothing."""
        running.check_same_elsewhere(subject)

    def test_input_unchanged(self, subject: Subject) -> None:
        """The export leaves the timeline as it was."""
        running.check_input_unchanged(subject)

    def test_clock(self, subject: Subject) -> None:
        """The export does not ask what time it is."""
        running.check_clock(subject)

    def test_environment(self, subject: Subject) -> None:
        """The export does not read the environment."""
        running.check_environment(subject)

    def test_files(self, subject: Subject) -> None:
        """The export touches no file."""
        running.check_files(subject)

    def test_network(self, subject: Subject) -> None:
        """The export opens no socket."""
        running.check_network(subject)

    def test_processes(self, subject: Subject) -> None:
        """The export starts no process."""
        running.check_processes(subject)

    def test_options(self, subject: Subject) -> None:
        """Every option has help, and its default and every choice give an output."""
        running.check_options(subject)

    def test_bad_options(self, subject: Subject) -> None:
        """What an option can't be is one clean OptionError."""
        running.check_bad_options(subject)

    def test_errors(self, subject: Subject) -> None:
        """An error within the export reaches the user as PluginExportError."""
        running.check_errors(subject)

    def test_hostile_texts(self, subject: Subject) -> None:
        """Texts that break exporters are exported and stay apart."""
        texts.check_hostile_texts(subject)

    def test_titles(self, subject: Subject) -> None:
        """Hostile titles are read back letter for letter."""
        if subject.titles is None:
            pytest.skip("titles() is not defined, so nothing reads the output back")
        texts.check_titles(subject)

    def test_days(self, subject: Subject) -> None:
        """No day comes out that nobody stated."""
        texts.check_days(subject)

    @pytest.mark.parametrize("feature", tuple(ce.Feature), ids=str)
    def test_feature(self, subject: Subject, feature: ce.Feature) -> None:
        """What differs in a feature differs in the output or is reported, and the exporter says the same."""
        try:
            check_feature(subject, feature)
        except Skipped as reason:
            pytest.skip(f"{feature} is excluded: {reason}")
