"""Content codings, unpacked piece by piece: a small body that swells is stopped while it swells."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from ckanext.scdl.web.exceptions import BadAnswer, Truncated

PIECE = 64 * 1024
ACCEPTED = "gzip, deflate"
# Padding after the last member, which gzip's own tools pass over too.
PADDING = b"\0"
# zlib: gzip and zlib headers are both recognised.
ANY_HEADER = 32 + zlib.MAX_WBITS


def unpacked(pieces: Iterable[bytes], coding: str, host: str) -> Iterator[bytes]:
    """Return the pieces of a body without its content coding, each of at most 64 kB.

    Raises:
        BadAnswer: a coding that was not accepted (RFC 9110, section 8.4), or bytes that are not in that coding.
        Truncated: the packed body has no end.
    """
    name = coding.strip().lower()
    if name in {"", "identity"}:
        return iter(pieces)
    if name not in {"gzip", "x-gzip", "deflate"}:
        raise BadAnswer("web-coding", host=host, coding=coding)
    return _inflated(pieces, host, bare=name == "deflate")


def _inflated(pieces: Iterable[bytes], host: str, *, bare: bool) -> Iterator[bytes]:
    member: _Member | None = _Member(host, bare=bare) if bare else None
    for piece in pieces:
        rest = piece
        while rest:
            # A gzip body is one member or several (RFC 1952, section 2.2).
            member = member or _Member(host, bare=False)
            yield from member.feed(rest)
            rest = member.beyond.lstrip(PADDING)
            member = None if member.complete else member
    if member is not None:
        raise Truncated("web-truncated", host=host)


class _Member:
    """One packed stream. Some servers send «deflate» without its zlib header: recognised at the first piece."""

    def __init__(self, host: str, *, bare: bool) -> None:
        self._host = host
        self._inflater = zlib.decompressobj(ANY_HEADER)
        self._may_be_bare = bare

    def feed(self, data: bytes) -> Iterator[bytes]:
        piece = b""
        # A full piece may leave more inside the inflater, its input being used up.
        while not self.complete and (data or len(piece) == PIECE):
            piece = self._inflate(data)
            data = self._inflater.unconsumed_tail
            if piece:
                yield piece

    @property
    def complete(self) -> bool:
        return self._inflater.eof

    @property
    def beyond(self) -> bytes:
        return self._inflater.unused_data

    def _inflate(self, data: bytes) -> bytes:
        try:
            piece = self._inflater.decompress(data, PIECE)
        except zlib.error as err:
            if not self._may_be_bare:
                raise BadAnswer("web-coding", host=self._host, coding="gzip") from err
            self._may_be_bare, self._inflater = False, zlib.decompressobj(-zlib.MAX_WBITS)
            return self._inflate(data)
        self._may_be_bare = False
        return piece
