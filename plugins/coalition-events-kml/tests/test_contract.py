from __future__ import annotations

import kml_samples

from coalition_events.testing import ExporterContract

_MARK = "{http://www.opengis.net/kml/2.2}Placemark"
_NAME = "{http://www.opengis.net/kml/2.2}name"


class TestKml(ExporterContract):
    """The conformance kit over this format."""

    format = "kml"

    def titles(self, data):
        """Read the names of all placemarks."""
        return [mark.findtext(_NAME) for mark in kml_samples.parsed(data).iter(_MARK)]
