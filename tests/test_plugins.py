"""Formats are found from metadata alone, loaded one at a time, and a bad plugin harms nobody but itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import coalition_events as ce
import samples
from coalition_events import catalogue, discovery
from distributions import Site, entry_points, make_wheel, metadata, plugin, run

BUILT_IN = ("csv", "geojson", "ics", "json", "jsonl", "md")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """An empty folder on the path for installed distributions; what is imported from it is forgotten afterwards."""
    monkeypatch.delenv(discovery.ALLOW_VARIABLE, raising=False)
    site = Site(tmp_path / "site")
    monkeypatch.syspath_prepend(str(site.folder))
    before = set(sys.modules)
    yield site
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(site.folder)):
            del sys.modules[name]


def info_of(name):
    """Return the first format of that name as it is listed."""
    return next(info for info in ce.formats() if info.name == name)


def fails(error_class, name):
    """Load the format, expect the error, and return what it says."""
    with pytest.raises(error_class) as caught:
        ce.load_exporter(ce.by_name(name))
    assert type(caught.value) is error_class
    return str(caught.value)


# ------------------------------------------------------------------------------------------------ found and used


def test_a_good_plugin_is_listed_and_exported(site):
    """A format is listed with all that its metadata says, and its output is what the plugin yields."""
    module = site.install("ce-kml", "kml", suffixes=(".kml", ".kmz"), version="2.1", summary="Google Earth")
    info = info_of("kml")
    assert info == ce.FormatInfo(
        name="kml",
        suffixes=(".kml", ".kmz"),
        summary="Google Earth",
        distribution="ce-kml",
        version="2.1",
        module=module,
    )
    assert str(info) == "ce-kml 2.1 [kml]"
    assert info.full_name == "ce-kml:kml"
    assert not info.builtin
    assert ce.by_name("kml") == ce.by_suffix("a/b.x.KMZ") == info
    assert ce.export(samples.small(), "kml") == ce.Exported(b"A small mission", ())
    assert not ce.check_format(info)


def test_built_in_formats_are_listed_without_plugins(monkeypatch):
    """The built-in formats are there whatever is installed, and carry no version of their own."""
    monkeypatch.setenv(discovery.ALLOW_VARIABLE, "")
    assert [info.name for info in ce.formats()] == list(BUILT_IN)
    assert all(info.builtin and not info.problem for info in ce.formats())
    assert str(ce.by_name("ics")) == "coalition-events [ics]"


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_formats_pass_their_own_check(name):
    """A built-in exporter goes through the same door and fulfils the same contract."""
    info = ce.by_name(name)
    assert not ce.check_format(info)
    exporter = ce.load_exporter(info)
    assert set(exporter.suffixes) == set(info.suffixes)


def test_formats_imports_no_plugin(site):
    """Listing reads metadata only: a plugin whose import ends the process is listed like any other."""
    module = site.install("ce-exit", "exit", "raise SystemExit(9)")
    code = f"""
import sys, coalition_events as ce
assert "exit" in [info.name for info in ce.formats()]
assert ce.by_suffix("x.exit").name == "exit"
assert {module!r} not in sys.modules
assert not [name for name in sys.modules if name.startswith("coalition_events.exporters")]
"""
    done = site.run(code)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "question", ["ce.by_name('ics')", "ce.by_name('coalition-events:md')", "ce.by_suffix('o/x.csv')"]
)
def test_built_in_formats_need_no_metadata(site, question):
    """Naming a built-in format imports no importlib.metadata, which costs more than the rest of a start-up."""
    code = f"""
import sys, coalition_events as ce
assert {question}.builtin
assert "importlib.metadata" not in sys.modules
"""
    done = site.run(code)
    assert done.returncode == 0, done.stderr


def test_a_wheel_installed_by_pip_is_found_and_used(tmp_path):
    """Ten lines, built as a wheel and installed by pip without a network, are a format of the library."""
    text = (
        "from coalition_events import Exporter, hookimpl\n\n"
        "def export(request):\n"
        "    for event in request.timeline.events():\n"
        '        yield f"{event.id}\\n".encode()\n\n'
        "@hookimpl\n"
        "def coalition_events_exporter():\n"
        '    return Exporter(name="ids", suffixes=(".ids",), media_type="text/plain",\n'
        '                    description="the ids of events", export=export)\n'
    )
    wheel = make_wheel(tmp_path, "ce-ids", text, entry_points({"ids": "ce_ids"}, {".ids": "ce_ids"}))
    target = tmp_path / "target"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-index",
        "--no-deps",
        "--quiet",
        "--target",
        str(target),
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, timeout=120)
    code = """
