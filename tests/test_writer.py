"""Exports to bytes and to files: what stands at the target is the whole old file or the whole new one, always."""

from __future__ import annotations

import builtins
import datetime as dt
import errno
import os
import stat
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
import samples
from distributions import run

OLD = b"the old file\r\n"


@attrs.frozen
class Options:
    """One option, so that there is one to pass."""

    word: str = ce.option("plain", help="what is written")


def exporter(export, name="toy"):
    """Return an exporter with this function."""
    return ce.Exporter(
        name=name,
        suffixes=(f".{name}",),
        media_type="text/plain",
        description="",
        export=export,
        options=Options,
    )


@pytest.fixture
def toy(monkeypatch):
    """Give a function that makes the format ``toy`` (and the suffix .toy) out of an export function."""

    def install(export):
        info = ce.FormatInfo(
            name="toy", suffixes=(".toy",), summary="", distribution="ce-toy", version="1.0", module="ce_toy"
        )
        monkeypatch.setattr("coalition_events.discovery.installed", lambda: (info,))
        monkeypatch.setattr("coalition_events.plugins.load_exporter", lambda _: exporter(export))

    return install


def chunks(request):
    """Write the option and the title, in more than one piece, an empty one among them."""
    yield request.options.word.encode()
    yield b""
    yield request.timeline.title.encode()


def half_done(error):
    """Return an export function that raises after enough output to have reached the disk."""

    def export(_request):
        yield b"x" * 200_000
        raise error

    return export


def old_file(folder, mode=0o644):
    """Make the file that an export will replace."""
    path = folder / "out.toy"
    path.write_bytes(OLD)
    path.chmod(mode)
    return path


def names(folder):
    """Return the names of all that is in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def untouched(path):
    """Whether the old file is there byte for byte, and nothing beside it."""
    return path.read_bytes() == OLD and names(path.parent) == [path.name]


# ------------------------------------------------------------------------------------------------------ export


def test_export_gives_bytes_and_losses(toy):
    """All pieces are joined, options and day reach the exporter, and what it reports comes back sorted and once."""

    def export(request):
        yield from chunks(request)
        assert request.on == dt.date(2030, 1, 1)
        for record in ("b", "a", "b"):
            request.lost(record, "note", ce.Feature.NOTES, ce.LossAction.DROPPED)

    toy(export)
    exported = ce.export(samples.small(), "toy", on=dt.date(2030, 1, 1), word="!")
    assert exported.data == b"!A small mission"
    assert [loss.record for loss in exported.losses] == ["a", "b"]


@pytest.mark.parametrize("made", [[b"a", b"b"], (b"ab",), iter([b"ab"]), {b"ab": 1}])
def test_any_iterable_of_bytes_will_do(toy, made):
    """An exporter need not be a generator."""
    toy(lambda _: made)
    assert ce.export(samples.small(), "toy").data == b"ab"


def test_an_exporter_may_write_nothing(toy, tmp_path):
    """No piece at all is an empty output, to bytes and to a file."""
    toy(lambda _: iter(()))
    assert ce.export(samples.small(), "toy").data == b""
    ce.write(samples.small(), tmp_path / "a.toy")
    assert (tmp_path / "a.toy").read_bytes() == b""


def test_small_pieces_become_few(toy):
    """However small the exporter's pieces are, the host hands on large ones, in order and complete."""
    toy(lambda _: (bytes([number % 256]) for number in range(200_000)))
    job = ce.prepare(samples.small(), ce.by_name("toy"), on=None, options={})
    pieces = list(job.chunks())
    assert len(pieces) == 4
    assert b"".join(pieces) == bytes(number % 256 for number in range(200_000))


@pytest.mark.parametrize("made", [b"ab", bytearray(b"ab"), memoryview(b"ab"), "ab", None, 7])
def test_what_is_no_iterable_of_bytes_is_a_contract_error(toy, made):
    """Bytes returned whole, a text or nothing are not what the contract asks for, and the error says what came."""
    toy(lambda _: made)
    with pytest.raises(ce.PluginContractError) as caught:
        ce.export(samples.small(), "toy")
    assert str(caught.value) == (
        f"ce-toy 1.0 [toy]: its export returned {type(made).__name__}, expected an iterable of bytes"
    )


