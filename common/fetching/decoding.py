"""A body made whole: unpacked piece by piece, and never past its cap."""

import zlib
from collections.abc import Iterable, Iterator

from common.fetching.policy import FetchFailure, Reason

STEP = 64 * 1024
MOST_CHUNKS = 10_000  # each costs some 25 microseconds: 5 MB in chunks of one byte would burn half a minute
GZIP = zlib.MAX_WBITS | 16
IDENTITY_NAMES = frozenset({"", "identity"})
GZIP_NAMES = frozenset({"gzip", "x-gzip"})


def decoded(chunks: Iterable[bytes], encoding: str, cap: int) -> bytes:
    """The body, unpacked if `encoding` (the Content-Encoding header) is gzip.

    Raises FetchFailure: TOO_LARGE past `cap` bytes or 10,000 chunks, BAD_ENCODING for any other encoding and
    for gzip that is damaged or cut.
    """
    encoding = encoding.strip().lower()
    if encoding not in IDENTITY_NAMES | GZIP_NAMES:
        raise FetchFailure(
            Reason.BAD_ENCODING, f"the answer is packed as {encoding[:50]!r}, which was not asked for"
        )
    chunks = _counted(chunks)
    body = bytearray()
    for piece in _unpacked(chunks) if encoding in GZIP_NAMES else chunks:
        if len(body) + len(piece) > cap:
            raise FetchFailure(Reason.TOO_LARGE, f"the answer unpacks to more than {cap} bytes")
        body += piece
    return bytes(body)


def _counted(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for number, chunk in enumerate(chunks, start=1):
        if number > MOST_CHUNKS:
            raise FetchFailure(Reason.TOO_LARGE, f"the answer comes in more than {MOST_CHUNKS} chunks")
        yield chunk


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    member = None
    try:
        for chunk in chunks:
            while chunk:
                if member is None or member.eof:
                    member = zlib.decompressobj(GZIP)
                yield member.decompress(chunk, STEP)
                chunk = member.unconsumed_tail or member.unused_data
    except zlib.error as error:
        raise FetchFailure(Reason.BAD_ENCODING, f"the gzip is damaged: {error}") from error
    if member is not None and not member.eof:
        raise FetchFailure(Reason.BAD_ENCODING, "the gzip was cut before its end")
