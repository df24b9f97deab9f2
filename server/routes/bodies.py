"""Request bodies: read with a limit as they travel and another one as they unpack."""

from __future__ import annotations

import zlib

from starlette.requests import Request

from server.settings import Settings
from survey.problems import HuceError, Problem

GZIP = 16 + zlib.MAX_WBITS


async def read_body(request: Request, settings: Settings) -> bytes:
    """Return the body, unpacked. Raises HuceError C010 (too large) or C012 (damaged gzip)."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.max_body:
            raise HuceError(Problem("C010"))
    encoding = request.headers.get("content-encoding", "").lower()
    return unpack(bytes(body), settings.max_unpacked) if encoding == "gzip" else bytes(body)


def unpack(body: bytes, limit: int) -> bytes:
    """Unpack gzip up to ``limit`` bytes; a small body that would grow beyond it is refused before it has grown."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        unpacked = unpacker.decompress(body, limit)
    except zlib.error as error:
        raise HuceError(Problem("C012")) from error
    if unpacker.unconsumed_tail:
        raise HuceError(Problem("C010"))
    if not unpacker.eof:
        raise HuceError(Problem("C012"))
    return unpacked
