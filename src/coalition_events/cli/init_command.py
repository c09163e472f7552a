"""``init``: a small timeline to start from, and beside it the schema by which editors complete and check it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, Final

import coalition_events as ce

if TYPE_CHECKING:
    import argparse

TEMPLATE: Final = """\
schema: coalition-events/1
id: my-mission
title: End of a mission
timezone: Etc/UTC              # where the days are counted, such as Asia/Baghdad
revised: 2026-01-31            # when an entry last changed
evidence_until: 2026-01-31     # the day after which your sources say nothing

sources:
  report: {title: A report, url: https://example.org/report, published: 2026-01-20}

actors:
  sender: {name: The sending state, kind: state}
  host: {name: The host state, kind: state}

bases:
  camp: {name: Camp One, kind: camp, location: unknown, holder: sender, cite: report}

phases:
  phase-1:
    end: {planned: 2026-09, as_written: through September 2026, cite: report}

milestones:
  camp-handover:
    kind: handover
    base: camp
    from: sender
    to: host
    cite: report
    when:                                                         # claims that disagree stand side by side
      - {planned: "..2025-12", cite: report}                      # by the end of December 2025
      - {date: 2026-01-17, as_written: on Saturday, cite: report}
"""


SCHEMA_FILE: Final = "coalition-events.schema.json"
MODELINE: Final = f"# yaml-language-server: $schema=./{SCHEMA_FILE}\n"
"""The comment by which YAML editors find a schema; the path is seen from the file that it stands in."""


def run(options: argparse.Namespace) -> int:
    """Write both, or neither; returns the exit code."""
    if options.path == "-":
        sys.stdout.write(TEMPLATE)
        return 0
    if os.path.lexists(options.path):
        raise ce.OutputError(f"{options.path}: is there already")
    if options.path.endswith(os.sep):
        raise ce.OutputError(f"{options.path}: is a folder; name a file")
    schema = os.path.join(os.path.dirname(options.path), SCHEMA_FILE)  # noqa: PTH118, PTH120 - no pathlib at start-up
    with contextlib.ExitStack() as stack:
        staged = [stack.enter_context(ce.stage([f"{MODELINE}{TEMPLATE}".encode()], options.path))]
        if not os.path.lexists(schema):
            text = json.dumps(ce.json_schema(), ensure_ascii=False, indent=2)
            staged.append(stack.enter_context(ce.stage([f"{text}\n".encode()], schema)))
        for one in staged:
            one.commit()
    print(f"{options.path}: written; check it with 'coalition-events validate {options.path}'")
    if len(staged) > 1:
        print(f"{schema}: written; YAML editors complete and check by it")
    return 0
