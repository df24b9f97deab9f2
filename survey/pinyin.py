"""Pinyin for finding: 宣汉县 is "xhx", spelt "xuanhanxian". The only door to pypinyin, opened at the first search.

Initials come from a table made once from the library's readings, so a million names cost no dictionary walk.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations, islice, product
from types import MappingProxyType

# In names of shops, people and places these readings are the usual ones, not the dictionary's first.
_USUAL = {"行": "h", "长": "c", "石": "s", "单": "s", "解": "x", "查": "z", "盖": "g", "仇": "q", "朴": "p", "覃": "q"}
_PHRASES = {
    "旅行": "lx", "流行": "lx", "自行": "zx", "成长": "cz", "生长": "sz", "家长": "jz", "音乐": "yy", "重要": "zy",
    "重庆": "cq", "重新": "cx", "便宜": "py", "会计": "kj", "大夫": "df", "解放": "jf", "单位": "dw", "简单": "jd",
    "检查": "jc", "理解": "lj", "订单": "dd", "菜单": "cd", "空调": "kt", "调味": "tw", "调料": "tl", "调节": "tj",
    "行李": "xl", "乐器": "yq", "畜牧": "xm", "调查": "dc", "勘查": "kc", "瑜伽": "yj",
}  # fmt: skip

_PHRASE = re.compile("|".join(_PHRASES))
_PHRASE_CHARS = frozenset("行长乐重便会大解单查调畜伽")  # the characters of the phrases that have several readings


@cache
def _dictionary() -> Mapping[int, str]:
    """The library's readings of each character by its code point: 行 is "xíng,háng,hàng,héng"."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # the phrase dictionary is not needed and slow to load
    from pypinyin.constants import PINYIN_DICT

    return MappingProxyType(PINYIN_DICT)


@cache
def _readings() -> Mapping[str, str]:
    """Each character's initials, the usual first: 行 is "hx"."""
    table: dict[str, str] = {}
    for point, readings in _dictionary().items():
        letters = dict.fromkeys(unicodedata.normalize("NFD", reading[0])[0] for reading in readings.split(","))
        char = chr(point)
        usual = _USUAL.get(char, "")
        table[char] = usual + "".join(letters).replace(usual, "")
    return MappingProxyType(table)


@cache
def _table() -> Mapping[int, str]:
    """The usual initial of each character, for ``str.translate``."""
    return {ord(char): letters[0] for char, letters in _readings().items()}


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(char for char, letters in _readings().items() if len(letters) > 1)


def initials(text: str) -> str:
    """Give the usual initials in lower case; letters, digits and blanks stay, other marks stay as they are."""
    return _letters(text).lower()


def _letters(text: str) -> str:
    """One letter for each character."""
    if not _PHRASE_CHARS.isdisjoint(text):
        text = _PHRASE.sub(lambda match: _PHRASES[match[0]], text)
    return text.translate(_table())


def spelt(text: str) -> str:
    """Give the whole usual pinyin in lower case, without tones, ü as v: 绿茶 is "lvcha"; other marks stay."""
    return "".join(map(_syllable, text, _letters(text))).lower()


@cache
def _syllable(char: str, letter: str) -> str:
    """The first reading of a character that begins with a letter."""
    spellings = map(_without_tone, _dictionary().get(ord(char), "").split(","))
    return next((each for each in spellings if each.startswith(letter)), char)


def _without_tone(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def readings(char: str) -> str:
    """Give all initials a character can have, the usual one first; the character itself when it has none."""
    return _readings().get(char, char.lower())


def search_keys(text: str, *, limit: int = 8) -> tuple[str, ...]:
    """Give the initials under which a name may be looked for: letters and digits only, the usual reading first.

    Every reading of every character is tried one at a time, then in pairs, until ``limit`` keys are found.
    """
    if not text.isalnum():
        text = "".join(char for char in text if char.isalnum())
    if not text:
        return ()
    plain = initials(text)
    several = [place for place, char in enumerate(text) if char in _ambiguous()]
    if not several:
        return (plain,)
    return tuple(islice(dict.fromkeys([plain, *islice(_variants(text, several), 4 * limit)]), limit))


def _variants(text: str, several: list[int]) -> Iterator[str]:
    """Yield the usual initials, then every way of reading one or two characters otherwise."""
    usual = list(text.translate(_table()).lower())
    for count in range(3):
        for places in combinations(several, count):
            for letters in product(*(readings(text[place])[1:] for place in places)):
                changed = usual.copy()
                for place, letter in zip(places, letters, strict=True):
                    changed[place] = letter
                yield "".join(changed)
