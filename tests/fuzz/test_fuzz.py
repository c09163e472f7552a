"""A bounded run of the fuzzer on each reader. ``FUZZ_RUNS=1000000 pytest tests/fuzz`` is a long one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import targets

import commanding
import optional

FOLDER = Path(__file__).parent
RUNS = int(os.environ.get("FUZZ_RUNS", "3000"))
READERS = {"yaml": RUNS, "json": RUNS, "lines": RUNS // 3, "date": RUNS}
"""How many inputs each gets; one of lines is a file that is read four times."""


@pytest.mark.parametrize("reader", READERS)
def test_corpus(reader):
    """The reader keeps its promises on every input of the committed corpus."""
    paths = sorted((FOLDER / "corpus" / reader).iterdir())
    for path in paths:
        getattr(targets, reader)(path.read_bytes())
    assert len(paths) > 5


@pytest.mark.parametrize("reader", READERS)
def test_fuzz(reader, tmp_path, record_property):
    """The fuzzer finds nothing on which the reader breaks its promises."""
    optional.need("atheris")
    found = tmp_path / "found"
    found.mkdir()
    command = [
        sys.executable,
        str(FOLDER / "fuzz.py"),
        reader,
        f"-runs={READERS[reader]}",
        "-seed=5",
        "-max_len=2000",
        f"-dict={FOLDER / 'words.dict'}",
        f"-artifact_prefix={tmp_path}/",
        str(found),  # libFuzzer writes into the first folder only
        str(FOLDER / "corpus" / reader),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        env=commanding.environment(FOLDER),
        text=True,
        errors="replace",
    )
    ended = re.search(r"Done ([0-9]+) runs", done.stderr)
    assert (0, True) == (done.returncode, ended is not None), done.stderr[-4000:]
    record_property("tried", f"{ended[1]} fuzzed inputs, 0 crashes")
