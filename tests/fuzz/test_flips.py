"""The bundled timelines with bytes flipped, through the command. ``FLIPS=3000 pytest tests/fuzz`` makes more."""

from __future__ import annotations

import collections
import os
from pathlib import Path

import flipping
import pytest

import coalition_events as ce
import commanding
import judging

FLIPS = int(os.environ.get("FLIPS", "300"))
FLIPPERS = {
    "ours": flipping.flipped,
    "zzuf": lambda data, seed: judging.zzuf(data, seed, bits=1 + seed % 20),
}
SOURCES = [Path(ce.bundled_path(name)).read_bytes() for name in ce.datasets()]


@pytest.mark.parametrize("flipper", FLIPPERS)
def test_flips(flipper, tmp_path, capsys, record_property):
    """A bundled timeline with flipped bytes is one still, or has problems at places within the file; no traceback."""
    codes = collections.Counter()
    path = tmp_path / "flipped.yaml"
    for seed in range(FLIPS):
        data = FLIPPERS[flipper](SOURCES[seed % len(SOURCES)], seed)
        path.write_bytes(data)
        ended = commanding.run(capsys, "validate", path)
        codes[ended.code] += 1
        assert ended.code in {0, 1, 3}, f"seed {seed}: {ended}"
        assert "Traceback" not in ended.out + ended.err, f"seed {seed}"
        if ended.code:
            assert ended.out.startswith(f"{path}:"), f"seed {seed}: {ended.out}"
    ends = ", ".join(f"{number} with {code}" for code, number in sorted(codes.items()))
    record_property("tried", f"{FLIPS} timelines flipped by {flipper}, which ended {ends}")
    assert set(codes) == {0, 1, 3}
