"""``init``: a small timeline to start from."""

from __future__ import annotations

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


def run(options: argparse.Namespace) -> int:
    """Write the template; returns the exit code."""
    if options.path == "-":
        sys.stdout.write(TEMPLATE)
        return 0
    if os.path.lexists(options.path):
        raise ce.OutputError(f"{options.path}: is there already")
    if options.path.endswith(os.sep):
        raise ce.OutputError(f"{options.path}: is a folder; name a file")
    with ce.stage([TEMPLATE.encode()], options.path) as staged:
        staged.commit()
    print(f"{options.path}: written; check it with 'coalition-events validate {options.path}'")
    return 0
