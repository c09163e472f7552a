"""Readers of XLSX beside openpyxl; without one its test skips, and in CI it fails."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess

import pytest


def calamine(data):
    """Read with calamine, which pandas and polars use; return the rows of each sheet."""
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as error:
        _absent(f"python-calamine can't be imported ({error}); the dependency group 'tests' has it")
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def libreoffice(data, folder, *, formulas=False):
    """Read with LibreOffice; return the rows of each sheet as texts, formulas in place of values if asked."""
    if shutil.which("soffice") is None:
        _absent("LibreOffice is not installed; tests/install.sh says why")
    path = folder / "book.xlsx"
    path.write_bytes(data)
    # comma, quote, UTF-8, from line 1, no column formats, English, quote texts, values as shown, ..., every sheet
    shown = f"44,34,76,1,,1033,false,{'false' if formulas else 'true'},{'true' if formulas else 'false'},false,false,-1"
    command = ("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to")
    subprocess.run(
        (*command, f"csv:Text - txt - csv (StarCalc):{shown}", "--outdir", str(folder), str(path)),
        capture_output=True,
        check=True,
        timeout=180,
        env={**os.environ, "HOME": str(folder)},
    )
    found = {}
    for file in sorted(folder.glob("book-*.csv")):
        found[file.stem.removeprefix("book-")] = list(
            csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
        )
    return found


def _absent(reason):
    if os.environ.get("CI"):
        pytest.fail(f"CI skips none: {reason}")
    pytest.skip(reason)