import coalition_events as ce
day = ce.Milestone(id="day", title="A day", kind="other", when="2030-01-15")
timeline = ce.Timeline(id="t", title="T", revised="2030-02-02", milestones=[day])
print(next(str(info) for info in ce.formats() if info.name == "ids"))
print(ce.export(timeline, "ids").data)
"""
    done = run(code, target)
    assert done.stdout == "ce-ids 1.0 [ids]\nb'day\\n'\n", done.stderr


# ------------------------------------------------------------------------------------------------ broken plugins

BROKEN = {
    "gone": (
        "",
        ce.PluginLoadError,
        "importing it failed: ModuleNotFoundError: No module named 'ce_gone_gone'",
    ),
    "needs": (
        "import surely_not_installed",
        ce.PluginLoadError,
        "importing it failed: ModuleNotFoundError: No module named 'surely_not_installed'",
    ),
    "quits": ("raise SystemExit(9)", ce.PluginLoadError, "importing it failed: SystemExit: 9"),
    "halts": ("import sys\nsys.exit()", ce.PluginLoadError, "importing it failed: SystemExit"),
    "syntax": (
        "def",
        ce.PluginLoadError,
        "importing it failed: SyntaxError: invalid syntax (ce_syntax_syntax.py, line 1)",
    ),
    "mute": (
        "class Mute(Exception):\n    def __str__(self):\n        raise self\nraise Mute",
        ce.PluginLoadError,
        "importing it failed: Mute",
    ),
    "raises": (
        plugin("raises", "    return Exporter(", "    1 / 0\n    return Exporter("),
        ce.PluginLoadError,
        "its hook failed: ZeroDivisionError: division by zero",
    ),
    "exits": (
        plugin("exits", "    return Exporter(", "    raise SystemExit\n    return Exporter("),
        ce.PluginLoadError,
        "its hook failed: SystemExit",
    ),
    "misspelt": (
        plugin("misspelt", "def coalition_events_exporter", "def coalition_events_exportr"),
        ce.PluginContractError,
        "unknown hook 'coalition_events_exportr' in plugin",
    ),
    "argued": (
        plugin("argued", "coalition_events_exporter()", "coalition_events_exporter(timeline)"),
        ce.PluginContractError,
        "are declared in the hookimpl but can not be found in the hookspec",
    ),
    "hookless": (
        plugin("hookless", "@hookimpl", ""),
        ce.PluginContractError,
        "its module 'ce_hookless_hookless' must have one hook 'coalition_events_exporter' that returns an Exporter",
    ),
    "none": (
        plugin("none", "    return Exporter(", "    Exporter("),
        ce.PluginContractError,
        "must have one hook 'coalition_events_exporter' that returns an Exporter",
    ),
    "wrong": (
        plugin("wrong", "    return Exporter(", "    return dict("),
        ce.PluginContractError,
        "its hook returned dict, expected an Exporter",
    ),
    "alias": (
        plugin("another"),
        ce.PluginContractError,
        "its exporter is called 'another', its entry point 'alias'",
    ),
    "future": (
        plugin("future", "export=export", "export=export, api=7"),
        ce.PluginContractError,
        "written for exporter API 7; this release has API 1",
    ),
    "past": (
        plugin("past", "export=export", "export=export, api=0"),
        ce.PluginContractError,
        "written for exporter API 0; this release has API 1",
    ),
    "uncallable": (
        plugin("uncallable", "export=export", "export=b''"),
        ce.PluginContractError,
        "its 'export' can't be called",
    ),
    "unparted": (
        plugin("unparted", "export=export", "export=export, parts=b''"),
        ce.PluginContractError,
        "its 'parts' can't be called",
    ),
    "dotless": (
        plugin("dotless", '(".dotless",)', '("dotless",)'),
        ce.PluginContractError,
        "its 'suffixes' must be a tuple of texts that begin with a dot",
    ),
    "bare": (
        plugin("bare", '(".bare",)', '".bare"'),
        ce.PluginContractError,
        "its 'suffixes' must be a tuple of texts that begin with a dot",
    ),
    "untold": (
        plugin("untold", '"the title"', "None"),
        ce.PluginContractError,
        "its 'description' must be a text",
    ),
    "untyped": (
        plugin("untyped", '"text/plain"', "7"),
        ce.PluginContractError,
        "its 'media_type' must be a text",
    ),
    "boasts": (
        plugin("boasts", "export=export", "export=export, carries=('dates', 'colours', 'smells')"),
        ce.PluginContractError,
        "it carries unknown features: colours, smells",
    ),
    "lists": (
        plugin("lists", "export=export", "export=export, carries=None"),
        ce.PluginContractError,
        "its 'carries' must be a tuple of features",
    ),
    "dicts": (
        plugin("dicts", "export=export", "export=export, options=dict"),
        ce.PluginContractError,
        "its 'options' must be an attrs class",
    ),
    "instance": (
        "import attrs\n@attrs.frozen\nclass Options:\n    pass\n"
        + plugin("instance", "export=export", "export=export, options=Options()"),
        ce.PluginContractError,
        "its 'options' must be an attrs class",
    ),
    "complex": (
        "import attrs\nfrom coalition_events import option\n@attrs.frozen\nclass Options:\n"
        "    size: complex = option(1j, help='')\n"
        + plugin("complex", "export=export", "export=export, options=Options"),
        ce.PluginContractError,
        "the type of its option 'size' must be one of str, int, float, bool",
    ),
    "demanding": (
        "import attrs\n@attrs.frozen\nclass Options:\n    size: int\n"
        + plugin("demanding", "export=export", "export=export, options=Options"),
        ce.PluginContractError,
        "checking its exporter failed: TypeError",
    ),
    "unnamed": (
        "import attrs\n@attrs.frozen\nclass Options:\n    size: 'Unknown' = 1\n"
        + plugin("unnamed", "export=export", "export=export, options=Options"),
        ce.PluginContractError,
        "checking its exporter failed: NameError: name 'Unknown' is not defined",
    ),
    "lazy": (
        "def __dir__():\n    raise SystemExit(9)\n" + plugin("lazy"),
        ce.PluginContractError,
        "registering its hook failed: SystemExit: 9",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_says_which_moment_failed_and_why(site, name):
    """Each way to be broken is the right error, names distribution, version and format, and is shown by the check."""
    text, error_class, reason = BROKEN[name]
    site.install(f"ce-{name}", name, text)
    message = fails(error_class, name)
    assert message.startswith(f"ce-{name} 1.0 [{name}]: ")
    assert reason in message
    assert "\n" not in message
    assert reason in ce.check_format(info_of(name))
    assert not info_of(name).problem


def test_all_broken_plugins_together_harm_no_other_format(site):
    """With every broken plugin installed at once the good and the built-in formats are listed, found and exported."""
    for name, (text, _, _) in BROKEN.items():
        site.install(f"ce-{name}", name, text)
    site.install("ce-good", "good")
    code = """
