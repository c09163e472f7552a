"""Three editions of an invented timeline: the second moves an event and calls another off, the third moves it back."""

from __future__ import annotations

_FILE = """\
schema: coalition-events/1
id: harbour
title: The harbour mission (invented)
revised: {revised}
sources:
  notice: {{title: Notice of the harbour office, published: 2030-01-02}}
milestones:
  parade:
    kind: ceremony
    title: The parade
    revised: {revised}
    when: {parade}
    cite: notice
  dinner:
    kind: other
    title: The dinner
    revised: {called_off}
    when: {{planned: 2030-06-20}}{cancelled}
    cite: notice
  speech:
    kind: other
    title: The speech
    revised: 2030-03-01
    when: {{planned: 2030-06-25}}
    cite: notice
"""
_FIRST = "{planned: 2030-06-10, said: 2030-03-01}"
_SECOND = "{planned: 2030-06-15, said: 2030-04-01}"
_THIRD = "{planned: 2030-06-10, said: 2030-05-01, note: Moved back.}"


def texts() -> tuple[str, str, str]:
    """The files, oldest first."""
    off = {"called_off": "2030-04-01", "cancelled": "\n    cancelled: 2030-03-31"}
    return (
        _FILE.format(revised="2030-03-01", parade=_FIRST, called_off="2030-03-01", cancelled=""),
        _FILE.format(revised="2030-04-01", parade=f"[{_FIRST}, {_SECOND}]", **off),
        _FILE.format(revised="2030-05-01", parade=f"[{_FIRST}, {_SECOND}, {_THIRD}]", **off),
    )
