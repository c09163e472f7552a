"""Readers of KML that nobody here wrote, each as a function; without one its test skips, and in CI it fails."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest


def need(module):
    """Import and return a judge that is a Python package."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        _absent(f"{module} can't be imported ({error}); the dependency group 'tests' has it")


def schema_faults(data):
    """Check against the OGC's schema of KML 2.2, which fastkml's wheel carries; return what it says."""
    etree, fastkml = need("lxml.etree"), need("fastkml")
    xsd = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"
    schema = etree.XMLSchema(etree.parse(xsd))
    schema.validate(etree.fromstring(data))
    return [f"{fault.line}: {fault.message}" for fault in schema.error_log]


def fastkml_places(data):
    """Read with fastkml, strictly; return every placemark by its id."""
    document = need("fastkml").KML.from_string(data.decode().partition("?>")[2], strict=True)
    return {mark.id: mark for mark in _marks(document.features)}


def _marks(features):
    for feature in features:
        if hasattr(feature, "features"):
            yield from _marks(feature.features)
        else:
            yield feature


def ogrinfo_layers(path):
    """Read with Debian's GDAL, which is what QGIS reads with; return the features of each layer by its name."""
    if shutil.which("ogrinfo") is None:
        _absent("ogrinfo is not installed; tests/install.sh says why")
    done = subprocess.run(
        ("ogrinfo", "-ro", "-al", "-so", str(path)),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert not done.stderr, done.stderr
    found = re.findall(r"Layer name: (.+)\n(?:.*\n)*?Feature Count: (\d+)", done.stdout)
    return {name: int(count) for name, count in found}


def pyogrio_layers(path):
    """Read with the newer GDAL of pyogrio's wheel; return the fields and the number of features of each layer."""
    pyogrio = need("pyogrio")
    infos = {name: pyogrio.read_info(path, layer=name) for name, _ in pyogrio.list_layers(path)}
    return {
        name: (dict(zip(info["fields"], info["dtypes"], strict=True)), info["features"])
        for name, info in infos.items()
    }


def _absent(reason):
    if os.environ.get("CI"):
        pytest.fail(f"CI skips none: {reason}")
    pytest.skip(reason)