import coalition_events as ce
timeline = ce.Timeline(id="t", title="T", revised="2030-02-02")
names = {info.name for info in ce.formats()}
for name in ("good", "json", "ics"):
    assert ce.export(timeline, name).data
broken = {info.name for info in ce.formats() if ce.check_format(info)}
print(len(names), " ".join(sorted(names - broken)))
"""
    done = site.run(code)
    assert done.stdout == f"{len(BROKEN) + 1 + len(BUILT_IN)} csv geojson good ics json jsonl md\n", (
        done.stderr
    )


def test_modules_that_end_the_process_leave_the_others_alone(site):
    """Every plugin module replaced by SystemExit(9): a built-in export still ends with exit code 0."""
    for name in ("one", "two", "three"):
        site.install(f"ce-{name}", name, "raise SystemExit(9)")
    code = "import coalition_events as ce; ce.export(ce.Timeline(id='t', title='T', revised='2030-02-02'), 'ics')"
    assert site.run(code).returncode == 0


def test_an_interrupt_is_the_users_and_passes(site):
    """KeyboardInterrupt is not a plugin's failure: at import and in the hook it passes as it is."""
    site.install("ce-stop", "stop", "raise KeyboardInterrupt")
    site.install(
        "ce-late",
        "late",
        plugin("late", "    return Exporter(", "    raise KeyboardInterrupt\n    Exporter("),
    )
    for name in ("stop", "late"):
        with pytest.raises(KeyboardInterrupt):
            ce.load_exporter(ce.by_name(name))


def test_what_a_plugin_prints_goes_to_stderr(site):
    """Printing at import, in the hook and at export leaves stdout clean, so that an output piped to it stays whole."""
    text = "print('import')\n" + plugin(
        "loud", "    return Exporter(", "    print('hook')\n    return Exporter("
    )
    site.install("ce-loud", "loud", text.replace("    yield", "    print('export')\n    yield"))
    code = """
import sys, coalition_events as ce
data = ce.export(ce.Timeline(id="t", title="T", revised="2030-02-02"), "loud").data
sys.stdout.buffer.write(data)
"""
    done = site.run(code)
    assert done.stdout == "T"
    assert done.stderr.split() == ["import", "hook", "export"]


