"""The built-in formats under the kit, as any third party runs it: a class for each."""

from __future__ import annotations

import csv
import io
import json

from icalendar import Calendar

from coalition_events.testing import ExporterContract


class TestJson(ExporterContract):
    """The lossless one."""

    format = "json"

    def titles(self, data):
        """All of them."""
        return [json.loads(data)["title"], *(m["title"] for m in json.loads(data)["milestones"].values())]


class TestJsonLines(ExporterContract):
    """The one for files of any length."""

    format = "jsonl"

    def titles(self, data):
        """Those of the head and of the milestones behind it."""
        return [json.loads(line)["title"] for line in data.splitlines()]


class TestGeoJson(ExporterContract):
    """The map layer."""

    format = "geojson"

    def titles(self, data):
        """Those of the features."""
        return [feature["properties"]["title"] for feature in json.loads(data)["features"]]


class TestMarkdown(ExporterContract):
    """The briefing: no reader of it gives a title back as it was, so there is no ``titles``."""

    format = "md"


class TestCsv(ExporterContract):
    """The table of events, and by its options all others."""

    format = "csv"

    def titles(self, data):
        """Those of the rows."""
        return [row["title"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))]


class TestIcs(ExporterContract):
    """The calendar."""

    format = "ics"

    def titles(self, data):
        """Those of the entries."""
        return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(data).walk("VEVENT")]
