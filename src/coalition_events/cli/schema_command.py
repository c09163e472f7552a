"""``schema``: the JSON Schema of the timeline file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import coalition_events as ce
from coalition_events.cli.text import print_json

if TYPE_CHECKING:
    import argparse


def run(_options: argparse.Namespace) -> int:
    """Print it; returns the exit code."""
    print_json(ce.json_schema())
    return 0