# ------------------------------------------------------------------------------------------------ clashes


def test_two_of_one_name_are_refused_with_both_named(site):
    """Neither order nor version decides between two distributions: both are named, and the full name is the way out."""
    site.install("ce-kml", "kml")
    site.install(
        "kml-rival", "kml", plugin("kml", "request.timeline.title.encode()", "b'rival'"), version="0.3"
    )
    with pytest.raises(ce.AmbiguousFormatError) as caught:
        ce.export(samples.small(), "kml")
    assert str(caught.value) == (
        "format 'kml' is offered by ce-kml 1.0 [kml] and kml-rival 0.3 [kml]; "
        "ask for one by its full name, such as -f ce-kml:kml"
    )
    assert ce.export(samples.small(), "ce-kml:kml").data == b"A small mission"
    assert ce.export(samples.small(), "KML_rival:kml").data == b"rival"
    assert {info.problem for info in ce.formats() if info.name == "kml"} == {
        "another distribution offers the name too: ask by full name"
    }
    with pytest.raises(
        ce.AmbiguousFormatError, match=r"the suffix of 'x\.kml' is offered by ce-kml 1\.0 \[kml\] and kml"
    ):
        ce.by_suffix("x.kml")


def test_a_clash_is_shown_with_what_else_is_wrong(site):
    """The check names the clash of names and, beside it, why one of the two can't be loaded anyway."""
    site.install("ce-kml", "kml")
    site.install("kml-rival", "kml", "raise ValueError('no')")
    checked = {info.distribution: ce.check_format(info) for info in ce.formats() if info.name == "kml"}
    clash = "another distribution offers the name too: ask by full name"
    assert checked == {"ce-kml": clash, "kml-rival": f"{clash}; importing it failed: ValueError: no"}


def test_the_order_of_the_path_never_decides(tmp_path):
    """Two distributions in two folders clash in the same words whichever folder comes first."""
    first, second = Site(tmp_path / "first"), Site(tmp_path / "second")
    first.install("ce-a", "kml")
    second.install("ce-b", "kml")
    code = """
import coalition_events as ce
try:
    ce.by_name("kml")
except ce.AmbiguousFormatError as error:
    print(error)
"""
    said = {
        run(code, *order).stdout for order in ((first.folder, second.folder), (second.folder, first.folder))
    }
    assert len(said) == 1
    assert "ce-a 1.0 [kml] and ce-b 1.0 [kml]" in said.pop()


def test_of_one_distribution_twice_on_the_path_the_first_counts(tmp_path):
    """A newer release that shadows an older one is the only one, as it is for an import."""
    first, second = Site(tmp_path / "first"), Site(tmp_path / "second")
    first.install("ce-kml", "kml", version="2.0")
    second.install("ce_kml", "kml", version="1.0")
    code = "import coalition_events as ce; print(ce.by_name('kml'))"
    assert run(code, first.folder, second.folder).stdout == "ce-kml 2.0 [kml]\n"
    assert run(code, second.folder, first.folder).stdout == "ce_kml 1.0 [kml]\n"


def test_a_release_without_formats_hides_an_older_one_with_formats(tmp_path):
    """What an import would not find is not offered."""
    first, second = Site(tmp_path / "first"), Site(tmp_path / "second")
    first.add_folder("ce-kml", "[console_scripts]\n", metadata("ce-kml", "2.0", ""))
    second.install("ce-kml", "kml", version="1.0")
    code = "import coalition_events as ce; print([i.name for i in ce.formats() if not i.builtin])"
    assert run(code, first.folder, second.folder).stdout == "[]\n"


def test_a_built_in_name_cannot_be_taken(site):
    """A plugin that claims 'ics' and '.ics' is flagged, never chosen, and the built-in calendar is untouched."""
    site.install("evil", "ics", suffixes=(".ics", ".ical", ".ics.gz"))
    before, after = ce.by_name("ics"), ce.export(samples.small(), "ics").data
    assert before.builtin
    assert after.startswith(b"BEGIN:VCALENDAR")
    own, claimed = (info for info in ce.formats() if info.name == "ics")
    assert (own.builtin, own.problem) == (True, "")
    assert (claimed.builtin, claimed.problem) == (False, "the name belongs to a built-in format")
    assert ce.check_format(claimed) == claimed.problem
    assert ce.by_suffix("a.ics") == ce.by_suffix("a.b.ics") == own
    with pytest.raises(
        ce.UnknownFormatError, match=r"evil 1\.0 \[ics\]: the name belongs to a built-in format; it"
    ):
        ce.by_name("evil:ics")
    for path in ("a.ical", "a.ics.gz"):
        with pytest.raises(ce.UnknownFormatError):
            ce.by_suffix(path)


