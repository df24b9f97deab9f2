"""Cleaning of hand-typed text: full-width letters and digits, odd spaces, invisible marks, "nothing" words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import TypeGuard

_SPACES = "\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\v\f"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_FULL_WIDTH = {full: full - 0xFEE0 for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_TIDY = MappingProxyType(
    dict.fromkeys(range(0x20)) | {ord(c): " " for c in _SPACES} | dict.fromkeys(map(ord, _INVISIBLE)) | _FULL_WIDTH
)
_ODD = frozenset([" ", *map(chr, _TIDY)])  # most cells hold none of these and stay as they are
_FOLD = MappingProxyType(
    dict.fromkeys(map(ord, _INVISIBLE)) | {0xFFE5: "¥", **dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")},
)
_CJK_GAP = re.compile(
    r"(?<=[\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff·]) +(?=[\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff·])"
)
_NOTHING = "无 / // \\ - -- --- —— — ―― ― － ／ 、 . 。 空 暂无 没有 无。 n/a na null none nil"
_BLANKS = frozenset(["", *_NOTHING.split()])
_WORD = max(map(len, _BLANKS))
_LONGEST = 12  # longer texts say something, whatever blanks stand around


_HAN = "\u4e00-\u9fff"
PLAIN = re.compile(
    rf"(?!(?:{'|'.join(sorted(word for word in _BLANKS if word > _HAN[0]))})$)[{_HAN}][{_HAN}0-9A-Za-z（）]*", re.ASCII
)
"""Words that stay as they are: nothing to tidy, and not one of those that say "nothing"."""


def all_text(column: Iterable[object]) -> TypeGuard[Sequence[str]]:
    """Whether there is nothing but texts: joining them tells six times as fast as looking at the type of each."""
    try:
        "".join(column)  # type: ignore[arg-type]  # that is the question
    except TypeError:
        return False
    return True


def tidy(text: str) -> str:
    """Keep the words, drop the accidents: full-width letters and digits become plain, spaces collapse, ends are cut.

    Chinese punctuation stays as typed (a licence name is written with full-width brackets).
    """
    return text if _ODD.isdisjoint(text) else _collapsed(text)


def _collapsed(text: str) -> str:
    return " ".join(text.translate(_TIDY).split())


def tidy_name(text: str) -> str:
    """As :func:`tidy`, and without the spaces that pad two-character names ("汪　玉华" is 汪玉华)."""
    return text if _ODD.isdisjoint(text) else _CJK_GAP.sub("", _collapsed(text))


def width_folded(text: str) -> str:
    """Fold for codes and numbers: NFKC, one kind of dash and space, nothing invisible, ends cut."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text.translate(_FOLD)).translate(_FOLD).strip()


def says_nothing(tidied: str) -> bool:
    """Whether a text without spaces around it is a word for "nothing"."""
    return len(tidied) <= _WORD and tidied.lower() in _BLANKS


def is_blank(raw: object) -> bool:
    """Whether a cell says "nothing": empty, 无, /, —, -, N/A."""
    if raw is None:
        return True
    return isinstance(raw, str) and (len(raw) < _LONGEST or raw.isspace()) and raw.strip().lower() in _BLANKS
