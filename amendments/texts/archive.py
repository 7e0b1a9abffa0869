"""The parts of an office file: a zip archive opened with bounds on entries, sizes and ways of packing."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import IO

from amendments.texts.unreadable import Unreadable

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ENTRIES = 4_000
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_DECLARED_BYTES = 300 * 1024 * 1024
MAX_TEXT_BYTES = 40 * 1024 * 1024  # of the part with the text
MAX_PART_BYTES = 8 * 1024 * 1024  # of any other part that is read

_END = b"PK\x05\x06"
_END_FORMAT = struct.Struct("<4s4H2LH")
_ENCRYPTED_FLAG = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """A zip archive whose directory has been found harmless. Parts are unpacked one at a time, when asked for."""

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            ValueError,
            struct.error,
            NotImplementedError,
        ) as error:
            raise Unreadable("damaged") from error
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        if sum(entry.file_size for entry in self._zip.infolist()) > MAX_DECLARED_BYTES:
            raise Unreadable("unpacks_too_large")

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    def stream(self, name: str, most: int = MAX_TEXT_BYTES) -> "PartStream":
        """The part to be read piece by piece; more than `most` bytes in it are refused while reading."""
        entry = self._entries.get(name)
        if entry is None:
            raise Unreadable("damaged")
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise Unreadable("encrypted")
        if entry.compress_type not in _PACKINGS:
            raise Unreadable("damaged")
        try:
            return PartStream(self._zip.open(entry), most)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
            raise Unreadable("damaged") from error

    def part(self, name: str, most: int = MAX_PART_BYTES) -> bytes | None:
        """The whole part, None where the archive has none of this name."""
        return self.stream(name, most).read(most + 1) if name in self._entries else None


class PartStream:
    """Reads an entry of the archive up to a bound, whatever the directory says of its size."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self._source = source
        self._left = most

    def read(self, size: int = 65_536) -> bytes:
        try:
            data = self._source.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise Unreadable("damaged") from error
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable("unpacks_too_large")
        return data


def _check_directory(data: bytes) -> None:
    """Refuse a directory too long to be that of an office file before it is turned into objects."""
    place = data.rfind(_END, max(0, len(data) - 65_536 - _END_FORMAT.size))
    if place == -1 or place + _END_FORMAT.size > len(data):
        raise Unreadable("damaged")
    *_, here, entries, directory_bytes, _start, _comment = _END_FORMAT.unpack_from(data, place)
    if max(here, entries) > MAX_ENTRIES or directory_bytes > MAX_DIRECTORY_BYTES:
        raise Unreadable("too_many_entries")
