"""The built-in formats under the kit, as any third party runs it: a class for each."""

from __future__ import annotations

import csv
import io
import json

import pytest
from icalendar import Calendar

import coalition_events as ce
from coalition_events.testing import ExporterContract


def but_for(**reasons):
    """The parameters of ``test_feature``, where features are known to fail, each with the reason."""
    known = {name.replace("_", "-"): reason for name, reason in reasons.items()}
    marks = {name: [pytest.mark.xfail(strict=True, reason=reason)] for name, reason in known.items()}
    params = [pytest.param(feature, marks=marks.get(feature, ()), id=str(feature)) for feature in ce.Feature]
    return pytest.mark.parametrize("feature", params)


class TestJson(ExporterContract):
    """The lossless one."""

    format = "json"

    def titles(self, data):
        """All of them."""
        return [json.loads(data)["title"], *(m["title"] for m in json.loads(data)["milestones"].values())]


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

    @but_for(
        revisions="tables without a row, and that of claims, drop the file's 'revised' and do not report it"
    )
    def test_feature(self, subject, feature):
        """As the kit has it."""
        super().test_feature(subject, feature)


_OVERSTATED = "'carries' names it, though records without an entry are reported as lost with it"


class TestIcs(ExporterContract):
    """The calendar."""

    format = "ics"

    def titles(self, data):
        """Those of the entries."""
        return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(data).walk("VEVENT")]

    @but_for(
        **dict.fromkeys(
            (
                *(
                    "dates",
                    "clock_times",
                    "basis",
                    "wording",
                    "speakers",
                    "sources",
                    "source_details",
                    "roots",
                ),
                *("credibility", "rank", "status", "names", "locations", "location_accuracy", "candidates"),
                *("participants", "phases", "agreements", "revisions"),
            ),
            _OVERSTATED,
        )
    )
    def test_feature(self, subject, feature):
        """As the kit has it."""
        super().test_feature(subject, feature)