def test_nobody_becomes_built_in_by_calling_itself_so(site):
    """A foreign distribution named coalition-events is a plugin like any other."""
    site.install("Coalition.Events", "ics")
    assert [info.builtin for info in ce.formats() if info.name == "ics"] == [True, False]
    assert ce.by_name("Coalition_Events:ics").builtin


# ------------------------------------------------------------------------------------------------ suffixes and names


def test_the_longest_suffix_wins(site):
    """Of '.foo' and '.x.foo' the longer one takes what it ends, and neither '.json' nor '.md' is in the way."""
    site.install("ce-foo", "foo")
    site.install("ce-xfoo", "xfoo", suffixes=(".x.foo",))
    site.install("ce-geo", "geo", suffixes=(".geo.json",))
    chosen = {
        path: ce.by_suffix(path).name
        for path in ("a.foo", "a.x.foo", "x.foo", ".x.foo", "a.geo.json", "a.b.json")
    }
    assert chosen == {
        "a.foo": "foo",
        "a.x.foo": "xfoo",
        "x.foo": "foo",
        ".x.foo": "xfoo",
        "a.geo.json": "geo",
        "a.b.json": "json",
    }


def test_a_suffix_of_two_formats_is_refused_with_both_named(site):
    """Two formats of different names that claim one suffix: the error names both and the option that settles it."""
    site.install("ce-one", "one", suffixes=(".map",))
    site.install("ce-two", "two", suffixes=(".map",))
    with pytest.raises(ce.AmbiguousFormatError) as caught:
        ce.by_suffix("x.map")
    assert str(caught.value) == (
        "the suffix of 'x.map' is offered by ce-one 1.0 [one] and ce-two 1.0 [two]; "
        "ask for one by its full name, such as -f ce-one:one"
    )


@pytest.mark.parametrize("path", ["a.isc", "a", "folder.csv/a", ".", ""])
@pytest.mark.usefixtures("site")
def test_an_unknown_suffix_is_refused_and_the_known_ones_are_named(path):
    """Nothing is guessed from a suffix that nobody offers, nor from a folder's."""
    with pytest.raises(
        ce.UnknownFormatError, match=r"its suffix is none of \.csv, \.geojson, \.ics, .*name it with -f"
    ):
        ce.by_suffix(path)


@pytest.mark.parametrize("name", ["../x", "a b", "a,b", "-x"])
def test_a_name_that_could_be_misread_is_refused(site, name):
    """A name that is no word, and may become part of a path or of an option, is listed with what is wrong with it."""
    site.add_folder(
        "ce-odd", entry_points({name: "ce_odd"}, {".odd": "ce_odd"}), metadata("ce-odd", "1.0", "")
    )
    (info,) = (info for info in ce.formats() if info.distribution == "ce-odd")
    assert (info.name, info.problem) == (name, "a format's name is made of letters, digits and . _ + -")
    with pytest.raises(ce.UnknownFormatError, match="a format's name is made of"):
        ce.by_name(f"ce-odd:{name}")
    with pytest.raises(ce.UnknownFormatError, match="no format for"):
        ce.by_suffix("x.odd")


def test_a_suffix_with_a_folder_in_it_takes_nothing(site):
    """A metadata row '.x/../y' is left aside, so that no output leaves the folder that was asked for."""
    site.install("ce-way", "way", suffixes=(".x/../y", ".way"))
    assert info_of("way").suffixes == (".way",)


def test_a_suffix_without_a_dot_takes_nothing(site):
    """A metadata row 'map' would end 'bitmap'; it is left aside, the format itself stays."""
    site.install("ce-map", "map", suffixes=("map",))
    assert info_of("map").suffixes == ()
    with pytest.raises(ce.UnknownFormatError):
        ce.by_suffix("bitmap")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("geojsn", "did you mean 'geojson'?"),
        ("ce-kmll:kml", "did you mean 'ce-kml:kml'?"),
        ("zzz", "there are csv, geojson, ics, json, jsonl, kml, md"),
        ("nobody:ics", "there are ce-kml:kml, coalition-events:csv, coalition-events:geojson, "),
    ],
)
def test_an_unknown_name_says_what_was_meant(site, name, hint):
    """A name that nobody has gets the nearest one, or the list."""
    site.install("ce-kml", "kml")
    with pytest.raises(ce.UnknownFormatError, match="no format is called") as caught:
        ce.by_name(name)
    assert hint in str(caught.value)


