"""What is wrong with the name of a question, character by character: a blank or an invisible sign is not seen."""

from __future__ import annotations

import unicodedata

from survey.xlsform.sheets.names import is_name

_RULE = "须以字母、汉字或下划线开头，其后只能用字母、汉字、数字、下划线、连字符和句点。"
_UNSEEN = frozenset({"Cf", "Cc", "Zl", "Zp", "Co", "Cn"})


def name_fault(name: str) -> str:
    """Say in Chinese why a name is refused, "" when it is a good one. A prefix is judged elsewhere."""
    parts = name.split(":")
    if not name or (len(parts) <= 2 and all(map(is_name, parts))):
        return ""
    if not is_name(name[0]):
        return f"第一个字符是{_shown(name[0])}；{_RULE}"
    at = next((at for at in range(1, len(name)) if name[at] != ":" and not is_name(f"a{name[at]}")), 0)
    return f"第 {at + 1} 个字符是{_shown(name[at])}；{_RULE}" if at else _RULE


def _shown(character: str) -> str:
    if character.isspace():
        return "空格" if character == " " else "空白或换行"
    if unicodedata.category(character) in _UNSEEN:
        return f"看不见的字符（U+{ord(character):04X}）"
    return f"“{character}”"
