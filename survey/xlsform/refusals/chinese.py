"""Find the Chinese sentence of a refusal: by pyxform's code, by the template it was written from, by a pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from string import Formatter

from survey.xlsform.refusals.catalogue import BY_CODE
from survey.xlsform.refusals.inline import BY_PATTERN

_UNTOLD = "？"
_SHOWN, _MOST = 60, 4_000
_LONG = re.compile(r"\S{120,}+")


class _Told(dict[str, object]):
    """Values of placeholders; one that pyxform did not give is shown as ？."""

    def __missing__(self, key: str) -> str:
        return _UNTOLD


def in_chinese(refusal: Exception, where: str) -> str:
    """Say a refusal in Chinese; what we do not know is said generally, with ``where`` and the English behind it."""
    code = getattr(getattr(refusal, "code", None), "name", "")
    if code in BY_CODE:
        context = getattr(refusal, "context", None) or {}
        return _filled(BY_CODE[code], {name: shortened(str(value)) for name, value in context.items()})
    text = shortened(str(refusal).strip())
    found = _of_text(_one_line(text)) or _of_lines(text)
    return found or f"{where}有不合规则的写法。（英文原文：{_one_line(text)}）"


def shortened(text: str) -> str:
    """Cut what nobody would read to its end: a cell of 32,000 characters, a thousand lines.

    The patterns try every place of a text, so a long one would also take them a minute.
    """
    return _LONG.sub(lambda found: f"{found[0][:_SHOWN]}…", text)[:_MOST]


def _of_lines(text: str) -> str:
    """Several faults of one kind come one a line."""
    found = [_of_text(_one_line(line)) for line in text.splitlines()]
    return "；".join(dict.fromkeys(filter(None, found))) if all(found) else ""


def _of_text(text: str) -> str:
    for pattern, sentence in _templates():
        match = pattern.fullmatch(text)
        if match:
            return _filled(sentence, match.groupdict())
    for pattern, sentence in BY_PATTERN:
        match = pattern.search(text)
        if match:
            return _filled(sentence, match.groupdict())
    return ""


def _filled(sentence: str, values: Mapping[str, object]) -> str:
    told = {name: _UNTOLD if value is None or value == "None" else value for name, value in values.items()}
    return sentence.format_map(_Told(told))


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Pyxform mostly raises the finished text without its code, so its templates are turned into patterns."""
    from pyxform.errors import ErrorCode

    known = [(member.value.msg, BY_CODE[member.name]) for member in ErrorCode if member.name in BY_CODE]
    return tuple((re.compile(_pattern(_one_line(template))), sentence) for template, sentence in known)


def _pattern(template: str) -> str:
    parts: list[str] = []
    seen: set[str] = set()
    for literal, field, _, _ in Formatter().parse(template):
        parts.append(re.escape(literal))
        if field in seen:
            parts.append(f"(?P={field})")
        elif field:
            parts.append(f"(?P<{field}>{r'[^]]*' if field == 'row' else '.*?'})")
            seen.add(field)
    return "".join(parts)
