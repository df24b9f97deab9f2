"""国民经济行业分类 GB/T 4754-2017: 20 门类, 97 大类, 473 中类, 1,381 小类, and a short list of common trades."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import islice
from types import MappingProxyType

from survey.codelists.codes import Code, CodeList
from survey.codelists.files import catalogue, rows
from survey.codelists.finding import Finder

LEAF = 4  # 小类, the level a business is coded at


class Industries(CodeList):
    """The classification, with everyday words for the trades that 个体工商户 run."""

    @cached_property
    def common(self) -> tuple[tuple[Code, str], ...]:
        """Common trades: the 小类 and its everyday words."""
        found = (
            (self.get(code), f"{name.replace('、', ' ')} {words}") for code, name, words in rows("industry_common.csv")
        )
        return tuple((code, words) for code, words in found if code is not None)

    @cached_property
    def _everyday(self) -> Mapping[tuple[str, str], str]:
        return MappingProxyType({(code.code, code.name): words for code, words in self.common})

    def everyday_words(self, code: str, name: str) -> str:
        """Give the everyday words of a common trade, e.g. 面馆 包子 for 6291 小吃服务; "" for anything else."""
        return self._everyday.get((code, name), "")

    @cached_property
    def usable(self) -> frozenset[str]:
        """The codes of the 小类 that have not ended: what a business may be coded with today."""
        return frozenset(code.code for code in self if code.level == LEAF and code.holds(None))

    def leaves(self, on: dt.date | None = None) -> Iterator[Code]:
        """Give the 小类 valid on a day."""
        return (code for code in self if code.level == LEAF and code.holds(on))

    def find(self, text: str, *, limit: int = 12, on: dt.date | None = None) -> tuple[Code, ...]:
        """Find the 小类 for a typed word, code or pinyin; among equals common trades come before the rest."""
        leaves, finder = self._finder
        found = (leaves[place] for place in finder.find(text))
        return tuple(islice((code for code in found if code.holds(on)), limit))

    @cached_property
    def _finder(self) -> tuple[tuple[Code, ...], Finder]:
        leaves = tuple(code for code in self if code.level == LEAF)
        return leaves, Finder((code.code, code.name, self.everyday_words(code.code, code.name)) for code in leaves)

    def more_precise(self, code: str) -> tuple[Code, ...]:
        """Give the 小类 meant by a code that ended or stops at the 中类 padded with 0 (5430: 5431 to 5439); else ()."""
        row = self.get(code)
        if row is not None and row.holds(None) and row.level == LEAF:
            return ()
        if row is not None and row.successors:
            return tuple(found for found in map(self.get, row.successors) if found is not None)
        return self.children(code[:3]) if len(code) == LEAF and code.endswith("0") else ()

    def section_of(self, code: str) -> Code | None:
        """Give the 门类 (a letter) of any code."""
        row = self.get(code)
        while row is not None and row.parent:
            row = self.get(row.parent)
        return row


@cache
def industries() -> Industries:
    """Return the classification (about 2,000 rows, read once)."""
    since = catalogue()["industries"].valid_from.isoformat()
    return Industries(
        Code(code, name, int(level), parent, valid_from or since, valid_to, successor)
        for code, name, level, parent, valid_from, valid_to, successor in rows("industries.csv")
    )
