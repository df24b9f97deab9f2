"""One entry while it is being filled: the session, what could not be read, what was visited. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.views.entry.findings import Findings, findings, placed
from gui.views.entry.outline import Section, is_question, sections
from survey.entry import ReasonCode
from survey.session import FillSession, Node
from survey.values import Parsed, Value

if TYPE_CHECKING:
    from usecases.entries import OpenEntry

DRAFT, COMPLETE = "draft", "complete"


class Filling:
    """Joins a FillSession with what a screen has to remember between two keystrokes."""

    def __init__(self, entry: OpenEntry) -> None:
        self.entry = entry
        self.session: FillSession = entry.session
        self.review = False
        self.changed = False
        self._unread: dict[str, Parsed] = {}
        self._visited: set[str] = set()
        self.nodes: tuple[Node, ...] = self.session.nodes()

    def answer(self, path: str, parsed: Parsed) -> Value | None:
        """Take over what was entered; unreadable text empties the answer and is kept as a problem. Gives the answer."""
        self._visited.add(path)
        self._unread.pop(path, None)
        if parsed.problems:
            self._unread[path] = parsed
        self.session.answer(path, parsed.value)
        self._stepped()
        return parsed.value

    def explain(self, rule: str, reason: str, text: str, path: str) -> None:
        """Excuse a 核实性 finding, in the instance of a repeat that ``path`` names."""
        self.session.explain(rule, reason, text, path)
        self._stepped()

    def add_repeat(self, path: str) -> str:
        """Add one more to a repeat; return the path of the new instance."""
        before = {node.path for node in self.nodes}
        self.session.add_repeat(path)
        self._stepped()
        return next((node.path for node in self.nodes if node.path not in before), path)

    def remove_repeat(self, path: str) -> None:
        """Remove an instance; what could not be read inside repeats is forgotten since instances are renumbered."""
        self.session.remove_repeat(path)
        stem = path.rpartition("[")[0]
        self._unread = {key: parsed for key, parsed in self._unread.items() if not key.startswith(stem)}
        self._stepped()

    def answered_in(self, path: str) -> int:
        """Count the answers a person has given inside of a group or an instance."""
        inside = (node for node in self.nodes if node.path.startswith(f"{path}/"))
        return sum(is_question(node) and node.value is not None for node in inside)

    def visit(self, path: str) -> None:
        """Remember that the person has been at a question."""
        self._visited.add(path)

    @property
    def is_finished(self) -> bool:
        """Whether the entry was completed and nothing in it has changed since."""
        return self.entry.status != DRAFT and not self.changed and not self.entry.resumed

    @property
    def blocked(self) -> bool:
        """Whether something typed could not be read, so that the entry cannot be completed."""
        return any(not parsed.usable for parsed in self._unread.values())

    def is_unread(self, path: str) -> bool:
        """Whether the text standing in a field is no answer."""
        return path in self._unread and self._unread[path].value is None

    def findings(self) -> Findings:
        """The problems to show now."""
        by_path = {node.path: node for node in self.nodes}
        unread = {
            path: tuple(placed(problem, by_path[path]) for problem in parsed.problems)
            for path, parsed in self._unread.items()
            if path in by_path
        }
        problems = self.session.problems()
        return findings(self.nodes, problems, unread, frozenset(self._visited), review=self.review)

    def excuses(self) -> dict[str, str]:
        """What was written to excuse a finding, by the path of its question."""
        told: dict[str, list[str]] = {}
        for path, given in self.session.excused():
            told.setdefault(path, []).append(f"{ReasonCode(given.reason).label}。{given.text}")
        return {path: "；".join(texts) for path, texts in told.items()}

    def sections(self, found: Findings) -> tuple[Section, ...]:
        """The sections with their progress."""
        return sections(self.nodes, found.by_path)

    def node(self, path: str) -> Node | None:
        """The relevant node at a path."""
        return next((node for node in self.nodes if node.path == path), None)

    def next_problem(self, found: Findings, current: str) -> str:
        """The path of the next question with a problem after the current one, around the end; "" when there is none."""
        order = [node.path for node in self.nodes if is_question(node)]
        wrong = [path for path in dict.fromkeys(problem.place.path for problem in found.shown) if path in order]
        here = order.index(current) if current in order else -1
        return next((path for path in wrong if order.index(path) > here), wrong[0] if wrong else "")

    def first_open(self) -> str:
        """The first required question without an answer, else "" ."""
        return next((n.path for n in self.nodes if is_question(n) and n.required and n.value is None), "")

    def _stepped(self) -> None:
        self.changed = True
        self.nodes = self.session.nodes()
