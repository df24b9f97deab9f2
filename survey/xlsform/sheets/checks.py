"""Our sheet ``checks``: one rule of 审核 a row, with ``${x}`` for answers and ``${p.x}`` ``${p4.x}`` ``${r.x}`` beyond.

``p`` is the last accepted period, ``p4`` the same period last year, ``r`` the register; the aliases become
``instance('previous')/root/x`` and so on, which any XPath engine reads. Rules of scope ``batch`` also know ``e``
(who filled an entry, and when) and ``g`` (the entries judged together).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from survey.form import Form, Group, Item, Output, Part, Question, QuestionKind, Repeat, Rule, RuleScope, Text
from survey.period import Period
from survey.problems import Level, Place, Problem
from survey.xlsform.explain import near
from survey.xlsform.sheets.workbook import Sheet

_Word = TypeVar("_Word")
PANELS = {"p": "previous", "p4": "year-before", "r": "register"}
_OF_BATCH = {"e": "entry", "g": "group"}  # who filled an entry and when; how many stand together
_BETWEEN = re.compile(r"[;；\n]+")
_REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
_NAMES = re.compile(r"[\s,，、;；]+")
_LEVELS = {
    "强制性": Level.ERROR,
    "e": Level.ERROR,
    "核实性": Level.QUERY,
    "q": Level.QUERY,
    "提示性": Level.HINT,
    "h": Level.HINT,
}
_SCOPES = {each.value: each for each in RuleScope} | {
    "": RuleScope.ENTRY,
    "field": RuleScope.QUESTION,
    "record": RuleScope.ENTRY,
    "题": RuleScope.QUESTION,
    "整表": RuleScope.ENTRY,
    "跨期": RuleScope.PANEL,
    "批次": RuleScope.BATCH,
}


class ChecksSheet:
    """Reads the rules of a form; everything wrong with a row stands in ``problems`` with its cell."""

    def __init__(self, sheet: Sheet, form: Form) -> None:
        self._sheet = sheet
        self.problems: list[Problem] = []
        self._by_name: dict[str, list[Item]] = defaultdict(list)
        self._repeats: dict[str, str] = {}
        self._note(form.root.children, "")

    def _note(self, items: tuple[Item, ...], repeat: str) -> None:
        for item in items:
            self._by_name[item.name].append(item)
            self._by_name[item.path.split("/", 2)[2]].append(item)
            self._repeats[item.path] = repeat
            if isinstance(item, Group):
                self._note(item.children, item.path if isinstance(item, Repeat) else repeat)

    def rules(self) -> tuple[Rule, ...]:
        """Read every row; a row with an error gives problems and no rule."""
        seen: set[str] = set()
        found: list[Rule] = []
        if not self._sheet.column("assert"):
            return ()  # somebody else's sheet of that name
        for index, row in enumerate(self._sheet.rows):
            if not row:
                continue
            rule, named = self._rule(index), self._cell(index, "id")
            if named and named in seen:
                self._bad(index, "id", "F061", id=named)
            elif rule is not None:
                found.append(rule)
            seen.add(named)
        return tuple(found)

    def _rule(self, index: int) -> Rule | None:
        before = len(self.problems)
        for column in ("id", "level", "assert", "message"):
            if not self._cell(index, column):
                self._bad(index, column, "F060", column=column)
        level = self._word(index, "level", _LEVELS)
        scope = self._word(index, "scope", _SCOPES)
        items = self._variables(index)
        context = self._context(index, items)
        if scope is not RuleScope.BATCH:
            items = (*items, *self._excused_too(index, items, context))
        rule = Rule(
            id=self._cell(index, "id"),
            level=level or Level.ERROR,
            scope=scope or RuleScope.ENTRY,
            assertion=self._expanded(index, "assert"),
            when=self._expanded(index, "when"),
            message=self._message(index),
            variables=tuple(item.key for item in items),
            paths=tuple(item.path for item in items),
            context=context,
            valid_from=self._period(index, "valid_from"),
            valid_to=self._period(index, "valid_to"),
            numbers=self._numbers(index),
            group_by=self._group_by(index, scope),
            place=self._place(index, "id"),
        )
        return rule if len(self.problems) == before else None

    # --- cells --------------------------------------------------------------------------------------------------

    def _cell(self, index: int, column: str) -> str:
        return self._sheet.rows[index].get(self._sheet.column(column), "").strip()

    def _place(self, index: int, column: str) -> Place:
        return self._sheet.place(index, self._sheet.column(column))

    def _bad(self, index: int, at: str, code: str, **params: str) -> None:
        self.problems.append(Problem(code, Level.ERROR, self._place(index, at), params))

    def _word(self, index: int, column: str, words: Mapping[str, _Word]) -> _Word | None:
        text = self._cell(index, column).lower()
        if text not in words and (text or column != "level"):
            self._bad(
                index, column, "F021", column=column, value=text, allowed="、".join(each for each in words if each)
            )
        return words.get(text)

    def _period(self, index: int, column: str) -> Period | None:
        text = self._cell(index, column)
        try:
            return Period.parse(text) if text else None
        except ValueError:
            self._bad(index, column, "F021", column=column, value=text, allowed="2026Q3、2026M07、2026")
            return None

    def _numbers(self, index: int) -> tuple[int, ...]:
        """Read ``in_year``: in which periods of a year the rule is judged, e.g. "1" or "2 3 4" for quarters."""
        words = [each for each in _NAMES.split(self._cell(index, "in_year")) if each]
        if all(each.isdecimal() and 1 <= int(each) <= 12 for each in words):
            return tuple(int(each) for each in words)
        self._bad(
            index,
            "in_year",
            "F021",
            column="in_year",
            value=self._cell(index, "in_year"),
            allowed="1、2 3 4（一年中的第几期）",
        )
        return ()

    def _group_by(self, index: int, scope: RuleScope | None) -> tuple[str, ...]:
        text = self._cell(index, "group_by")
        if text and scope is not RuleScope.BATCH:
            self._bad(index, "group_by", "F021", column="group_by", value=text, allowed="（只用于 batch 规则）")
        return tuple(self._path_of(index, "group_by", each) for each in _BETWEEN.split(text) if each.strip())

    # --- references ---------------------------------------------------------------------------------------------

    def _expanded(self, index: int, column: str) -> str:
        return self._path_of(index, column, self._cell(index, column))

    def _path_of(self, index: int, column: str, text: str) -> str:
        return _REFERENCE.sub(lambda found: self._path(index, column, found[1]), text.strip())

    def _path(self, index: int, column: str, name: str) -> str:
        panel, _, key = name.partition(".")
        is_batch = _SCOPES.get(self._cell(index, "scope").lower()) is RuleScope.BATCH
        known = PANELS | (_OF_BATCH if is_batch else {})
        if key and panel in known:
            return f"instance('{known[panel]}')/root/{key}"
        item = self._item(index, column, name)
        return item.path if item is not None else "''"

    def _item(self, index: int, column: str, name: str) -> Item | None:
        found = self._by_name.get(name, [])
        if len({item.path for item in found}) == 1:
            return found[0]
        known = list(self._by_name)
        self._bad(index, column, "F015", name=name, reference=f"${{{name}}}", hint=near(name, known))
        return None

    def _message(self, index: int) -> Text:
        text, at = self._cell(index, "message"), 0
        parts: list[Part] = []
        for found in _REFERENCE.finditer(text):
            parts += [text[at : found.start()], Output(self._shown(index, found[1]))]
            at = found.end()
        kept: tuple[Part, ...] = tuple(part for part in (*parts, text[at:]) if part != "")
        return Text(MappingProxyType({"": kept})) if kept else Text()

    def _shown(self, index: int, name: str) -> str:
        """What a message shows for a reference: the chosen label where there is one, else the value."""
        path = self._path(index, "message", name)
        own = self._by_name.get(name.partition(".")[2] if name.partition(".")[0] in PANELS else name, [])
        question = own[0] if own and isinstance(own[0], Question) else None
        if question is not None and question.kind in {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE}:
            return f"jr:choice-name({path}, '{question.path}')"
        return path

    def _variables(self, index: int) -> tuple[Item, ...]:
        named = [each for each in _NAMES.split(self._cell(index, "vars")) if each]
        if not named:
            return tuple(self._mentioned(index, "assert", "when"))
        found = (self._item(index, "vars", each) for each in dict.fromkeys(named) if "." not in each)
        return tuple(item for item in found if item is not None)

    def _excused_too(self, index: int, items: tuple[Item, ...], context: str) -> Iterator[Item]:
        """Give the questions the assertion reads that ``vars`` leaves out: an explanation excuses their answers, too.

        Not those in instances of another repeat, of which there are many answers.
        """
        for item in self._mentioned(index, "assert"):
            repeat = self._repeats[item.path]
            if item not in items and (not repeat or f"{context}/".startswith(f"{repeat}/")):
                yield item

    def _mentioned(self, index: int, *columns: str) -> Iterator[Item]:
        """Give the questions that some columns refer to, each once; one that does not exist is told elsewhere."""
        names = (found[1] for column in columns for found in _REFERENCE.finditer(self._cell(index, column)))
        for name in dict.fromkeys(names):
            found = self._by_name.get(name, [])
            if len({item.path for item in found}) == 1:
                yield found[0]

    def _context(self, index: int, items: tuple[Item, ...]) -> str:
        """The repeat in whose instances the rule is judged: that of its first variable, if ``vars`` names it."""
        if not items or not self._cell(index, "vars"):
            return ""
        context = self._repeats[items[0].path]
        for item in items[1:]:
            other = self._repeats[item.path]
            if other and not f"{context}/".startswith(f"{other}/"):
                self._bad(index, "vars", "F062")
        return context
