"""A good exporter, and the text in which every bad one differs in a line or two: see ``bad``."""

import json

import attrs

import coalition_events as ce
from coalition_events import Exporter, Feature, LossAction, hookimpl, option


@attrs.frozen
class Options:
    """Few, and of every sort."""

    indent: int = option(0, help="spaces of indentation")
    case: str = option("as-is", help="what becomes of letters", choices=("as-is", "lower"))
    head: bool = option(default=True, help="begin with the format's name")


def export(request):
    """The file as JSON, without the keys that begin with ``x-``, each of which is reported."""
    timeline = request.timeline
    plain = ce.to_plain(timeline)
    for owner, fields in [
        (timeline, plain),
        *((record, plain[record.section][record.id]) for record in timeline.records()),
    ]:
        for key, _ in owner.extra:
            request.lost(owner, key, Feature.EXTRA, LossAction.DROPPED)
            del fields[key]
    text = json.dumps(plain, ensure_ascii=False, indent=request.options.indent or None)
    yield b"good\n" if request.options.head else b""
    yield (text.lower() if request.options.case == "lower" else text).encode()


@hookimpl
def coalition_events_exporter():
    """The exporter."""
    return Exporter(
        name="good",
        suffixes=(".good",),
        media_type="application/json",
        description="the file again",
        export=export,
        options=Options,
        carries=tuple(feature for feature in Feature if feature is not Feature.EXTRA),
    )
