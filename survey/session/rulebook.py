"""The outcome of every rule as answers change, and which explanations still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from survey.entry import MIN_EXPLANATION, Explanation, ReasonCode, Skipped
from survey.expression import Compiled, ExpressionError, to_bool, value_text
from survey.form import Rule, RuleScope
from survey.problems import HuceError, Level, Place, Problem
from survey.session.context import FillContext
from survey.session.logic.rule import PANEL, UNANSWERED, RuleProgram
from survey.session.look import Look
from survey.session.state.engine import Engine
from survey.session.state.tree import FormNode, path_of

CODES = {Level.ERROR: "E010", Level.QUERY: "E011", Level.HINT: "E012"}
BLANK_VALUE = "有空值"
IMPOSSIBLE = "无法计算"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one rule at one place: a problem, a skip with its reason, or neither."""

    at: FormNode
    rule: Rule
    problem: Problem | None = None
    skipped: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class RuleBook:
    """Judges the rules in force in the session's period; only those that a step touched are judged again."""

    def __init__(self, engine: Engine, look: Look, context: FillContext, given: tuple[Explanation, ...]) -> None:
        self._engine = engine
        self._look = look
        self._context = context
        self._given = {(each.rule, each.path): each for each in given}
        self._outcomes: dict[tuple[str, int], Outcome] = {}
        self._missing = {
            "previous": context.previous is None,
            "year-before": context.year_before is None,
            "register": not context.register,
        }

    # --- judging ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Judge what the last step touched and hang the problems at the questions they belong to."""
        touched = self._engine.touched_rules
        if not touched and not self._engine.structure:
            return
        for task, node in list(touched.values()):
            if task.rule is not None and not node.gone:
                self._judge(task.rule, node)
        touched.clear()
        self._outcomes = {key: each for key, each in self._outcomes.items() if not each.at.gone}
        self._look.of_rules = self._by_node()

    def _judge(self, compiled: RuleProgram, node: FormNode) -> None:
        key = (compiled.rule.id, id(node))
        before = self._outcomes.get(key)
        after = self._outcome(compiled, node)
        self._outcomes[key] = after
        if before is None or (before.problem, before.skipped) != (after.problem, after.skipped):
            self._engine.mark(self._home(after))

    def _outcome(self, compiled: RuleProgram, node: FormNode) -> Outcome:
        rule = compiled.rule
        is_due = node.relevant and rule.scope is not RuleScope.BATCH and rule.holds_in(self._context.period)
        if not is_due or compiled.assertion is None:
            return Outcome(node, rule)
        try:
            return self._judged(compiled, compiled.assertion, node)
        except ExpressionError:
            return Outcome(node, rule, skipped=IMPOSSIBLE)

    def _judged(self, compiled: RuleProgram, assertion: Compiled, node: FormNode) -> Outcome:
        rule = compiled.rule
        absent = self._absent(compiled, node)
        if absent:
            return Outcome(node, rule, skipped=absent)
        if compiled.when is not None and not self._truth(compiled.when, node):
            return Outcome(node, rule)
        blank = [each for each in compiled.exposed if self._text(each, node) in {"", "NaN"}]
        if blank:
            asked = all(self._is_relevant(path, node) for path in blank)
            return Outcome(node, rule, skipped=BLANK_VALUE if asked else "")
        if self._truth(assertion, node):
            return Outcome(node, rule)
        values = MappingProxyType({key: self._text(path, node) for key, path in compiled.variables})
        return Outcome(node, rule, self._problem(rule, node), "", values)

    def _absent(self, compiled: RuleProgram, node: FormNode) -> str:
        """Why an earlier value the rule cannot do without is not there; "" when all are."""
        for name in sorted(compiled.panels):
            if self._missing[name]:
                return PANEL[name]
        return next((UNANSWERED[name] for name, path in compiled.compared if not self._text(path, node)), "")

    def _is_relevant(self, path: Compiled, node: FormNode) -> bool:
        self._engine.stand(node)
        return bool(path(self._engine.evaluation))

    def _text(self, run: Compiled, node: FormNode) -> str:
        self._engine.stand(node)
        return value_text(run(self._engine.evaluation))

    def _truth(self, run: Compiled, node: FormNode) -> bool:
        self._engine.stand(node)
        return to_bool(run(self._engine.evaluation))

    def _problem(self, rule: Rule, node: FormNode) -> Problem:
        home = self._home(Outcome(node, rule))
        label = self._look.text(home.spot.item.label_text, home)
        place = Place(path=path_of(home), label=label)
        params = {"rule": rule.id, "at": _at(node)}
        return Problem(CODES[rule.level], rule.level, place, params, self._look.text(rule.message, node), rule.id)

    def _home(self, outcome: Outcome) -> FormNode:
        """The question a rule's problem is shown at: its first variable that is there and relevant."""
        for path in outcome.rule.paths:
            spot = self._engine.program.by_path.get(tuple(part for part in path.split("/") if part))
            if spot is not None:
                found = [
                    each for each in self._engine.targets(spot, outcome.at, len(outcome.at.spot.path)) if each.relevant
                ]
                if found:
                    return found[0]
        return outcome.at

    # --- asking -------------------------------------------------------------------------------------------------

    def problems(self) -> Iterator[tuple[FormNode, Problem]]:
        """Every problem that stands: a 核实性 one only while it is not explained."""
        for outcome in self._outcomes.values():
            if outcome.problem is not None and self._valid(outcome) is None:
                yield self._home(outcome), outcome.problem

    def skipped(self) -> tuple[Skipped, ...]:
        """Every rule that could not be judged."""
        skips = (each for each in self._outcomes.values() if each.skipped)
        return tuple(Skipped(each.rule.id, each.skipped, _at(each.at)) for each in skips)

    def explanations(self) -> tuple[Explanation, ...]:
        """The explanations that still hold: their rule still fails with the very values they excused."""
        valid = (self._valid(each) for each in self._outcomes.values() if each.problem is not None)
        return tuple(each for each in valid if each is not None)

    def excused(self) -> tuple[tuple[str, Explanation], ...]:
        """The explanations that still hold, each with the path of the question at which its finding would stand."""
        failing = (each for each in self._outcomes.values() if each.problem is not None)
        held = ((each, self._valid(each)) for each in failing)
        return tuple((path_of(self._home(outcome)), given) for outcome, given in held if given is not None)

    def _valid(self, outcome: Outcome) -> Explanation | None:
        if outcome.rule.level is not Level.QUERY:
            return None
        given = self._given.get((outcome.rule.id, _at(outcome.at)))
        return given if given is not None and dict(given.values) == dict(outcome.values) else None

    def _by_node(self) -> dict[int, tuple[Problem, ...]]:
        found: dict[int, tuple[Problem, ...]] = {}
        for home, problem in self.problems():
            found[id(home)] = (*found.get(id(home), ()), problem)
        return found

    # --- explaining ---------------------------------------------------------------------------------------------

    def explain(self, rule: str, reason: str, text: str, path: str) -> None:
        """Record why a 核实性 finding is right. Raises HuceError E013 (too short), E014 (no such), E015 (reason)."""
        outcome = next((each for each in self._failing(rule) if path in {"", _at(each.at)}), None)
        if outcome is None:
            raise HuceError(Problem("E014", params={"rule": rule}))
        if reason not in set(ReasonCode):
            raise HuceError(Problem("E015", params={"reason": reason}))
        if len("".join(text.split())) < MIN_EXPLANATION:
            raise HuceError(Problem("E013", params={"count": str(len("".join(text.split())))}))
        at = _at(outcome.at)
        self._given[rule, at] = Explanation(rule, reason, text.strip(), outcome.values, at)
        self._engine.mark(self._home(outcome))
        self._look.of_rules = self._by_node()

    def _failing(self, rule: str) -> Iterator[Outcome]:
        return (
            each
            for each in self._outcomes.values()
            if each.rule.id == rule and each.problem is not None and each.rule.level is Level.QUERY
        )


def _at(node: FormNode) -> str:
    return path_of(node) if node.repeat else ""
