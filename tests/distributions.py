"""Real distributions made for the tests: folders as an installer leaves them, wheels, interpreters that see them."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import coalition_events as ce

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = Path(ce.__file__).parents[1]
"""The folder from which this interpreter imports the library."""

PLUGIN = """\
from coalition_events import Exporter, hookimpl


def export(request):
    yield request.timeline.title.encode()


@hookimpl
def coalition_events_exporter():
    return Exporter(
        name="{name}", suffixes=(".{name}",), media_type="text/plain", description="the title", export=export
    )
"""
"""A plugin that does all that is asked of it; its output is the timeline's title."""


def plugin(name: str, old: str = "", new: str = "") -> str:
    """Write the module of a good plugin, or of one that goes wrong where ``new`` stands for ``old``."""
    text = PLUGIN.format(name=name)
    assert old in text
    return text.replace(old, new) if old else text


def entry_points(formats: Mapping[str, str], suffixes: Mapping[str, str]) -> str:
    """Write the text of ``entry_points.txt``."""
    lines = ["[coalition_events.exporters]", *(f"{name} = {module}" for name, module in formats.items())]
    lines += ["[coalition_events.suffixes]", *(f"{suffix} = {module}" for suffix, module in suffixes.items())]
    return "\n".join(lines) + "\n"


def metadata(name: str, version: str, summary: str) -> str:
    """Write the text of ``METADATA``."""
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: {summary}\n"


class Site:
    """A folder for ``sys.path`` with installed distributions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def install(  # noqa: PLR0913 - each is a way to differ from a good plugin
        self,
        distribution: str,
        format: str,  # noqa: A002 - the word of the library
        module_text: str | None = None,
        *,
        suffixes: tuple[str, ...] | None = None,
        version: str = "1.0",
        summary: str = "made for a test",
    ) -> str:
        """Install a distribution with one format, whose module is named after both; returns the module's name.

        Without ``module_text`` it is a good plugin, with an empty one there is no module at all. ``suffixes`` are those
        of the metadata; by default the format's name.
        """
        module = f"{distribution}_{format}".lower().replace("-", "_").replace(".", "_")
        if module_text != "":
            text = plugin(format) if module_text is None else module_text
            (self.folder / f"{module}.py").write_text(text, encoding="utf-8")
        suffixes = (f".{format}",) if suffixes is None else suffixes
        rows = entry_points({format: module}, dict.fromkeys(suffixes, module))
        self.add_folder(distribution, rows, metadata(distribution, version, summary), version)
        return module

    def add_folder(
        self, distribution: str, rows: str | bytes, about: str | None, version: str = "1.0"
    ) -> Path:
        """Add a ``dist-info`` folder with these entry points, and METADATA unless that is ``None``."""
        folder = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        folder.mkdir()
        (folder / "entry_points.txt").write_bytes(rows.encode() if isinstance(rows, str) else rows)
        if about is not None:
            (folder / "METADATA").write_text(about, encoding="utf-8")
        return folder

    def run(self, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run code in a fresh interpreter that sees this folder and the library."""
        return run(code, self.folder, **environment)


def run(code: str, *folders: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that sees ``folders`` and the library; the exit code is the caller's to judge."""
    path = os.pathsep.join(map(str, (*folders, SOURCE)))
    inherited = {name: value for name, value in os.environ.items() if name != "COALITION_EVENTS_PLUGINS"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**inherited, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def make_wheel(folder: Path, distribution: str, module_text: str, rows: str) -> Path:
    """Build a wheel by hand: a module named after the distribution, METADATA, WHEEL, entry points and RECORD."""
    name = distribution.replace("-", "_")
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": module_text,
        f"{info}/METADATA": metadata(distribution, "1.0", "made for a test"),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": rows,
    }
    record = [f"{path},sha256={_digest(text)},{len(text.encode())}" for path, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
