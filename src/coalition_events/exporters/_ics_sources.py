"""What entries say of sources, and texts in plain lines.

Calendars show a description as plain text and turn addresses into links, so nothing here is marked up. A
text with line ends of its own goes on indented, so that none can pass for a line of the exporter's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coalition_events import Absence, describe, textsafe

if TYPE_CHECKING:
    from coalition_events import AnyDate, Source

ABSENCE_WORDS: Final = {Absence.UNKNOWN: "not known", Absence.NONE: "none", Absence.LEFT_OUT: "not stated"}


def inline(text: str) -> str:
    """A text within a line."""
    if text.isprintable():  # then it has no line end, and nothing that goes
        return text
    return textsafe.plain(text).replace("\n", "\n  ")


def stated(date: AnyDate | Absence) -> str:
    """A date in words, or that there is none."""
    return ABSENCE_WORDS[date] if isinstance(date, Absence) else describe(date)


class SourceTexts(NamedTuple):
    """A source with its title and publisher, a line with all that is known of it, and its address."""

    source: Source
    words: str
    line: str
    link: str


def told(source: Source) -> SourceTexts:
    """Put a source in words."""
    return SourceTexts(source, _words(source), f"- {_line(source)}", textsafe.link(source.url))


def _words(source: Source) -> str:
    title = inline(source.title)
    return f"{title} ({inline(source.publisher)})" if source.publisher else title


def _line(source: Source) -> str:
    marks = [_words(source)]
    if source.published is not None:
        marks.append(f"published {stated(source.published)}")
    if source.accessed is not None:
        marks.append(f"read {describe(source.accessed)}")
    if source.language:
        marks.append(f"in {source.language}")
    if source.reliability is not None:
        marks.append(f"reliability {source.reliability.value}")
    if source.repeats is not None:
        marks.append(f"repeats {_words(source.repeats)}")
    # an address that can't be made safe to link to is still shown as text
    marks.extend(textsafe.link(url) or url for url in (source.url, source.archive_url) if url)
    return "; ".join(marks)