@pytest.mark.parametrize("piece", ["text", None, 7, bytearray(b"x")])
def test_a_piece_that_is_not_bytes_is_a_contract_error(toy, piece):
    """A text or None among the pieces is refused: an output is never cut short in silence."""
    toy(lambda _: [b"a", piece, b"b"])
    with pytest.raises(
        ce.PluginContractError, match=f"its export yielded {type(piece).__name__}, expected bytes"
    ):
        ce.export(samples.small(), "toy")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("no such colour"), "ValueError: no such colour"),
        (SystemExit(9), "SystemExit: 9"),
        (SystemExit(), "SystemExit"),
        (OSError(errno.ENOSPC, "No space left on device"), r"OSError: \[Errno 28\] No space left on device"),
        (RecursionError("deep"), "RecursionError: deep"),
        (ce.OptionError(["late"]), "OptionError: late"),
    ],
)
@pytest.mark.parametrize("early", [True, False])
def test_an_exporter_that_fails_is_named(toy, error, reason, early):
    """Whatever an exporter raises, at once or half way, is its own error with distribution, version and format."""

    def export(_request):
        raise error

    toy(export if early else half_done(error))
    with pytest.raises(ce.PluginExportError, match=rf"^ce-toy 1\.0 \[toy\]: export failed: {reason}$"):
        ce.export(samples.small(), "toy")


def test_options_that_are_refused_are_the_users_fault(toy):
    """Unknown options are an OptionError before the exporter is called."""
    toy(half_done(AssertionError))
    with pytest.raises(ce.OptionError, match=r"toy has no option 'wrod'; did you mean 'word'\?"):
        ce.export(samples.small(), "toy", wrod="x")


def test_an_options_class_that_fails_is_the_plugins_fault(toy, monkeypatch):
    """An options class that raises anything but a ValueError has a fault, and the user's values have none."""
    toy(chunks)
    broken = attrs.make_class("Broken", {}, class_body={"__attrs_post_init__": lambda _: 1 / 0})
    monkeypatch.setattr(
        "coalition_events.plugins.load_exporter", lambda _: attrs.evolve(exporter(chunks), options=broken)
    )
    with pytest.raises(ce.PluginExportError, match="its options failed: ZeroDivisionError"):
        ce.export(samples.small(), "toy")


def test_formats_are_those_that_were_found():
    """The public list is the one of the plugin finder."""
    assert {"csv", "geojson", "ics", "json", "md"} <= {info.name for info in ce.formats()}


# ------------------------------------------------------------------------------------------------------ files


def test_the_suffix_decides_the_format(toy, tmp_path):
    """A path ending in .toy is written by that format; a format that is named goes before the suffix."""
    toy(chunks)
    assert ce.write(samples.small(), tmp_path / "a.toy", word="+") == ()
    assert (tmp_path / "a.toy").read_bytes() == b"+A small mission"
    ce.write(samples.small(), str(tmp_path / "a.txt"), "toy")
    assert (tmp_path / "a.txt").read_bytes() == b"plainA small mission"
    assert names(tmp_path) == ["a.toy", "a.txt"]


def test_an_unknown_suffix_is_refused_before_anything_is_written(tmp_path):
    """No format is guessed, and no file appears."""
    with pytest.raises(ce.UnknownFormatError):
        ce.write(samples.small(), tmp_path / "a.isc")
    assert names(tmp_path) == []


def test_write_gives_the_losses(toy, tmp_path):
    """What an exporter reports comes back from writing as from exporting."""

    def export(request):
        request.lost("camp", "note", ce.Feature.NOTES, ce.LossAction.COARSENED)
        return chunks(request)

    toy(export)
    losses = ce.write(samples.small(), tmp_path / "a.toy")
    assert losses == ce.export(samples.small(), "toy").losses
    assert [(loss.record, loss.field) for loss in losses] == [("camp", "note")]


def test_an_existing_file_is_replaced_and_its_mode_kept(toy, tmp_path):
    """A private file stays private, with not one byte of the new content readable by others on the way."""
    path = old_file(tmp_path, 0o600)
    seen = []

    def export(_request):
        yield b"n" * 70_000
        (temporary,) = set(tmp_path.iterdir()) - {path}
        seen.append(stat.S_IMODE(temporary.stat().st_mode))
        yield b"ew"

    toy(export)
    ce.write(samples.small(), path)
    assert path.read_bytes() == b"n" * 70_000 + b"ew"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert seen == [0o600]
    assert names(tmp_path) == ["out.toy"]


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o027])
def test_a_new_file_respects_the_umask(toy, tmp_path, umask):
    """A file that was not there gets the mode that any program would give it."""
    toy(chunks)
    before = os.umask(umask)
    try:
        ce.write(samples.small(), tmp_path / "a.toy")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.toy").stat().st_mode) == 0o666 & ~umask


