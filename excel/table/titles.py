"""Recognise a column by its title, however the office wrote it, without guessing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

_NOISE = re.compile(r"[\s*★※:、,，.。/\\_\-—\"'“”]+")
_BRACKETS = re.compile(r"[(\[【〔<《](?P<inside>[^()\[\]【】〔〕<>《》]*)[)\]】〕>》]")
_HARMLESS = re.compile(
    r"人|户|个|元|万元|千元|平方米|㎡|m2|平米|必填.*|选填|按.*|依.*|街道|社区|居委会|乡|镇|村|全称|盖章|代码"
    r"|.*位.*|.*格式.*|如.*|例.*|yyyy.*|年月日|可.*|下拉.*|请.*|见.*|与.*一致|主体名称|字号"
)
_PARTS = 3


@lru_cache(maxsize=4096)
def plain(title: str) -> str:
    """Fold widths and case, drop blanks, stars and punctuation; brackets stay."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", title).lower())


@lru_cache(maxsize=4096)
def bare(title: str) -> str:
    """Drop units and hints in brackets: 从业人数（人） is 从业人数, but 从业人数（女） stays what it is."""
    folded = unicodedata.normalize("NFKC", title).lower()

    def keep(match: re.Match[str]) -> str:
        return "" if _HARMLESS.fullmatch(_NOISE.sub("", match["inside"])) else match[0]

    return plain(_BRACKETS.sub(keep, folded))


class Vocabulary:
    """The titles that are understood: a key and every name it goes by. Two keys may not share a name."""

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._keys: dict[str, str] = {}
        for key, titles in names:
            for title in (key, *titles):
                for form in (plain(title), bare(title)):
                    self._keys.setdefault(form, key)

    def __contains__(self, title: str) -> bool:
        return self.find((title,)) is not None

    def find(self, parts: Sequence[str]) -> str | None:
        """Return the key of a title given from the top of a many-row header down, or None.

        The lowest part decides; then the last two together, then all of them.
        """
        for count in range(1, min(len(parts), _PARTS) + 1):
            title = "".join(parts[-count:])
            key = self._keys.get(plain(title)) or self._keys.get(bare(title))
            if key is not None:
                return key
        return None

    def near(self, title: str) -> str:
        """Suggest the key whose name is closest to an unknown title, "" when nothing is near."""
        close = get_close_matches(bare(title), self._keys, n=1, cutoff=0.75)
        return self._keys[close[0]] if close else ""
