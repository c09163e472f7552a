"""Two things about the suite as a whole: where coverage is not measured, and how many inputs were tried, at its end."""

from __future__ import annotations

TRIED = "tried"
"""The name under which a test records a line for the end: ``record_property("tried", "300 inputs, 0 crashes")``."""

UNMEASURED = {
    *("test_any_text.py", "test_asof_laws.py", "test_schema_documents.py", "test_states.py"),
    *("test_testing_builtins.py", "test_testing_features.py", "test_yamlout.py"),
    *("test_flips.py", "test_mutations.py"),
}
"""Tests of very many inputs: measured, they take four times as long, and reach nothing that the others do not."""


def pytest_collection_modifyitems(items):
    """Let pytest-cov rest in them."""
    for item in items:
        if item.path.name in UNMEASURED:
            item.add_marker("no_cover")


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