def test_a_read_only_file_is_replaced_and_stays_read_only(toy, tmp_path):
    """Replacing needs the folder's consent only, as with every program that replaces whole files."""
    toy(chunks)
    path = old_file(tmp_path, 0o444)
    ce.write(samples.small(), path)
    assert path.read_bytes() == b"plainA small mission"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_a_link_is_kept_and_its_target_replaced(toy, tmp_path):
    """The link still points where it did, across folders, and the temporary file stands beside the target."""
    (tmp_path / "data").mkdir()
    target = tmp_path / "data" / "real.toy"
    target.write_bytes(OLD)
    link = tmp_path / "link.toy"
    link.symlink_to("data/real.toy")
    folders = []

    def export(request):
        yield b"x" * 70_000
        folders.append(names(tmp_path / "data"))
        yield from chunks(request)

    toy(export)
    ce.write(samples.small(), link)
    assert link.readlink() == Path("data/real.toy")
    assert target.read_bytes().endswith(b"A small mission")
    assert len(folders[0]) == 2
    assert names(tmp_path / "data") == ["real.toy"]


def test_a_link_to_nothing_makes_its_target(toy, tmp_path):
    """A dangling link is written through."""
    toy(chunks)
    link = tmp_path / "link.toy"
    link.symlink_to(tmp_path / "new.toy")
    ce.write(samples.small(), link)
    assert link.is_symlink()
    assert (tmp_path / "new.toy").read_bytes() == b"plainA small mission"


def test_the_longest_name_can_be_written(toy, tmp_path):
    """A name as long as the system allows leaves room for the temporary one."""
    toy(chunks)
    name = "n" * 251 + ".toy"
    ce.write(samples.small(), tmp_path / name)
    assert names(tmp_path) == [name]


def test_a_name_without_a_folder_is_in_the_current_one(toy, tmp_path, monkeypatch):
    """A bare file name is written where the command stands."""
    toy(chunks)
    monkeypatch.chdir(tmp_path)
    ce.write(samples.small(), "a.toy")
    assert names(tmp_path) == ["a.toy"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("folder", "Is a directory"),
        ("missing/a.toy", "No such file or directory"),
        ("file/a.toy", "Not a directory"),
        ("pipe", "it is not a regular file; write to standard output instead"),
        ("nul\0.toy", "a name can't hold a NUL character"),
        ("n" * 300, "File name too long"),
        ("loop", "Too many levels of symbolic links"),
    ],
)
def test_a_target_that_cannot_be_replaced_is_an_output_error(toy, tmp_path, place, reason):
    """A folder, a missing folder, a path under a file, a pipe: refused in the system's words."""
    toy(half_done(AssertionError("the exporter was asked")) if place != "missing/a.toy" else chunks)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(OLD)
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    path = f"{tmp_path}/{place}"
    with pytest.raises(ce.OutputError) as caught:
        ce.write(samples.small(), path, "toy")
    assert str(caught.value) == f"{path}: can't be written: {reason}"
    assert names(tmp_path) == ["file", "folder", "loop", "pipe"]
    assert (tmp_path / "file").read_bytes() == OLD
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_read_only_folder_is_an_output_error(toy, tmp_path, monkeypatch):
    """A folder that takes no new file refuses the export, and the old file stays."""
    toy(chunks)
    path = old_file(tmp_path)
    with monkeypatch.context() as patch:  # and not by its mode, which root may ignore
        Calls(patch, tmp_path, ALL_CALLS.index("open"), PermissionError(errno.EACCES, "Permission denied"))
        with pytest.raises(ce.OutputError, match=r"out\.toy: can't be written: Permission denied"):
            ce.write(samples.small(), path)
    assert untouched(path)


