"""``diff --format md``: what changed between two editions, told to the readers of the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import coalition_events as ce
from coalition_events.cli.changewords import in_words, went_and_came
from coalition_events.cli.text import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LAST: Final = {"actors", "sources"}
"""Sections that stand behind the others: what happened comes first, then who is named and who said so."""
_REFERRING: Final = {ce.Form.REFERENCE, ce.Form.REFERENCES}


def changelog(old: ce.Timeline, new: ce.Timeline, changes: ce.Diff) -> Iterator[str]:
    """What is new, what moved, what is gone, in words and names, as lines of Markdown."""
    yield f"# {ce.textsafe.markdown(new.title)}: what changed"
    yield ""
    yield f"From the edition of {day_in_words(old.revised)} to that of {day_in_words(new.revised)}."
    told = _Told(old, new)
    for kind, heading in (("added", "New"), ("changed", "Changed"), ("removed", "Removed")):
        of_kind = (change for change in changes.records if change.kind == kind)
        yield from _section(
            heading, told.records(sorted(of_kind, key=lambda change: change.section in _LAST))
        )
    yield from _section("The timeline itself", _timeline_lines(told, changes))
    if not changes:
        yield from ("", "Nothing.")


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    if found := [*lines]:
        yield from ("", f"## {heading}", "", *found)


def _timeline_lines(told: _Told, changes: ce.Diff) -> Iterator[str]:
    for change in changes.head:
        if change.field != "revised":  # the edition's day, which the first lines say
            yield f"- {told.field(ce.Timeline, change)}"
    if changes.order:
        sections = " and ".join(section for section, _ in changes.order)
        yield f"- the {sections} stand in another order"


class _Told:
    """Tells changes with the names of records instead of their ids."""

    def __init__(self, old: ce.Timeline, new: ce.Timeline) -> None:
        self._editions = (new, old)
        self._dates: dict[str, list[str]] = {}
        for event in new.events():
            lead = "" if event.id == event.record.id else f"{_spaced(event.field)} "
            self._dates.setdefault(event.record.id, []).append(f"{lead}{ce.describe_when(event)}")

    def _name(self, record_id: str) -> str:
        for edition in self._editions:
            if record_id in edition:
                return edition[record_id].label
        return record_id

    def records(self, changes: Iterable[ce.RecordChange]) -> Iterator[str]:
        """Each record with what changed in it; a new one with its dates."""
        for change in changes:
            record = change.new or change.old
            dates = ", ".join(self._dates.get(change.id, ())) if change.old is None else ""
            label = ce.textsafe.markdown(record.label if record else change.id)
            kind = change.section.removesuffix("s")
            yield f"- **{label}** ({kind})" + (f": {ce.textsafe.markdown(dates)}" if dates else "")
            for field in change.fields:
                yield f"  - {self.field(type(record), field)}"

    def field(self, cls: type, change: ce.FieldChange) -> str:
        """One field: what it was and is; of claims, those that went and those that came."""
        forms = {description.key: description.form for _, description in ce.described(cls)}
        referring = forms.get(change.field) in _REFERRING

        def words(value: Any) -> str:  # noqa: ANN401 - plain data
            shown = self._names_in(value) if referring else in_words(value, self._name)
            return ce.textsafe.markdown(shown)

        head = ce.textsafe.markdown(_spaced(change.field))
        gone, came = went_and_came(change) or ([change.old], [change.new])
        gone, came = [item for item in gone if item is not None], [item for item in came if item is not None]
        if len(gone) == len(came) == 1:
            return f"{head}: was “{words(gone[0])}”, now “{words(came[0])}”"
        now = "now" if change.old is None else "now also"
        parts = [
            *(f"no longer “{words(item)}”" for item in gone),
            *(f"{now} “{words(item)}”" for item in came),
        ]
        return f"{head}: {', '.join(parts) or 'in another order'}"

    def _names_in(self, value: Any) -> str:  # noqa: ANN401 - plain data
        return ", ".join(map(self._name, value)) if isinstance(value, list) else self._name(str(value))


def _spaced(key: str) -> str:
    return key.replace("_", " ")
