"""The files a questionnaire shows or plays with its texts: what is taken, how large, and whether it can be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SOUNDS = (".mp3", ".m4a", ".wav", ".amr", ".aac", ".ogg", ".flac", ".wma")
FILMS = (".mp4", ".mov", ".avi", ".mkv", ".3gp", ".wmv", ".webm", ".m4v")
_SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg")


@dataclass(frozen=True, slots=True)
class Medium:
    """One kind of file: its word, the endings it may have (none named: any), how many megabytes are sensible for it."""

    word: str
    endings: tuple[str, ...]
    megabytes: int

    @property
    def limit(self) -> int:
        """The most bytes a file of this kind may have."""
        return self.megabytes << 20


MEDIA: Mapping[str, Medium] = MappingProxyType(
    {
        "image": Medium("图片", _SHOWN, 10),
        "big-image": Medium("大图", _SHOWN, 10),
        "audio": Medium("录音", SOUNDS, 20),
        "video": Medium("视频", FILMS, 50),
    }
)
_BEGINNINGS: Mapping[str, tuple[bytes, ...]] = MappingProxyType(
    {
        ".png": (b"\x89PNG\r\n",),
        ".jpg": (b"\xff\xd8\xff",),
        ".jpeg": (b"\xff\xd8\xff",),
        ".gif": (b"GIF87a", b"GIF89a"),
        ".bmp": (b"BM",),
        ".webp": (b"RIFF",),
    }
)
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
BEGINNING = 4096  # bytes that are enough for ``is_such``


def content_name(sha256: str, file_name: str) -> str:
    """Return the name a file is kept under, here and on the server: 32 digits of its SHA-256 and its plain ending."""
    _, dot, ending = file_name.rpartition(".")
    plain = f".{ending.lower()}" if dot else ""
    return sha256[:32] + (plain if _ENDING.fullmatch(plain) else "")


def is_such(kind: str, ending: str, beginning: bytes) -> bool:
    """Tell from its ending and its first bytes whether a file can be what a kind of medium needs."""
    if ending not in MEDIA[kind].endings:
        return False
    if ending == ".svg":
        return b"<svg" in beginning
    return beginning.startswith(_BEGINNINGS.get(ending, b""))
