"""Golden files: what an exporter wrote when a person last looked at it.

``COALITION_EVENTS_REGENERATE=1 pytest`` rewrites them; look at the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_GOLDEN = Path(__file__).parent / "golden"


def check_golden(name: str, data: bytes) -> None:
    """Compare ``data`` with the golden file ``name``, or write it when asked to."""
    check_file(_GOLDEN / name, data)


def check_file(path: Path, data: bytes) -> None:
    """The same with any file of the repository that is made by the code."""
    if os.environ.get("COALITION_EVENTS_REGENERATE") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    if not path.is_file():
        pytest.fail(f"there is no {path}: run with COALITION_EVENTS_REGENERATE=1")
    # Lines and not one text: the report of a failure then shows those that differ.
    assert path.read_bytes().splitlines(keepends=True) == data.splitlines(keepends=True)
