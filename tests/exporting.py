"""Run a built-in exporter directly, without the host, its options and its files."""

from __future__ import annotations

import importlib

import coalition_events as ce


def run(format, timeline, on=None, **options):  # noqa: A002 - the command's and the host's word
    """Export ``timeline`` and return ``(data, losses)``; ``options`` are those of the exporter's options class."""
    exporter = importlib.import_module(f"coalition_events.exporters.{format}").coalition_events_exporter()
    request = ce.ExportRequest(timeline=timeline, options=exporter.options(**options), on=on)
    data = b"".join(exporter.export(request))
    return data, request.losses