# ------------------------------------------------------------------------------------------------ the allow-list


@pytest.mark.parametrize(
    ("listed", "seen"),
    [
        (None, {"one", "two"}),
        ("", set()),
        (" , ", set()),
        ("ce-one", {"one"}),
        ("CE_One", {"one"}),
        ("ce__one", {"one"}),
        (" ce.two , ce-one", {"one", "two"}),
        ("ce-nobody", set()),
        ("attrs", set()),
    ],
)
def test_the_allow_list_acts_before_discovery(site, monkeypatch, listed, seen):
    """Only the distributions named are looked at, however their names are spelt; none if it is empty, all if unset."""
    site.install("ce-one", "one")
    site.install("Ce.Two", "two")
    if listed is not None:
        monkeypatch.setenv(discovery.ALLOW_VARIABLE, listed)
    assert {info.name for info in ce.formats() if not info.builtin} == seen
    for name in {"one", "two"} - seen:
        with pytest.raises(ce.UnknownFormatError):
            ce.by_name(name)


def test_the_allow_list_settles_a_clash(site, monkeypatch):
    """Of two distributions with one name the one that is allowed has it without any conflict."""
    site.install("ce-kml", "kml")
    site.install("kml-rival", "kml")
    monkeypatch.setenv(discovery.ALLOW_VARIABLE, "kml-rival")
    assert ce.by_name("kml").distribution == "kml-rival"
    assert not ce.by_name("kml").problem


def test_an_empty_allow_list_looks_at_nothing(site):
    """With no plugin allowed even 'formats' and the name of a plugin of ours read no metadata."""
    code = """
import sys, coalition_events as ce
ce.formats()
ce.absent_formats()
try:
    ce.by_name("kml")
except ce.UnknownFormatError:
    pass
assert "importlib.metadata" not in sys.modules
"""
    done = site.run(code, COALITION_EVENTS_PLUGINS="")
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------------------------------------------ broken metadata


def test_broken_metadata_of_others_hides_nothing(site):
    """Folders that no tool would write (no METADATA, not UTF-8, no sections) leave every good plugin in its place."""
    site.install("ce-good", "good")
    site.add_folder(
        "latin", "[coalition_events.exporters]\nfoo = é\n".encode("latin-1"), metadata("latin", "1", "")
    )
    site.add_folder("other", "this is no entry point\n", metadata("other", "1", ""))
    site.add_folder("script", "[console_scripts]\nfoo\n", metadata("script", "1", ""))
    for name in ("nameless", "garbled"):
        site.install(name, name)
    (site.folder / "nameless-1.0.dist-info" / "METADATA").unlink()
    (site.folder / "garbled-1.0.dist-info" / "METADATA").write_bytes(b"Name: garbl\xe9d\n")
    infos = {info.name: info for info in ce.formats() if not info.builtin}
    assert set(infos) == {"good", "nameless", "garbled"}
    for name in ("nameless", "garbled"):
        assert str(infos[name]) == f"unknown [{name}]"
        assert ce.export(samples.small(), name).data == b"A small mission"


def test_a_plugin_with_unreadable_entry_points_is_shown_as_broken(site):
    """A distribution that surely has formats, but whose list of them is broken, does not disappear in silence."""
    site.add_folder("ce-odd", "[coalition_events.exporters]\nodd\n", metadata("ce-odd", "1.0", "odd"))
    site.install("ce-good", "good")
    (odd,) = (info for info in ce.formats() if info.distribution == "ce-odd")
    assert (odd.name, odd.problem) == ("?", "its entry_points.txt can't be read")
    assert ce.check_format(odd) == odd.problem
    with pytest.raises(
        ce.PluginContractError, match=r"ce-odd 1\.0 \[\?\]: its entry_points\.txt can't be read"
    ):
        ce.load_exporter(odd)
    assert ce.export(samples.small(), "good").data == b"A small mission"
    with pytest.raises(ce.UnknownFormatError, match=r"there are csv, geojson, good, ics, json, jsonl, md$"):
        ce.by_name("zzz")


def test_a_folder_named_otherwise_than_its_metadata_is_found(site):
    """The name in METADATA counts, even where the folder's name differs."""
    site.install("ce-kml", "kml")
    folder = site.folder / "ce_kml-1.0.dist-info"
    shutil.move(folder, site.folder / "something-1.0.dist-info")
    assert str(ce.by_name("kml")) == "ce-kml 1.0 [kml]"


