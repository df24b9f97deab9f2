"""What pyxform remarks on in a form that it accepts, in Chinese, each with the place it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey.xlsform.refusals.catalogue import BY_CODE
from survey.xlsform.refusals.chinese import shortened

_ROW = r"\[row ?: ?(?P<row>\d+)\] ?"
_TEXTS = (
    (
        r"^Language 'default' is missing the (?P<sheet>survey|choices) (?:columns )?(?P<columns>.+?)(?: column)?\.$",
        "有的列注明了语言，这些列却没有不注明语言的一份：{columns}；用默认语言填报时，那里会是空的。",
    ),
    (
        r"^Language '(?P<column>[^']*)' is missing the (?P<sheet>\w+) (?:columns )?(?P<columns>.+?)(?: column)?\.$",
        "语言“{column}”缺少这些列：{columns}；用这种语言填报时，那里会是空的。",
    ),
    (
        r"^This form uses or_other and translations",
        "表单有几种语言，又用了“or_other”：自动补上的“其他”没有译文。请改为自己写一个“其他”选项和一道文字题。",
    ),
    (
        r"^The following language declarations .* machine-readable codes: (?P<all>(?P<column>.+?)(?:, .+?)?)\. L",
        "这些语言没有写标准代码：{all}。可以写成“中文 (zh)”“English (en)”这样。",
    ),
    (
        r"^The form_id and id_string column headers are both",
        "settings 表同时有“form_id”和“id_string”两列，只认“form_id”，请删去“id_string”。",
    ),
    (_ROW + r"The '(?P<column>disabled)' column header", "“disabled”列不是通行的写法，建议改用“relevant”。"),
    (_ROW + r"Row without name, text, or label is being skipped", "这一行没有题型、题名和题目文字，没有读取。"),
    (
        _ROW + r"(?P<type>\S+) is no longer supported on most devices",
        "“{type}”在如今的手机上大多取不到值，填报时会是空的。",
    ),
    (_ROW + r"(?:Repeat|Group|Loop) has no label", "这个题组没有“label”，填报时只能显示它的名称。"),
    (_ROW + r"select one external is only meant for", "“select_one_external”是给带“choice_filter”的长清单用的。"),
    (_ROW + r"Use the max-pixels parameter", "图片题可以在“parameters”列写“max-pixels=1024”，照片小些，报送快些。"),
    (_ROW + r"On the '(?P<sheet>choices)' sheet, the '(?P<column>label)' value is invalid", BY_CODE["LABEL_001"]),
    (
        _ROW + r"On the '(?P<sheet>choices)' sheet, the '(?P<column>.*)' value is invalid\. Column headers",
        BY_CODE["HEADER_004"] + "这一列没有读取。",
    ),
    (
        _ROW + r"On the 'survey' sheet, the '(?P<column>name)' value '(?P<value>.*)' is problematic",
        BY_CODE["NAMES_002"],
    ),
    (
        r"looking for a sheet named '(?P<sheet>[^']+)'.* similar names were found: (?P<candidates>.+?)\. ",
        BY_CODE["NAMES_013"] + "要用它就改名；不用就在它的名称前加一个下划线。",
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in _TEXTS)
_ANY_ROW = re.compile(_ROW)


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: the Chinese sentence, and the sheet, row and column it is about as far as pyxform tells.

    ``column`` is a header, or the language that one of the headers ends in.
    """

    sentence: str
    sheet: str = ""
    row: int = 0
    column: str = ""


def remarks(warning: str) -> Iterator[Remark]:
    """Say one warning of pyxform in Chinese; missing translations come one a language and sheet."""
    warning = shortened(warning)
    lines = warning.strip().splitlines()
    if all(line.startswith("Language '") for line in lines):
        yield from (_remark(line) for line in lines)
    else:
        yield _remark(" ".join(warning.split()))


def _remark(text: str) -> Remark:
    for pattern, sentence in _PATTERNS:
        found = pattern.search(text)
        if found:
            said = {key: value or "" for key, value in found.groupdict().items()}
            row, column = said.get("row", ""), said.get("column", "")
            sheet = said.get("sheet") or ("survey" if row or column else "")
            return Remark(sentence.format_map(said), sheet, int(row or bool(column)), column)
    row = _ANY_ROW.search(text)
    return Remark(
        f"还有一条没有译出的提醒。（英文原文：{text}）", "survey" if row else "", int(row["row"]) if row else 0
    )
