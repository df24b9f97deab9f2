"""A tiny language for scenarios: a form as a table, answers in order, and what must then be seen.

Forms are written without the leading column of Markdown forms; a line without a bar names the next sheet (the first
is ``survey``). A survey without a column ``label`` gets each question's name as its label.
"""

from __future__ import annotations

from dataclasses import replace

from survey.form import Answers, Json
from survey.session import FillContext, FillSession
from survey.values import Value
from tests.survey.forms_by_table import CONTEXT, form_of, load

UNSEEN = frozenset({"calculate", "hidden", "end_group", "end_repeat", "start", "end", "today", "username", "deviceid"})


class Play:
    """One filling of one form; every step gives the play back, so that steps can be chained."""

    def __init__(
        self,
        table: str,
        *,
        context: FillContext = CONTEXT,
        saved: Answers | None = None,
        files: dict[str, str] | None = None,
    ) -> None:
        self.form = form_of(markdown(table), **(files or {}))
        self.session = FillSession(self.form, context, saved)

    # --- steps --------------------------------------------------------------------------------------------------

    def answer(self, path: str, value: Value | list[str] | bool | None) -> Play:
        self.session.answer(f"/data/{path}", value)
        return self

    def answers(self, **values: Value | list[str] | bool | None) -> Play:
        for name, value in values.items():
            self.answer(name, value)
        return self

    def add(self, path: str, times: int = 1) -> Play:
        for _ in range(times):
            self.session.add_repeat(f"/data/{path}")
        return self

    def remove(self, path: str) -> Play:
        self.session.remove_repeat(f"/data/{path}")
        return self

    # --- what must be seen --------------------------------------------------------------------------------------

    def expect(self, path: str, text: str) -> Play:
        found = self.session.node(f"/data/{path}").text
        assert found == text, f"{path}: {found!r} instead of {text!r}"
        return self

    def expects(self, **texts: str) -> Play:
        for name, text in texts.items():
            self.expect(name, text)
        return self

    def sees(self, paths: str) -> Play:
        found = [node.path.split("/", 2)[2] for node in self.session.nodes()]
        assert found == paths.split(), found
        return self

    def relevant(self, path: str, yes: bool = True) -> Play:
        assert self.session.node(f"/data/{path}").relevant is yes, path
        return self

    def hidden(self, path: str) -> Play:
        return self.relevant(path, yes=False)

    def locked(self, path: str, yes: bool = True) -> Play:
        assert self.session.node(f"/data/{path}").read_only is yes, path
        return self

    def asked(self, path: str, yes: bool = True) -> Play:
        assert self.session.node(f"/data/{path}").required is yes, path
        return self

    def offers(self, path: str, values: str) -> Play:
        found = [choice.value for choice in self.session.node(f"/data/{path}").choices]
        assert found == values.split(), found
        return self

    def reads(self, path: str, label: str) -> Play:
        found = self.session.node(f"/data/{path}").label
        assert found == label, found
        return self

    def faults(self, *faults: str) -> Play:
        found = [f"{each.code} {each.place.path.split('/', 2)[2]}" for each in self.session.problems()]
        assert found == list(faults), found
        return self

    def told(self, *sentences: str) -> Play:
        found = [each.sentence for each in self.session.problems()]
        assert found == list(sentences), found
        return self

    def sends(self, answers: dict[str, Json]) -> Play:
        found = dict(self.session.finish().answers)
        assert found == answers, found
        return self

    def keeps(self, answers: dict[str, Json]) -> Play:
        found = self.session.answers()
        assert found == answers, found
        return self


def in_language(language: str) -> FillContext:
    return replace(CONTEXT, language=language)


def refused(table: str) -> list[tuple[str, str]]:
    """The code and place of each reason why a form does not load."""
    loaded = load(markdown(table))
    assert loaded.form is None
    return [(problem.code, str(problem.place)) for problem in loaded.problems]


def markdown(table: str) -> str:
    """Give the table as a Markdown form."""
    lines = ["| survey |"]
    rows = 0
    needs_labels = "| label" not in table.split("choices", 1)[0]
    for line in (each.strip() for each in table.strip().splitlines()):
        if not line.startswith("|"):
            needs_labels = False
            lines.append(f"| {line} |")
            continue
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        if needs_labels:
            cells.append("label" if rows == 0 else _label(cells))
            rows += 1
        lines.append("|  | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _label(cells: list[str]) -> str:
    return "" if cells[0].split(" ")[0] in UNSEEN else cells[1]
