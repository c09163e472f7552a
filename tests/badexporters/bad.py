"""For every check of the kit exporters that fail it and no other: each is ``good`` with a line or two replaced."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

GOOD = (Path(__file__).parent / "good.py").read_text(encoding="utf-8")

_BEGIN = "    timeline = request.timeline\n"
_TEXT = "    text = json.dumps("
_ENCODE = ".encode()\n"
_CARRIES = "carries=tuple(feature for feature in Feature if feature is not Feature.EXTRA)"
_EXPORTER = f"export=export,\n        options=Options,\n        {_CARRIES}"
_WITHOUT_LICENCE = (
    "options=Options, export=lambda request: (request.timeline.licence and "
    'request.lost(request.timeline, "licence", Feature.NOTES, LossAction.DROPPED)) or export(request), '
)
# Parts that give the bytes of the last export of the whole, and report nothing.
_REMEMBERED = """
import functools

wholly, made = export, {}


def export(request):
    made[request.options] = tuple(wholly(request))
    return made[request.options]


def parts(request):
    return ce.Parts(head=b"".join(made.get(request.options, ())), events=lambda *_: iter(()))


Exporter = functools.partial(Exporter, parts=parts)


"""


class Bad(NamedTuple):
    """What stands in ``good``, what stands there instead, and a word of the reason that the kit must give."""

    old: str
    new: str
    reason: str
    suffixes: tuple[str, ...] | None = None
    """Those of the entry points, if they are not the exporter's."""


def _first(line: str, reason: str) -> Bad:
    """An export that begins with a line more; only for the full sample, as it costs time."""
    return Bad(_BEGIN, f'{_BEGIN}    if timeline.id == "full":\n        {line}\n', reason)


def _where(code: str, reason: str) -> Bad:
    """An export whose file is changed before it is written."""
    return Bad(_TEXT, f"{code}{_TEXT}", reason)