# ------------------------------------------------------------------------------------------------------ nothing half


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (ValueError("broken"), ce.PluginExportError),
        (SystemExit(9), ce.PluginExportError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_an_exporter_that_stops_half_way_leaves_the_old_file(toy, tmp_path, error, seen):
    """After output has been written an error, an exit or an interrupt leaves the old file and no temporary one."""
    toy(half_done(error))
    path = old_file(tmp_path)
    with pytest.raises(seen):
        ce.write(samples.small(), path)
    assert untouched(path)


def test_a_piece_that_is_not_bytes_leaves_the_old_file(toy, tmp_path):
    """A broken contract half way is like any other failure."""
    toy(lambda _: [b"x" * 200_000, "text"])
    path = old_file(tmp_path)
    with pytest.raises(ce.PluginContractError):
        ce.write(samples.small(), path)
    assert untouched(path)


class Calls:
    """Records the calls of the operating system that a writer makes, and makes the n-th of them fail."""

    NAMES = ("stat", "fchmod", "fsync", "replace")

    def __init__(self, monkeypatch, folder, failing=None, error=None):
        self.made, self.failing, self.error = [], failing, error
        for name in self.NAMES:
            monkeypatch.setattr(os, name, self.watched(name, getattr(os, name), folder))
        real = builtins.open

        def watched_open(path, mode="r", *rest, **more):
            if "x" not in mode:
                return real(path, mode, *rest, **more)
            self.note("open")
            return File(real(path, mode, *rest, **more), self)

        monkeypatch.setattr(builtins, "open", watched_open)

    def note(self, name):
        """Record a call, and fail if it is the one that must."""
        self.made.append(name)
        if len(self.made) - 1 == self.failing:
            raise self.error

    def watched(self, name, real, folder):
        """Return ``os.name`` that records what concerns the folder or an open file."""

        def call(target, *rest, **more):
            if isinstance(target, int) or str(target).startswith(str(folder)):
                self.note(name)
            return real(target, *rest, **more)

        return call


class File:
    """A file that records what is done to it."""

    def __init__(self, file, calls):
        self.file, self.calls = file, calls

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.calls.note("close")

    def __getattr__(self, name):
        return getattr(self.file, name)

    def writelines(self, pieces):
        """Write piece by piece."""
        for piece in pieces:
            self.calls.note("write")
            self.file.write(piece)

    def flush(self):
        """Flush, recorded."""
        self.calls.note("flush")
        self.file.flush()


ALL_CALLS = ["stat", "open", "fchmod", "write", "flush", "fsync", "close", "replace", "fsync"]


def test_the_bytes_are_on_the_disk_before_the_name_is(toy, tmp_path, monkeypatch):
    """The mode is set before the first byte, the file is synced and closed before it is renamed, the folder after."""
    toy(chunks)
    path = old_file(tmp_path)
    calls = Calls(monkeypatch, tmp_path)
    ce.write(samples.small(), path)
    assert calls.made == ALL_CALLS


@pytest.mark.parametrize("failing", range(len(ALL_CALLS)))
@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), OSError("nameless"), KeyboardInterrupt()],
    ids=["ENOSPC", "no errno", "interrupt"],
)
def test_whatever_call_fails_the_file_is_the_old_or_the_new_one(toy, tmp_path, monkeypatch, failing, error):
    """Each call made to fail in turn: the old file whole and no temporary one, or, after the rename, the new one."""
    toy(chunks)
    path = old_file(tmp_path)
    with monkeypatch.context() as patch:
        calls = Calls(patch, tmp_path, failing, error)
        if failing == len(ALL_CALLS) - 1 and isinstance(error, OSError):
            ce.write(samples.small(), path)  # not every system can sync a folder
        elif isinstance(error, OSError):
            with pytest.raises(
                ce.OutputError, match=r"out\.toy: can't be written: (No space left on device|nameless)"
            ):
                ce.write(samples.small(), path)
        else:
            with pytest.raises(KeyboardInterrupt):
                ce.write(samples.small(), path)
    assert calls.made[: failing + 1] == ALL_CALLS[: failing + 1]
    assert set(calls.made[failing + 1 :]) <= {"close"}
    if failing < ALL_CALLS.index("fsync", 6):
        assert untouched(path)
    else:
        assert path.read_bytes() == b"plainA small mission"
        assert names(tmp_path) == ["out.toy"]


def test_an_exporter_ends_when_its_output_cannot_be_written(toy, tmp_path, monkeypatch):
    """A generator that is stopped half way is closed at once, and what it prints or raises then disturbs nothing."""
    ended = []

    def export(_request):
        try:
            for _ in range(10):
                yield b"x" * 70_000
        finally:
            ended.append(True)
            raise ValueError("at the end")

    toy(export)
    path = old_file(tmp_path)
    Calls(
        monkeypatch, tmp_path, ALL_CALLS.index("write") + 1, OSError(errno.ENOSPC, "No space left on device")
    )
    with pytest.raises(ce.OutputError, match="No space left on device"):
        ce.write(samples.small(), path)
    assert ended == [True]


def test_systems_without_fchmod_write_all_the_same(toy, tmp_path, monkeypatch):
    """Where modes can't be set through an open file (Windows before Python 3.13) the export still works."""
    monkeypatch.delattr(os, "fchmod")
    toy(chunks)
    path = old_file(tmp_path)
    ce.write(samples.small(), path)
    assert path.read_bytes() == b"plainA small mission"


# ------------------------------------------------------------------------------------------------------ staging


