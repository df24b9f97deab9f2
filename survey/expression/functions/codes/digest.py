"""Digests and encodings."""

from __future__ import annotations

import base64
import binascii
import hashlib

from survey.expression.functions.registry import function
from survey.expression.problems import refuse

ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("digest", "s s s?", "s")
def digest(text: str, algorithm: str, *encoding: str) -> str:
    """Hash the UTF-8 bytes; base64 unless ``hex`` is asked for. Raises ExpressionError X034 for another name."""
    known = ALGORITHMS.get(algorithm)
    wanted = encoding[0].lower() if encoding else "base64"
    if known is None or wanted not in ("base64", "hex"):
        raise refuse("X034", name=algorithm if known is None else encoding[0])
    found = hashlib.new(known, text.encode(), usedforsecurity=False)
    return found.hexdigest() if wanted == "hex" else base64.b64encode(found.digest()).decode()


@function("base64-decode", "s", "s")
def base64_decode(text: str) -> str:
    """Decode to text; '' for what is not base64."""
    try:
        return base64.b64decode("".join(text.split()) + "=" * (-len(text) % 4)).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""
