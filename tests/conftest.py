"""What the suite prints at its end besides its verdict: how many inputs were tried, by the tests that make them."""

from __future__ import annotations

TRIED = "tried"
"""The name under which a test records a line for the end: ``record_property("tried", "300 inputs, 0 crashes")``."""


def pytest_terminal_summary(terminalreporter):
    """Print what tests recorded; reports carry it, so that it comes from every process of pytest-xdist."""
    lines = [
        f"{report.nodeid}: {line}"
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, line in report.user_properties
        if name == TRIED
    ]
    if lines:
        terminalreporter.write_sep("-", "inputs tried")
        for line in sorted(lines):
            terminalreporter.write_line(line)
