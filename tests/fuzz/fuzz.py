"""Fuzzes a reader with atheris: ``python tests/fuzz/fuzz.py yaml|json|lines|date [libFuzzer's options] [FOLDER...]``.

Without a FOLDER nothing that is found is kept; ``-runs=N`` ends it. The committed corpus is in ``corpus``.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["coalition_events"]):
    import coalition_events as ce

    ce.parse(
        ce.to_yaml(ce.bundled("iraq"))
    )  # modules are imported when they are first used: now, to be instrumented
    import targets

if __name__ == "__main__":
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, getattr(targets, name))
    atheris.Fuzz()