# ------------------------------------------------------------------------------------------------ known, not installed

PROJECT = Path(__file__).parents[1]
HTML = "format 'html' is not installed: pip install \"coalition-events[html]\""


def project_of(folder):
    """Return the table ``project`` of the ``pyproject.toml`` in a folder."""
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_what_is_known_of_our_plugins_is_what_they_say():
    """Name, suffixes, distribution and summary in the table are those of the plugins' own projects, of all of them."""
    said = set()
    for path in (PROJECT / "plugins").glob("*/pyproject.toml"):
        project = project_of(path.parent)
        ((name, module),) = project["entry-points"]["coalition_events.exporters"].items()
        suffixes = project["entry-points"]["coalition_events.suffixes"]
        assert set(suffixes.values()) == {module}
        said.add((name, tuple(sorted(suffixes)), project["name"], project["description"]))
    assert said == {
        (info.name, info.suffixes, info.distribution, info.summary) for info in catalogue.SIBLINGS.values()
    }


def test_the_extras_are_the_known_formats():
    """Each plugin of ours is an extra of its format's name, in bounds that hold its version; ``all`` has them all."""
    extras = project_of(PROJECT)["optional-dependencies"]
    assert set(extras) == {"all", "testing", *catalogue.SIBLINGS}
    assert extras["all"] == [f"coalition-events[{','.join(sorted(catalogue.SIBLINGS))}]"]
    for info in catalogue.SIBLINGS.values():
        major, minor, _ = project_of(PROJECT / "plugins" / info.distribution)["version"].split(".")
        bounds = f">={major}.{minor},<{major}.{int(minor) + 1}"
        assert extras[info.name] == [f"{info.distribution}{bounds}"]


@pytest.mark.usefixtures("site")
def test_a_known_format_that_is_absent_says_how_to_install_it():
    """By name, by full name, by suffix and when it is loaded: one message, which ends in the command."""
    absent = {info.name: info for info in ce.absent_formats()}
    assert set(absent) == {"html", "kml", "xlsx"}
    assert not any(info.installed or info.builtin for info in absent.values())
    assert f"format 'html' is {absent['html'].problem}" == HTML
    for ask in (
        lambda: ce.by_name("html"),
        lambda: ce.by_name("Coalition.Events_html:html"),
        lambda: ce.by_suffix("a/b.HTML"),
        lambda: ce.load_exporter(absent["html"]),
    ):
        with pytest.raises(ce.UnknownFormatError) as caught:
            ask()
        assert str(caught.value) == HTML
    with pytest.raises(ce.UnknownFormatError, match="no format is called 'nobody:html'; there are"):
        ce.by_name("nobody:html")
    with pytest.raises(ce.UnknownFormatError, match="did you mean 'xlsx'"):
        ce.by_name("xslx")


def test_a_format_that_somebody_offers_is_not_absent(site):
    """Whoever offers the name or the suffix is asked for it, and ours is only said to be missing by its full name."""
    site.install("ce-html", "html")
    assert [info.name for info in ce.absent_formats()] == ["kml", "xlsx"]
    assert ce.by_name("html") == ce.by_suffix("x.html") == info_of("html")
    with pytest.raises(ce.UnknownFormatError, match="format 'html' is not installed"):
        ce.by_name("coalition-events-html:html")


def test_a_broken_plugin_of_ours_is_not_called_absent(site):
    """One whose list of formats can't be read is installed, and nobody is told to install it."""
    site.add_folder(
        "coalition-events-kml",
        "[coalition_events.exporters]\nkml\n",
        metadata("coalition-events-kml", "0.1.0", ""),
    )
    assert [info.name for info in ce.absent_formats()] == ["html", "xlsx"]
    for ask in (lambda: ce.by_name("kml"), lambda: ce.by_suffix("x.kml")):
        with pytest.raises(ce.UnknownFormatError) as caught:
            ask()
        assert "pip install" not in str(caught.value)
        assert "did you mean" not in str(caught.value)


def test_what_the_allow_list_leaves_out_is_not_called_absent(site, monkeypatch):
    """Nobody looks whether it is installed, so the message names the allow-list and not pip."""
    site.install("coalition-events-kml", "kml")
    for listed in ("", "coalition-events-html"):
        monkeypatch.setenv(discovery.ALLOW_VARIABLE, listed)
        assert [info.name for info in ce.absent_formats()] == [name for name in ("html",) if name in listed]
        with pytest.raises(ce.UnknownFormatError) as caught:
            ce.by_suffix("x.kml")
        assert str(caught.value) == (
            "format 'kml' is left out: COALITION_EVENTS_PLUGINS (or --no-plugins) does not let "
            "coalition-events-kml be used"
        )