BAD = {
    "loads": [
        Bad("import json\n", "import no_such_module\n", "importing it failed"),
        Bad('name="good"', 'name="fine"', "its exporter is called 'fine'"),
        Bad("options=Options,", "options=Options, api=7,", "written for exporter API 7"),
    ],
    "metadata": [
        Bad('suffixes=(".good",)', 'suffixes=(".fine",)', "'.fine'"),
        Bad('name="good"', 'name="good"', "give '.other'", (".other",)),
        Bad('suffixes=(".good",)', 'suffixes=(". good",)', "letters, digits", (". good",)),
    ],
    "media-type": [
        Bad('"application/json"', '"json"', "'json' is no media type"),
        Bad('"application/json"', '"Application/JSON"', "no media type"),
    ],
    "description": [
        Bad('"the file again"', '"the file\\nagain"', "one line"),
        Bad('"the file again"', '""', "one line"),
    ],
    "imports": [
        Bad("import attrs\n", "import attrs\nimport icalendar\n", "imports dateutil, icalendar"),
        Bad(
            "import attrs\n",
            "import attrs\nimport coalition_events.exporters.json\n",
            "coalition_events.exporters.json",
        ),
    ],
    "empty": [Bad(_BEGIN, f"{_BEGIN}    max(record.id for record in timeline.records())\n", "ValueError")],
    "minimal": [
        Bad(
            _BEGIN,
            f"{_BEGIN}    if len(list(timeline.records())) == 1:\n        return\n",
            "'minimal' gives no output",
        )
    ],
    "full": [_first("return", "'full' gives no output")],
    "many": [
        Bad(
            _BEGIN,
            f"{_BEGIN}    nested = lambda n: nested(n - 1) if n else 0\n    nested(len(timeline.milestones))\n",
            "RecursionError",
        ),
        Bad(
            _BEGIN,
            f"{_BEGIN}    if len(timeline.milestones) > 99:\n        return\n",
            "no more bytes than none",
        ),
    ],
    "losses": [
        _first(
            'request.lost("nobody", "x-y", Feature.EXTRA, LossAction.DROPPED)', "no record of the timeline"
        ),
        _first('request.lost("handover", "whither", Feature.EXTRA, LossAction.DROPPED)', "can't have"),
    ],
    "parts": [
        Bad(
            "options=Options,",
            'options=Options, parts=lambda request: ce.Parts(head=b"good\\n", events=lambda *_: iter(())),',
            "give other bytes",
        ),
        Bad("\n\n@hookimpl\n", f"\n\n{_REMEMBERED}@hookimpl\n", "report other losses"),
    ],
    "same-twice": [
        Bad(
            _TEXT,
            f'    export.number = getattr(export, "number", 0) + 1\n    plain["number"] = export.number\n{_TEXT}',
            "the second time",
        ),
        _first(
            'export.n = not getattr(export, "n", False); '
            'export.n and request.lost("handover", "x-y", Feature.EXTRA, LossAction.DROPPED)',
            "other losses",
        ),
    ],
    "same-elsewhere": [
        _where('    plain["letters"] = list(set("abcdefghijklmnop"))\n', "PYTHONHASHSEED"),
        Bad(
            _BEGIN,
            f'    import time\n{_BEGIN}    yield time.strftime("%H", time.gmtime(time.timezone)).encode()\n',
            "local time zone",
        ),
        _first(
            'record = list({"wire", "book", "copy", "east", "west", "army", "field", "south"})[0]; '
            'request.lost(record, "x-y", Feature.EXTRA, LossAction.DROPPED)',
            "different losses",
        ),
    ],
    "input-unchanged": [
        Bad(
            _BEGIN,
            f'{_BEGIN}    object.__setattr__(timeline, "title", timeline.title.upper())\n',
            "changed the timeline",
        )
    ],
    "clock": [
        _first("import time; time.time()", "time.time, in "),
        _first("from datetime import date; date.today()", "date.today"),
        _first("import datetime; datetime.datetime.now(datetime.UTC)", "datetime.now"),
    ],
    "environment": [
        _first('import os; os.environ.get("HOME")', "os.environ"),
        _first('import os; os.getenv("A")', "os.env"),
    ],
    "files": [
        _first("open(__file__, 'rb').close()", "open '"),
        _first('import os; os.listdir(".")', "os.listdir"),
    ],
    "network": [_first("import socket; socket.socket().close()", "socket.__new__")],
    "processes": [_first('import os; os.system("true")', "os.system")],
    "options": [
        Bad('help="spaces of indentation"', 'help=""', "needs one line of help"),
        Bad('option("as-is"', 'option("other"', "none of its choices"),
        Bad(
            _BEGIN,
            f'{_BEGIN}    if request.options.case == "lower" and timeline.id == "full":\n'
            '        raise KeyError("lower")\n',
            "case='lower' is declared, but an export with it fails",
        ),
    ],
    "bad-options": [
        Bad(
            "\n\ndef export(",
            "\n    def __attrs_post_init__(self):\n        if self.indent < 0:\n"
            "            raise KeyError(self.indent)\n\n\ndef export(",
            "indent=-1 ends in KeyError",
        ),
        Bad(
            _BEGIN,
            f'{_BEGIN}    if request.options.indent < 0:\n        raise KeyError("indent")\n',
            "indent=-1 is declared, but an export with it fails",
        ),
    ],
    "errors": [
        Bad(
            "def export(request):\n",
            "def export(request):\n    try:\n        yield from inner(request)\n    except Exception:\n"
            '        yield b"sorry"\n\n\ndef inner(request):\n',
            "swallowed",
        ),
        Bad(
            "def export(request):\n",
            "def export(request):\n    try:\n        yield from inner(request)\n    except Exception:\n"
            '        raise RuntimeError("sorry") from None\n\n\ndef inner(request):\n',
            "replaced by another",
        ),
    ],
    "hostile-texts": [
        Bad(_ENCODE, '.encode("latin-1", "replace")\n', "not UTF-8"),
        Bad(
            _BEGIN,
            f'{_BEGIN}    if timeline.id == "hostile":\n        yield b"?"\n        return\n',
            "the same bytes",
        ),
        Bad(
            _BEGIN,
            f'{_BEGIN}    if "\\n" in timeline.title:\n        raise ValueError("a line break")\n',
            "a line break",
        ),
    ],
    "titles": [
        _where('    plain["title"] = plain["title"].replace("|", "/")\n', "is read back as ['a / b"),
        _where('    plain["name"] = plain.pop("title")\n', "can't read the output"),
    ],
    "days": [
        _where(
            '    plain["sort"] = [str(event.best.date.latest) for event in timeline.events() if event.best]\n',
            "2043-09-30",
        ),
        _where(
            '    plain["sort"] = [f"{event.best.date.latest:%d %B %Y}" for event in timeline.events() if event.best'
            " and event.best.date.latest]\n",
            "30 September 2043",
        ),
        _where(
            '    plain["sort"] = [f"{event.best.date.latest:%Y%m%d}" for event in timeline.events() if event.best'
            " and event.best.date.latest]\n",
            "20430930",
        ),
    ],
    "feature:date-precision": [
        _where(
            '    when = plain["milestones"]["handover"].get("when") if "handover" in timeline else None\n'
            '    if isinstance(when, list) and when[0]["date"] == "2030-09":\n        when[0]["date"] = "2030-09-01"\n',
            "2030-09 or 2030-09-01",
        ),
    ],
    "feature:names": [
        Bad(_CARRIES, f"{_CARRIES[:-1]} and feature is not Feature.NAMES)", "'carries' does not name it"),
        Bad(
            _CARRIES,
            f"{_CARRIES[:-1]} and feature is not Feature.NAMES), partly=(Feature.NAMES,)",
            "'carries' does not name it",
        ),
    ],
    "feature:extra": [
        Bad(_CARRIES, "carries=tuple(Feature)", "'carries' names extra, but no field"),
        Bad(_CARRIES, f"{_CARRIES}, partly=(Feature.EXTRA,)", "'partly' names extra, but no field"),
    ],
    "feature:notes": [
        Bad(_EXPORTER, f"{_WITHOUT_LICENCE}{_CARRIES}", "'carries' names notes, but "),
        Bad(
            _EXPORTER,
            f"{_WITHOUT_LICENCE}{_CARRIES[:-1]} and feature is not Feature.NOTES)",
            "'partly' does not name it",
        ),
    ],
    "feature:alternatives": [
        _where(
            '    if "handover" in timeline and len(claims := plain["milestones"]["handover"].get("when", "")) > 1:\n'
            '        if isinstance(claims, list):\n            claims[1] = {"basis": claims[1].get("basis", "")}\n',
            "handover.when: the claim beside",
        ),
    ],
}
"""The name of a check to those that fail it and nothing else."""
