"""An export in another interpreter, where all that must not matter is different."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import coalition_events as ce

_CODE = """
import sys, exporting, samples
data, losses = exporting.run(sys.argv[1], samples.full())
sys.stdout.buffer.write(data + repr(losses).encode())
"""


def export_elsewhere(format):  # noqa: A002 - the command's and the host's word
    """Return the bytes of ``samples.full()`` and the losses' ``repr`` behind them, in a strange place and time."""
    paths = (str(Path(__file__).parent), str(Path(ce.__file__).parent.parent))
    strange = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": os.pathsep.join(paths),
    }
    command = (sys.executable, "-c", _CODE, format)
    return subprocess.run(
        command, env={**os.environ, **strange}, capture_output=True, check=True, timeout=60
    ).stdout
