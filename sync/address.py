"""What a person types as the server's address, made into a base URL."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from survey.problems import HuceError, Problem

_HOST = re.compile(r"[a-z0-9]([a-z0-9.\-]*[a-z0-9])?|\[[0-9a-f:]+\]")


def base_url(typed: str) -> str:
    """Return ``http://host:port`` without a trailing slash; full-width letters and a missing scheme are understood.

    Raises HuceError N010 when there is no host in it, or anything beyond scheme, host, port and a path.
    """
    text = "".join(unicodedata.normalize("NFKC", typed).split()).replace("。", ".")
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError as error:
        raise _wrong(typed) from error
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise _wrong(typed)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _wrong(typed)
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def _wrong(typed: str) -> HuceError:
    """Make the error. It is shown and logged, so a password typed into the address is not repeated in it."""
    whole = unicodedata.normalize("NFKC", typed).strip()
    before, at, after = whole.rpartition("@")
    host, *more = re.split(r"[?#]", after, maxsplit=1)
    shown = ("…@" if at and before else at) + host + ("…" if more else "")
    return HuceError(Problem("N010", params={"server": shown[:80]}))
