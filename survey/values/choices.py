"""Matching a typed answer with the offered choices: code, label, "1-正常营业", full-width, a number cell 1.0."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from survey.values.kinds import BLANK, Parsed, fault
from survey.values.text import is_blank, width_folded


class Offered(Protocol):
    """What is needed of a choice: its code and what the person reads."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a register field; ``aliases`` are other words offices write for it."""

    value: str
    label: str
    aliases: tuple[str, ...] = ()


_GAPS = re.compile(r"\s+")
_PREFIX = re.compile(r"(?P<code>[0-9A-Za-z_]+)[-.、:．：)）]?(?P<label>\D.*)")
_STRONG = re.compile(r"[,，、;；|\n]+")
_WEAK = re.compile(r"[/\s]+")
_NAMED = 12  # a longer list is not read out in full


class ChoiceIndex:
    """The choices of one list, prepared for matching many cells."""

    __slots__ = ("_blank_words", "_by_code", "_by_label", "_labels", "_seen")

    def __init__(self, choices: Iterable[Offered], *, blank_words: bool = True) -> None:
        self._blank_words = blank_words
        self._by_code: dict[str, str] = {}
        self._by_label: dict[str, set[str]] = {}
        self._labels: list[str] = []
        for choice in choices:
            self._by_code[_key(choice.value)] = choice.value
            self._labels.append(choice.label)
            own = _key(choice.label)
            for word in (choice.label, *getattr(choice, "aliases", ())):
                self._by_label.setdefault(_key(word), set()).add(choice.value)
            match = _PREFIX.fullmatch(own)  # a label that is itself written "1 正常营业"
            if match and match["code"] == _key(choice.value):
                self._by_label.setdefault(match["label"], set()).add(choice.value)
        self._seen: dict[str | float, Parsed] = {}

    def one(self, raw: object) -> Parsed:
        """Match a single answer. Codes: V020 not offered, V021 code and label disagree, V022 two codes fit."""
        if isinstance(raw, int | float | str) and not isinstance(raw, bool):
            known = self._seen.get(raw)
            if known is not None:
                return known
            if len(self._seen) > 1000:
                self._seen.clear()
            self._seen[raw] = parsed = self._one(raw, blank_words=self._blank_words)
            return parsed
        return BLANK if raw is None else fault("V020", raw, offered=self._offered())

    def many(self, raw: object) -> Parsed:
        """Match several answers in one cell, split at commas, 、; or spaces. The order typed is kept, repeats go."""
        if isinstance(raw, list | tuple):
            return self._each([str(item) for item in raw])
        if raw is None or not isinstance(raw, int | float | str):
            return BLANK if raw is None else fault("V020", raw, offered=self._offered())
        whole = self.one(raw)
        if isinstance(whole.value, str):
            return Parsed((whole.value,))
        if not whole.problems or not isinstance(raw, str):
            return whole
        strong = [part for part in _STRONG.split(raw) if part.strip()]
        found = self._each(strong)
        if found.problems:
            looser = self._each([part for part in _WEAK.split(" ".join(strong)) if part.strip()])
            found = found if looser.problems else looser
        return found

    def _each(self, parts: list[str]) -> Parsed:
        answers = [self._one(part, blank_words=False) for part in parts]
        problems = tuple(problem for answer in answers for problem in answer.problems)
        if problems:
            return Parsed(None, problems)
        values = tuple(dict.fromkeys(str(answer.value) for answer in answers))
        return Parsed(values) if values else BLANK

    def _one(self, raw: float | str, *, blank_words: bool) -> Parsed:
        text = _key(_plain(raw))
        value = self._coded(text)
        if value is not None:
            return Parsed(value)
        labelled = self._by_label.get(text)
        if labelled:
            return (
                Parsed(min(labelled)) if len(labelled) == 1 else fault("V022", raw, offered="、".join(sorted(labelled)))
            )
        if not text or (blank_words and is_blank(raw)):
            return BLANK
        return self._both(raw, text)

    def _both(self, raw: object, text: str) -> Parsed:
        match = _PREFIX.fullmatch(text)
        value = self._coded(match["code"]) if match else None
        if match is None or value is None:
            return fault("V020", raw, offered=self._offered())
        labelled = self._by_label.get(match["label"])
        if labelled is not None and value not in labelled:
            return fault("V021", raw)
        return Parsed(value) if labelled else fault("V020", raw, offered=self._offered())

    def _coded(self, text: str) -> str | None:
        value = self._by_code.get(text)
        if value is None and text.isdecimal() and len(text) == 1:  # "1" typed for 01
            return self._by_code.get("0" + text)
        return value

    def _offered(self) -> str:
        """Name the choices, of a long list only the first and how many there are."""
        whole = len(self._labels)
        return "、".join(self._labels) if whole <= _NAMED else f"{'、'.join(self._labels[:3])}等 {whole:,} 项"


def _plain(raw: float | str) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)


def _key(text: str) -> str:
    return _GAPS.sub("", width_folded(text)).lower()