def test_several_outputs_are_made_before_any_is_replaced(tmp_path):
    """Outputs that are staged together wait beside their targets; if one can't be made, none is replaced."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(OLD)

    def broken():
        yield b"half"
        raise ValueError("broken")

    with ce.stage([b"new"], str(first)) as one:
        assert first.read_bytes() == OLD
        with pytest.raises(ValueError, match="broken"), ce.stage(broken(), str(second)):
            pass
        assert one.target == str(first)
    assert untouched(first)


def test_what_is_committed_stays_and_once_is_enough(tmp_path):
    """Committing puts the file in its place at once; a second time changes nothing, even if the file did."""
    path = tmp_path / "a"
    with ce.stage([b"new"], str(path)) as staged:
        staged.commit()
        assert path.read_bytes() == b"new"
        path.write_bytes(b"newer")
        staged.commit()
    assert path.read_bytes() == b"newer"
    assert names(tmp_path) == ["a"]


def test_what_was_discarded_cannot_be_committed(tmp_path):
    """Committing too late is a mistake of the program, and it is told."""
    with ce.stage([b"new"], str(tmp_path / "a")) as staged:
        pass
    with pytest.raises(ValueError, match="the output was discarded"):
        staged.commit()
    staged.discard()
    assert names(tmp_path) == []


def test_an_error_of_ours_keeps_its_own_name(tmp_path):
    """An input that can't be read while an output is made is not reported as an output that can't be written."""

    def pieces():
        raise ce.UnreadableInputError("x.yaml: No such file or directory")
        yield b""

    with pytest.raises(ce.UnreadableInputError), ce.stage(pieces(), str(tmp_path / "a")):
        pass
    assert names(tmp_path) == []


# ------------------------------------------------------------------------------------------------------ only_kinds


def with_references():
    """A timeline where counts and statements refer to milestones, directly and through one another."""
    stay = ce.Milestone(id="stay", title="Stays", kind="handover", when="2030")
    go = ce.Milestone(id="go", title="Goes", kind="meeting", when="2030")
    count = ce.Count(id="count", title="Count", from_=None, members=[stay, go], values=ce.Figure(number=2))
    about_go = ce.Statement(id="about-go", text="About it", about=[go, stay])
    against = ce.Statement(id="against", text="Against that", about=[count], contradicts=about_go)
    last = ce.Statement(id="last", text="Against both", contradicts=[against, about_go])
    return ce.Timeline(
        id="t",
        title="T",
        revised="2030-01-01",
        milestones=[stay, go],
        counts=[count],
        statements=[last, against, about_go],
    )


def reached(record):
    """Every record that can be reached from one, by its references."""
    found = [record]
    for one in found:
        found += [other for other in ce.references_of(one) if all(other is not known for known in found)]
    return found


def test_other_kinds_go_and_so_do_the_references_to_them():
    """Neither the timeline nor any record in it leads to a milestone of another kind any more, however far one goes."""
    timeline = ce.only_kinds(with_references(), ["handover"])
    assert [milestone.id for milestone in timeline.milestones] == ["stay"]
    assert [statement.id for statement in timeline.statements] == ["last", "against", "about-go"]
    for record in timeline.records():
        assert "go" not in {other.id for other in reached(record)}
        assert all(other is timeline[other.id] for other in reached(record))
    assert [member.id for member in timeline["count"].members] == ["stay"]
    assert [other.id for other in timeline["last"].contradicts] == ["against", "about-go"]


def test_a_timeline_of_the_wanted_kinds_alone_stays_as_it_is():
    """Nothing to leave out: the same timeline."""
    timeline = with_references()
    assert ce.only_kinds(timeline, ["handover", "meeting"]) is timeline


def test_no_kind_at_all_leaves_no_milestone():
    """An empty selection is one, and the rest of the file stays."""
    full = samples.full()
    timeline = ce.only_kinds(full, [])
    assert timeline.milestones == ()
    assert {event.record.section for event in timeline.events()} == {"phases", "agreements", "provisions"}
    assert timeline.bases == full.bases
    assert ce.export(timeline, "json").data


def test_an_unknown_kind_is_refused():
    """A kind that is not in the vocabulary is an error, not an empty selection."""
    with pytest.raises(ValueError, match="'handovr' is not a valid MilestoneKind"):
        ce.only_kinds(samples.small(), ["handovr"])


def test_a_plain_export_imports_nothing_that_only_files_need():
    """What few commands use is imported when they do."""
    code = "import sys, coalition_events as ce; ce.only_kinds; assert 'graphlib' not in sys.modules"
    assert run(code).returncode == 0
