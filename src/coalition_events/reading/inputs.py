"""Files, pipes and standard input to texts: no more than the limit is read, and nobody is waited for without end."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
from typing import TYPE_CHECKING, Final, Protocol

from coalition_events.exceptions import Problem, UnreadableInputError
from coalition_events.limits import DEFAULT, Limits
from coalition_events.reading.nodes import place_of, stopped

if TYPE_CHECKING:
    from typing import BinaryIO

COMPRESSED: Final = ".jsonl.gz"
"""The end of the name of a compressed file of lines."""
_CHUNK: Final = 1 << 20
_PATIENCE: Final = 5_000
"""Milliseconds until somebody must have opened a named pipe for writing."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes | None: ...


def read_text(path: str | os.PathLike[str], *, limits: Limits = DEFAULT) -> str:
    """The text of a file, or of standard input for ``-``, with or without a byte order mark.

    :class:`UnreadableInputError` if there is nothing to read, if it is not UTF-8, or if it is longer than
    ``limits.size``, of which no more than one byte too many is read.
    """
    name = os.fsdecode(path)
    data = _read_bytes(name, limits.size)
    if len(data) > limits.size:
        message, hint = limits.excess("size", f"more than {limits.size:,}")
        raise stopped(Problem(name, 0, 0, "too-large", "", message, hint))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf_8(name, data, error.start) from None


def _not_utf_8(name: str, data: bytearray, offset: int) -> UnreadableInputError:
    before = data[:offset].decode("utf-8").removeprefix("\ufeff")
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    hint = "save it as UTF-8" + (", not UTF-16" if utf_16 else "")
    message = f"byte 0x{data[offset]:02x} is not UTF-8"
    return stopped(Problem(name, *place_of(before, len(before)), "encoding", "", message, hint))


def _read_bytes(name: str, limit: int) -> bytearray:
    try:
        if name == "-":
            return _take(sys.stdin.buffer, limit)
        if stat.S_ISFIFO(os.stat(name).st_mode):  # noqa: PTH116 - pathlib costs half a start-up
            return _read_pipe(name, limit)
        if name.endswith(COMPRESSED):
            return _read_compressed(name, limit)
        with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - as above
            return _take(file, limit)
    except OSError as error:
        reason = error.strerror or str(error)
    except (ValueError, AttributeError) as error:  # a path with NUL in it; a closed stream, or none at all
        reason = "standard input is closed" if name == "-" else str(error)
    message = f"{name}: {reason}"
    raise UnreadableInputError(message)


def _take(file: _Readable, limit: int) -> bytearray:
    """All that there is, but at most one byte more than the limit."""
    data = bytearray()
    while len(data) <= limit:
        chunk = file.read(min(_CHUNK, limit + 1 - len(data)))
        if chunk is None:  # whoever started us made the stream one that does not wait
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        if not chunk:
            break
        data += chunk
    return data


def _read_compressed(name: str, limit: int) -> bytearray:
    """The text of a compressed file: no more of it is made than may be read."""
    import gzip  # hardly anybody needs it
    import zlib

    try:
        with gzip.open(name, "rb") as file:
            return _take(file, limit)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OSError(f"not a whole gzip file: {error}") from None


def _read_pipe(name: str, limit: int) -> bytearray:
    """What is written to a named pipe. Opening it the plain way would wait for ever if nobody ever writes."""
    with _open_pipe(name) as pipe:
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN)
        waiting.poll(_PATIENCE)
        first = pipe.read(min(_CHUNK, limit + 1))
        if first == b"":
            raise OSError(errno.EPIPE, "nobody writes to this pipe")
        os.set_blocking(pipe.fileno(), True)  # there is a writer, which may take its time
        return bytearray(first or b"") + _take(pipe, limit - len(first or b""))


def _open_pipe(name: str) -> BinaryIO:
    return open(os.open(name, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0)  # noqa: PTH123 - as above
