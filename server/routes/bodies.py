"""Request bodies: read with a limit as they travel and another one as they unpack."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from server.settings import Settings
from survey.problems import HuceError, Problem

GZIP = 16 + zlib.MAX_WBITS


async def read_body(request: Request, settings: Settings, known: Callable[[], Awaitable[None]]) -> bytes:
    """Return the body, unpacked. Raises HuceError C010 (too large) or C012 (damaged gzip), or what ``known`` raises.

    ``known`` looks at the caller's token. It is asked before anything is unpacked and before more is read than a
    sign-in takes: nobody from outside makes the server hold and parse megabytes.
    """
    packed = request.headers.get("content-encoding", "").lower() == "gzip"
    body, asked = bytearray(), False
    async for chunk in request.stream():
        body += chunk
        if not asked and (packed or len(body) > settings.max_strangers):
            await known()
            asked = True
        if len(body) > settings.max_body:
            raise HuceError(Problem("C010"))
    return await run_in_threadpool(unpack, bytes(body), settings.max_unpacked) if packed else bytes(body)


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
