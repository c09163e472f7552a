from __future__ import annotations

import io

import openpyxl

from coalition_events.testing import ExporterContract


class TestXlsx(ExporterContract):
    """The conformance kit over this format."""

    format = "xlsx"

    def titles(self, data):
        """Read the titles of all events."""
        head, *rows = openpyxl.load_workbook(io.BytesIO(data))["events"].iter_rows(values_only=True)
        return [row[head.index("title")] for row in rows]

    def stated(self, data):
        """Every cell as text, but those of columns that are named as bounds."""
        texts = []
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            head, *rows = sheet.iter_rows(values_only=True)
            for row in rows:
                texts += [
                    str(cell)
                    for name, cell in zip(head, row, strict=True)
                    if not str(name).endswith("(bound)")
                ]
        return "\n".join(texts).encode()
