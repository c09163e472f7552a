from __future__ import annotations

from html_reading import Page

from coalition_events.testing import ExporterContract


class TestHtml(ExporterContract):
    """The conformance kit over this format."""

    format = "html"

    def titles(self, data):
        """Read the titles of all events in the chronology."""
        page = Page(data.decode("utf-8"))
        return [title.text for title in page.all("span", class_="title")]