# ------------------------------------------------------------------------------------------------ remembered


@pytest.fixture
def readings(monkeypatch):
    """A list that grows by one each time the metadata of all distributions is read."""
    discovery._remembered.cache_clear()  # noqa: SLF001 - what an earlier test left there
    read, taken = discovery._read, []  # noqa: SLF001 - the one slow function
    monkeypatch.setattr(discovery, "_read", lambda names: taken.append(names) or read(names))
    return taken


def test_metadata_is_read_once_while_nothing_changes(site, readings):
    """Asking again reads nothing, even where the program writes its outputs into a folder of the path."""
    site.install("ce-kml", "kml")
    for number in range(3):
        assert ce.export(samples.small(), "kml").data
        assert info_of("kml") == ce.by_suffix("x.kml")
        (site.folder / f"output-{number}.kml").write_text("changes the folder's own time", encoding="utf-8")
    assert len(readings) == 1


def test_what_is_installed_meanwhile_is_seen(site, readings):
    """A plugin that is installed, replaced, renamed or removed while the process runs is so at the next call."""
    assert not [info for info in ce.formats() if not info.builtin]
    site.install("ce-kml", "kml")
    assert ce.by_name("kml").version == "1.0"
    assert ce.export(samples.small(), "kml").data == b"A small mission"
    folder = site.folder / "ce_kml-1.0.dist-info"
    rows = (folder / "entry_points.txt").read_text(encoding="utf-8")
    (folder / "entry_points.txt").write_text(rows.replace(".kml", ".earth"), encoding="utf-8")
    assert info_of("kml").suffixes == (".earth",)
    shutil.rmtree(folder)
    site.install("ce-kml", "kml", version="2.0")
    assert ce.by_name("kml").version == "2.0"
    site.install("ce-rival", "kml")
    with pytest.raises(ce.AmbiguousFormatError):
        ce.by_name("kml")
    for name in ("ce_kml-2.0", "ce_rival-1.0"):
        shutil.rmtree(site.folder / f"{name}.dist-info")
    assert not [info for info in ce.formats() if not info.builtin]
    assert len(readings) == 6


def test_another_path_or_allow_list_is_another_answer(site, readings, tmp_path, monkeypatch):
    """The path, the folder that an empty entry of it means, and the allow-list are part of what is remembered."""
    here, there = Site(tmp_path / "here"), Site(tmp_path / "there")
    here.install("ce-here", "here")
    there.install("ce-there", "there")
    site.install("ce-site", "site")

    def names():
        return {info.name for info in ce.formats() if not info.builtin}

    assert names() == {"site"}
    monkeypatch.syspath_prepend("")
    monkeypatch.chdir(here.folder)
    assert names() == {"site", "here"}
    monkeypatch.chdir(there.folder)
    assert names() == {"site", "there"}
    monkeypatch.setenv(discovery.ALLOW_VARIABLE, "ce-site")
    assert names() == {"site"}
    assert len(readings) == 4


@pytest.mark.usefixtures("site")
def test_plugins_in_a_zip_file_are_found_and_remembered(readings, tmp_path, monkeypatch):
    """A wheel on the path is a folder for imports, and one that is replaced is read anew."""
    wheel = make_wheel(
        tmp_path, "ce-zip", plugin("zipped"), entry_points({"zipped": "ce_zip"}, {".zipped": "ce_zip"})
    )
    monkeypatch.syspath_prepend(str(wheel))
    assert ce.export(samples.small(), "zipped").data == b"A small mission"
    assert ce.by_suffix("x.zipped").distribution == "ce-zip"
    assert len(readings) == 1
    os.utime(wheel, ns=(1, 1))
    assert ce.by_name("zipped").distribution == "ce-zip"
    assert len(readings) == 2
    del sys.modules["ce_zip"]


def test_nothing_is_remembered_of_what_can_t_be_watched(site, readings, monkeypatch):
    """Where an import hook offers distributions of its own, each question reads them."""

    class Finder:
        def find_spec(self, *_):
            return None

        def find_distributions(self, _context):
            return ()

    site.install("ce-kml", "kml")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert ce.by_name("kml") == ce.by_name("kml")
    assert len(readings) == 2
