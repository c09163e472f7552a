"""Readers that are Python packages, each imported when a test needs it."""

from __future__ import annotations

import importlib
import os

import pytest


def need(module):
    """Import and return ``module``; without it the test skips and says why, and in CI (``CI`` is set) it fails."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        reason = f"{module} can't be imported ({error}); the dependency group 'tests' has it"
    if os.environ.get("CI"):
        pytest.fail(f"CI skips none: {reason}")
    pytest.skip(reason)
